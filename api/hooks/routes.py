"""/hooks/<channel> for an application that serves all accounts, /hooks/<source> for a source with a secret of its own."""

from typing import cast

from fastapi import Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from api.db.dependencies import Db
from api.error_answers import caller_language
from api.hooks import withdrawals
from api.hooks.service import take
from api.kit.routing import Router
from api.settings import Settings
from api.sources.vault import Secrets

# Vendors' addresses: their documents say what comes, not ours.
router = Router(prefix="/hooks", tags=["hooks"], public=True, include_in_schema=False)


@router.post("/{channel}/deauthorize")
async def take_deauthorization(request: Request, channel: str, db: Db) -> Response:
    """Somebody removed the app at the vendor."""
    await withdrawals.withdraw(request, channel, db)
    return PlainTextResponse("")


@router.post("/{channel}/delete")
async def take_deletion(request: Request, channel: str, db: Db) -> Response:
    """Somebody wants deleted what the app knows of him; answers as the vendor demands."""
    code = await withdrawals.withdraw(request, channel, db)
    settings = cast(Settings, request.app.state.settings)
    url = f"{settings.public_url}/hooks/{channel}/deletions/{code}"
    return JSONResponse({"url": url, "confirmation_code": code})


@router.get("/{channel}/deletions/{code}")
async def show_deletion(request: Request, code: str) -> Response:
    """What became of it, for whoever asked."""
    shown = "".join(letter for letter in code[:40] if letter.isalnum() and letter.isascii())
    return PlainTextResponse(withdrawals.WORDS[caller_language(request)].format(code=shown))


@router.get("/{name}")
@router.post("/{name}")
async def take_hook(request: Request, name: str, db: Db, vault: Secrets) -> Response:
    """The vendor tries the address out, or delivers."""
    answer = await take(request, name, db, vault)
    return PlainTextResponse(answer.text, answer.status)
