"""/hooks/<channel> for an application that serves all accounts, /hooks/<source> for a source with a secret of its own."""

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from api.db.dependencies import Db
from api.hooks.service import take
from api.kit.routing import Router
from api.sources.vault import Secrets

# Vendors' addresses: their documents say what comes, not ours.
router = Router(prefix="/hooks", tags=["hooks"], public=True, include_in_schema=False)


@router.get("/{name}")
@router.post("/{name}")
async def take_hook(request: Request, name: str, db: Db, vault: Secrets) -> Response:
    """The vendor tries the address out, or delivers."""
    answer = await take(request, name, db, vault)
    return PlainTextResponse(answer.text, answer.status)
