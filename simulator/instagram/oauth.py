"""Business Login for Instagram: consent, code, short and long tokens, refresh, subscriptions of the account.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login
"""

import secrets
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from simulator.instagram.state import BASIC, SCOPES, Instagram
from simulator.meta import pages
from simulator.meta.graph import parameters
from simulator.meta.refusals import invalid, missing
from simulator.meta.tokens import CODE_LIVES, LIVES, MAY_BE_REFRESHED_AFTER, Code, Token
from simulator.world import world_of

consent = APIRouter(prefix="/www.instagram.com")
exchange = APIRouter(prefix="/api.instagram.com")
graph = APIRouter(prefix="/graph.instagram.com")


@consent.get("/oauth/authorize", response_class=HTMLResponse)
async def ask(request: Request) -> Response:
    """The page on which a person chooses."""
    instagram, query = world_of(request).instagram, dict(request.query_params)
    wrong = _wrong(instagram, query)
    if wrong:
        return HTMLResponse(pages.refused("Instagram", wrong), 400)
    kept = {name: query.get(name, "") for name in ("client_id", "redirect_uri", "scope", "state")}
    names = {a.id: f"@{a.username} · {a.name}" for a in instagram.accounts.values()}
    asked = [scope for scope in query["scope"].replace(" ", ",").split(",") if scope]
    return HTMLResponse(pages.consent("Instagram", kept, names, asked))


@consent.post("/oauth/authorize")
async def answer(request: Request) -> Response:
    """Back to the CRM with a code, or with the refusal of the person."""
    instagram, form = world_of(request).instagram, await request.form()
    given = {name: str(form.get(name) or "") for name in ("client_id", "redirect_uri", "scope", "state")}
    wrong = _wrong(instagram, {**given, "response_type": "code"})
    if wrong:
        return HTMLResponse(pages.refused("Instagram", wrong), 400)
    if form.get("decision") != "allow":
        return _back(
            given, error="access_denied", error_reason="user_denied", error_description="Permissions error"
        )
    account = instagram.account(str(form.get("account") or next(iter(instagram.accounts))))
    granted = frozenset(str(one) for one in form.getlist("granted")) or frozenset({BASIC})
    code = f"AQ{secrets.token_urlsafe(48)}"
    instagram.codes[code] = Code(account.id, given["redirect_uri"], granted, instagram.clock.now())
    return _back(given, code=code)


def _back(given: dict[str, str], **found: str) -> Response:
    query = urlencode({**found, **({"state": given["state"]} if given["state"] else {})})
    mark = "#_" if "code" in found else ""
    joint = "&" if "?" in given["redirect_uri"] else "?"
    return RedirectResponse(f"{given['redirect_uri']}{joint}{query}{mark}", 302)


def _wrong(instagram: Instagram, query: dict[str, str]) -> str:
    """What the page says instead of asking."""
    allowed = instagram.app.redirect_uris
    if query.get("client_id") != instagram.app.id:
        return "Invalid platform app"
    if query.get("response_type") != "code":
        return "response_type must be code"
    if not query.get("redirect_uri") or (allowed and query["redirect_uri"] not in allowed):
        return "Invalid redirect_uri"
    unknown = set(query.get("scope", "").replace(" ", ",").split(",")) - set(SCOPES) - {""}
    if unknown or BASIC not in query.get("scope", ""):
        return f"Invalid scope: {', '.join(sorted(unknown)) or BASIC + ' is required'}"
    return ""


@exchange.post("/oauth/access_token")
async def short_token(request: Request) -> Response:
    """A code for a token of one hour; in either of the two shapes that are seen."""
    world = world_of(request)
    instagram, form = world.instagram, await parameters(request)
    wrong = _wrong_exchange(instagram, form)
    if wrong:
        return JSONResponse({"error_type": "OAuthException", "code": 400, "error_message": wrong}, 400)
    code = instagram.codes[_code(form)]
    code.used = True
    token = instagram.tokens.issue(code.subject, code.scopes, "short")
    flat: dict[str, Any] = {"access_token": token.value, "user_id": int(code.subject)}
    if world.faults("instagram").token_shape == "flat":  # noqa: S105 -- no password
        return JSONResponse({**flat, "permissions": sorted(code.scopes)})
    listed = {**flat, "user_id": code.subject, "permissions": ",".join(sorted(code.scopes))}
    return JSONResponse({"data": [listed]})


def _code(form: dict[str, Any]) -> str:
    return str(form.get("code") or "")


def _wrong_exchange(instagram: Instagram, form: dict[str, Any]) -> str:
    """The first thing that is wrong, in Instagram's words."""
    code = instagram.codes.get(_code(form))
    checks = (
        (str(form.get("client_id")) != instagram.app.id, "Invalid platform app"),
        (form.get("client_secret") != instagram.app.secret, "Error validating client secret."),
        (form.get("grant_type") != "authorization_code", "Invalid grant_type"),
        (code is None or code.used, "Matching code was not found or was already used"),
        (
            code and form.get("redirect_uri") != code.redirect_uri,
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used",
        ),
        (code and instagram.clock.now() - code.issued > CODE_LIVES, "This authorization code has expired."),
    )
    return next((words for wrong, words in checks if wrong), "")


@graph.get("/access_token")
async def long_token(request: Request) -> Response:
    """A short token for one of 60 days."""
    instagram, query = world_of(request).instagram, dict(request.query_params)
    if query.get("grant_type") != "ig_exchange_token":
        raise invalid("grant_type must be ig_exchange_token")
    if query.get("client_secret") != instagram.app.secret:
        raise invalid("Error validating client secret.")
    token = _given(instagram, query)
    if token.kind != "short":
        raise invalid("Only a short-lived token can be exchanged")
    return _issued(instagram, token)


@graph.get("/refresh_access_token")
async def refreshed_token(request: Request) -> Response:
    """A long token that is a day old and not yet over, for another 60 days."""
    instagram, query = world_of(request).instagram, dict(request.query_params)
    if query.get("grant_type") != "ig_refresh_token":
        raise invalid("grant_type must be ig_refresh_token")
    token = _given(instagram, query)
    if token.kind != "long":
        raise invalid("Only a long-lived token can be refreshed")
    if instagram.tokens.age(token) < MAY_BE_REFRESHED_AFTER:
        raise invalid("The access token must be at least 24 hours old to be refreshed")
    return _issued(instagram, token)


def _given(instagram: Instagram, query: dict[str, str]) -> Token:
    if not query.get("access_token"):
        raise missing("access_token")
    return instagram.tokens.valid(query["access_token"])


def _issued(instagram: Instagram, old: Token) -> Response:
    made = instagram.tokens.issue(old.subject, old.scopes, "long")
    life = int(LIVES["long"] or 0)
    return JSONResponse(
        {
            "access_token": made.value,
            "token_type": "bearer",
            "expires_in": life,
            "permissions": ",".join(sorted(made.scopes)),
        }
    )
