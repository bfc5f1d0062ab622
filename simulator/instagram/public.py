"""The public page of a post, as anybody sees it: what the CRM answers in public is to be seen here."""

from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from simulator.instagram.comments import comments, replies
from simulator.instagram.state import Comment
from simulator.meta import pages
from simulator.world import World, world_of

router = APIRouter(prefix="/www.instagram.com")


@router.get("/p/simulated{code}/", response_class=HTMLResponse)
async def post(request: Request, code: str) -> Response:
    """Caption and comments, answers under them."""
    world = world_of(request)
    media = next((one for one in world.instagram.media.values() if one.id.endswith(code)), None)
    if media is None:
        return HTMLResponse(pages.refused("Instagram", "Sorry, this page isn't available."), 404)
    account = world.instagram.accounts[media.account]
    listed = "".join(_item(world, one) for one in comments(world, media))
    title = f"<h1>{escape(media.caption)}</h1><p>@{escape(account.username)}</p>"
    return HTMLResponse(pages.plain("Instagram", f"{title}<ul>{listed}</ul>"))


def _item(world: World, comment: Comment) -> str:
    below = "".join(_item(world, one) for one in replies(world, comment))
    words = f"<b>{escape(comment.username)}</b> {escape(comment.text)}"
    return f"<li>{words}{f'<ul>{below}</ul>' if below else ''}</li>"
