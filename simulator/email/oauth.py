"""«Sign in with Google» and «with Microsoft»: consent, code with PKCE, tokens.

https://developers.google.com/identity/protocols/oauth2/web-server · https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from simulator.core.faults import ErrorNext
from simulator.email.apps import APPS, App
from simulator.email.tokens import ACCESS_SECONDS, Code, Grant
from simulator.meta import pages
from simulator.world import World, world_of

HOSTS = ("accounts.google.com", "oauth2.googleapis.com", "login.microsoftonline.com")
AUTHORIZE = {
    "google": "/accounts.google.com/o/oauth2/v2/auth",
    "microsoft": "/login.microsoftonline.com/common/oauth2/v2.0/authorize",
}
TOKEN = {
    "google": "/oauth2.googleapis.com/token",
    "microsoft": "/login.microsoftonline.com/common/oauth2/v2.0/token",
}
CARRIED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "access_type",
)
router = APIRouter()


class Refused(Exception):
    """RFC 6749, 5.2."""

    def __init__(self, error: str, words: str = "") -> None:
        super().__init__(error)
        self.error, self.words = error, words


def refusal(error: ErrorNext) -> Response:
    """A refusal of the caller's choice."""
    return JSONResponse({"error": str(error.code)}, error.status or 400)


def provider_of(path: str) -> App:
    """Whose address it is."""
    return APPS["microsoft" if "microsoftonline" in path else "google"]


# ------------------------------------------------------------------------------------------------ consent


@router.get(AUTHORIZE["google"], response_class=HTMLResponse)
@router.get(AUTHORIZE["microsoft"], response_class=HTMLResponse)
async def ask(request: Request) -> Response:
    """The page on which a person chooses his account."""
    world, app = world_of(request), provider_of(request.url.path)
    asked = {name: request.query_params.get(name, "") for name in CARRIED}
    wrong = _wrong(app, asked)
    if wrong:
        return HTMLResponse(pages.refused(app.provider.title(), wrong), 400)
    accounts = {address: address for address in world.email.passwords}
    return HTMLResponse(pages.consent(app.provider.title(), asked, accounts, asked["scope"].split()))


@router.post(AUTHORIZE["google"])
@router.post(AUTHORIZE["microsoft"])
async def answer(request: Request) -> Response:
    """Back to the CRM with a code, or with the refusal of the person."""
    world, app, form = world_of(request), provider_of(request.url.path), await request.form()
    given = {name: str(form.get(name) or "") for name in CARRIED}
    wrong = _wrong(app, given)
    if wrong:
        return HTMLResponse(pages.refused(app.provider.title(), wrong), 400)
    if form.get("decision") != "allow":
        return _back(given, error="access_denied")
    scopes = [str(one) for one in form.getlist("granted")] or given["scope"].split()
    address = str(form.get("account") or next(iter(world.email.passwords)))
    offline = given["access_type"] == "offline" or "offline_access" in scopes
    grant = Grant(app.provider, address, " ".join(scopes), offline=offline)
    return _back(given, code=world.email.tokens.code(grant, given["redirect_uri"], given["code_challenge"]))


def _wrong(app: App, asked: Mapping[str, str]) -> str:
    checks = (
        (asked["client_id"] != app.id, "invalid_client: The OAuth client was not found."),
        (asked["response_type"] != "code", "unsupported_response_type"),
        (not asked["redirect_uri"], "redirect_uri_mismatch"),
        (not asked["scope"], "Missing required parameter: scope"),
        (asked["code_challenge_method"] not in ("", "S256"), "invalid_request: code_challenge_method"),
    )
    return next((words for wrong, words in checks if wrong), "")


def _back(given: Mapping[str, str], **found: str) -> Response:
    return RedirectResponse(f"{given['redirect_uri']}?{urlencode({**found, 'state': given['state']})}", 302)


# ------------------------------------------------------------------------------------------------ tokens


@router.post(TOKEN["google"])
@router.post(TOKEN["microsoft"])
async def token(request: Request) -> Response:
    """Tokens for a code or for a refresh token."""
    world, app = world_of(request), provider_of(request.url.path)
    form = {name: str(value) for name, value in (await request.form()).items()}
    try:
        if (form.get("client_id"), form.get("client_secret")) != (app.id, app.secret):
            raise Refused("invalid_client", "The provided client secret is invalid.")
        grants = {"authorization_code": _first, "refresh_token": _again}
        if form.get("grant_type") not in grants:
            raise Refused("unsupported_grant_type")
        return JSONResponse(grants[form["grant_type"]](world, app, form))
    except Refused as refused:
        return JSONResponse(
            {"error": refused.error, "error_description": refused.words or "Bad Request"}, 400
        )


def _first(world: World, app: App, form: Mapping[str, str]) -> dict[str, Any]:
    """For a code, once."""
    code = world.email.tokens.codes.get(form.get("code", ""))
    if code is None or code.used or code.until < world.clock.now() or code.grant.provider != app.provider:
        raise Refused("invalid_grant", "Malformed auth code.")
    if form.get("redirect_uri") != code.redirect_uri:
        raise Refused("redirect_uri_mismatch")
    if not _proved(code, form.get("code_verifier", "")):
        raise Refused("invalid_grant", "Invalid code verifier.")
    code.used = True
    told = _told(world, code.grant)
    if code.grant.offline:
        told["refresh_token"] = world.email.tokens.granted(code.grant)
    if "openid" in code.grant.scope.split():
        told["id_token"] = _id_token(app, code.grant)
    return told


def _proved(code: Code, verifier: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return not code.challenge or hmac.compare_digest(made, code.challenge)


def _again(world: World, app: App, form: Mapping[str, str]) -> dict[str, Any]:
    """For a refresh token; Microsoft gives another one each time."""
    grant = world.email.tokens.refresh.get(form.get("refresh_token", ""))
    if grant is None or grant.revoked or grant.provider != app.provider:
        raise Refused("invalid_grant", "Token has been expired or revoked.")
    more = {"refresh_token": world.email.tokens.granted(grant)} if app.rotates else {}
    return {**_told(world, grant), **more}


def _told(world: World, grant: Grant) -> dict[str, Any]:
    mail = set(APPS[grant.provider].mail) <= set(grant.scope.split())
    made = world.email.tokens.issued(grant, opens_mail=mail)
    return {"access_token": made, "expires_in": ACCESS_SECONDS, "token_type": "Bearer", "scope": grant.scope}


def _id_token(app: App, grant: Grant) -> str:
    """A JSON Web Token; its signature is of no key, for it comes by the line on which it was asked for (OpenID Connect Core, 3.1.3.7)."""
    claims = {
        "aud": app.id,
        "sub": grant.address,
        "email": grant.address,
        "preferred_username": grant.address,
    }
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    return ".".join([*(_packed(json.dumps(part).encode()) for part in parts), _packed(b"simulated")])


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
