"""Facebook Login: consent, code, user tokens, and the pages' own tokens that never end by themselves."""

import secrets
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from simulator.messenger.state import PAGE, SCOPES, USER, Messenger
from simulator.meta import pages
from simulator.meta.graph import GraphCall, parameters
from simulator.meta.refusals import GraphError, invalid, refusal
from simulator.meta.tokens import CODE_LIVES, LIVES, Code, Token
from simulator.world import world_of

dialog = APIRouter(prefix="/www.facebook.com")
graph = APIRouter(prefix="/graph.facebook.com")


@dialog.get("/dialog/oauth", response_class=HTMLResponse)
async def ask(request: Request) -> Response:
    """The page on which a person chooses."""
    messenger, query = world_of(request).messenger, dict(request.query_params)
    wrong = _wrong(messenger, query)
    if wrong:
        return HTMLResponse(pages.refused("Facebook", wrong), 400)
    kept = {name: query.get(name, "") for name in ("client_id", "redirect_uri", "scope", "state")}
    names = {p.id: p.name for p in messenger.pages.values()}
    return HTMLResponse(pages.consent("Facebook", kept, names, _scopes(query["scope"])))


@dialog.post("/dialog/oauth")
async def answer(request: Request) -> Response:
    """Back to the CRM with a code, or with the refusal of the person."""
    messenger, form = world_of(request).messenger, await request.form()
    given = {name: str(form.get(name) or "") for name in ("client_id", "redirect_uri", "scope", "state")}
    wrong = _wrong(messenger, given)
    if wrong:
        return HTMLResponse(pages.refused("Facebook", wrong), 400)
    if form.get("decision") != "allow":
        return _back(
            given,
            error="access_denied",
            error_code="200",
            error_reason="user_denied",
            error_description="Permissions error",
        )
    granted = frozenset(str(one) for one in form.getlist("granted")) or frozenset(_scopes(given["scope"]))
    code = f"AQ{secrets.token_urlsafe(48)}"
    messenger.codes[code] = Code(USER, given["redirect_uri"], granted, messenger.clock.now())
    messenger.chosen = [str(one) for one in form.getlist("account")] or [PAGE]
    return _back(given, code=code)


def _back(given: dict[str, str], **found: str) -> Response:
    query = urlencode({**found, **({"state": given["state"]} if given["state"] else {})})
    joint = "&" if "?" in given["redirect_uri"] else "?"
    return RedirectResponse(f"{given['redirect_uri']}{joint}{query}#_=_", 302)


def _scopes(text: str) -> list[str]:
    return [scope for scope in text.replace(" ", ",").split(",") if scope]


def _wrong(messenger: Messenger, query: dict[str, str]) -> str:
    unknown = set(_scopes(query.get("scope", ""))) - set(SCOPES)
    allowed = messenger.app.redirect_uris
    checks = (
        (query.get("client_id") != messenger.app.id, "Invalid App ID"),
        (not query.get("redirect_uri"), "The parameter redirect_uri is required"),
        (allowed and query.get("redirect_uri") not in allowed, "URL blocked: it is not in the app's list"),
        (unknown, f"Invalid Scopes: {', '.join(sorted(unknown))}"),
    )
    return next((words for is_wrong, words in checks if is_wrong), "")


@graph.api_route("/oauth/access_token", methods=["GET", "POST"])
async def user_token(request: Request) -> dict[str, Any]:
    """A code for a token of an hour, or such a token for one of 60 days."""
    messenger, given = world_of(request).messenger, await parameters(request)
    if given.get("client_id") != messenger.app.id or given.get("client_secret") != messenger.app.secret:
        raise invalid("Error validating client secret.")
    if given.get("grant_type") == "fb_exchange_token":
        old = messenger.tokens.valid(str(given.get("fb_exchange_token")))
        return _shown(messenger.tokens.issue(old.subject, old.scopes, "long"))
    code = _code(messenger, given)
    code.used = True
    return _shown(messenger.tokens.issue(code.subject, code.scopes, "short"))


def _code(messenger: Messenger, given: dict[str, Any]) -> Code:
    code = messenger.codes.get(str(given.get("code")))
    if code is None:
        raise GraphError(100, "Invalid verification code format.")
    if code.used:
        raise GraphError(100, "This authorization code has been used.", 36009)
    if messenger.clock.now() - code.issued > CODE_LIVES:
        raise GraphError(100, "This authorization code has expired.", 36007)
    if given.get("redirect_uri") != code.redirect_uri:
        raise GraphError(
            100,
            "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
            36008,
        )
    return code


def _shown(token: Token) -> dict[str, Any]:
    life = LIVES[token.kind]
    return {"access_token": token.value, "token_type": "bearer", "expires_in": int(life or 0)}


def me(messenger: Messenger, call: GraphCall) -> dict[str, Any]:
    """Whose token it is: the user's, or a page's."""
    page = messenger.pages.get(call.token.subject)
    return {"id": call.token.subject, "name": page.name if page else "Адміністратор (simulated)"}


def accounts(messenger: Messenger, call: GraphCall) -> dict[str, Any]:
    """The pages that the user chose, each with a token of its own."""
    call.needs("pages_show_list")
    if call.token.subject != USER:
        raise refusal(100, None, "(#100) Tried accessing nonexisting field (accounts) on node type (Page)")
    shown = [
        {
            "access_token": messenger.tokens.issue(page, call.token.scopes, "page").value,
            "id": page,
            "name": messenger.pages[page].name,
            "tasks": ["MODERATE", "MESSAGING", "ADVERTISE", "ANALYZE"],
        }
        for page in messenger.chosen
    ]
    return {"data": shown, "paging": {"cursors": {"before": "QQ", "after": "QQ"}}}


def permissions(call: GraphCall) -> dict[str, Any]:
    """What was granted and what was not."""
    listed = [
        {"permission": s, "status": "granted" if s in call.token.scopes else "declined"} for s in SCOPES
    ]
    return {"data": listed}
