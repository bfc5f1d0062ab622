"""Instagram with whatever a vendor may do with files and templates, and a host on the internet that means no good."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from channels.capabilities import Account, Mode, Outgoing, Pace, Post, Sent, Thread, Way
from channels.instagram import Instagram
from channels.media import FileKind, FileLimit, MediaPlace
from channels.meta.graph import Graph
from channels.templates import Header, Template

MEGABYTE = 2**20
HEADERS = {"authorization": "Bearer a secret of the account"}
FILES = {
    "page.html": (b"<script>alert(1)</script>", "text/html"),
    "good.png": (b"\x89PNG good", "image/png"),
    "flaky.png": (b"\x89PNG good", "image/png"),
    "other.pdf": (b"%PDF-1.4 other", "application/pdf"),
    "setup.pdf": (b"MZ\x90\x00", "application/pdf"),
}
PICTURES = FileLimit(MEGABYTE, ("image/png",))
TEMPLATES = (
    Template("ready", "uk", "Вітаємо, {{1}}! Замовлення {{2}} готове.", ("1", "2"), "UTILITY"),
    Template("photo", "uk", "Ось ваша {{thing}}.", ("thing",), named=True, header=Header("image", PICTURES)),
    Template("again", "uk", "Ще раз вітаємо!"),
)


class Gallery(Instagram):
    """Its adapter. `hosts`: from where its files may come; `sent`: what it was given to send."""

    files: Mapping[FileKind, FileLimit] = {
        "image": FileLimit(MEGABYTE, ("image/png", "image/jpeg")),
        "file": FileLimit(MEGABYTE, ("application/pdf",)),
    }
    paces: Mapping[Mode, Pace] = {**Instagram.paces, "template": Pace(3600, 5)}

    def __init__(self, vendor: str) -> None:
        super().__init__()
        self.vendor = vendor
        self.hosts = [vendor.removeprefix("http://")]
        self.sent: list[Outgoing] = []
        self.asked = 0
        self._own_graph = Graph(self._settings.ig_graph_base, self._settings.meta_graph_version)

    @property
    def media_hosts(self) -> Sequence[str]:
        return self.hosts

    async def place(self, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
        return MediaPlace(str(attachment["url"]), HEADERS)

    async def post(self, account: Account, post_id: str) -> Post:
        picture = f"{self.vendor}/scontent.cdninstagram.com/simulated/image/{post_id}"
        return replace(await super().post(account, post_id), picture=picture)

    async def templates(self, account: Account) -> Sequence[Template]:
        self.asked += 1
        return TEMPLATES

    def ways(self, thread: Thread, at: Any) -> Sequence[Way]:
        return [*super().ways(thread, at), *([Way("template")] if thread.kind == "direct" else [])]

    async def send(self, account: Account, message: Outgoing) -> Sent:
        self.sent.append(message)
        if message.file is None:
            mode: Mode = "direct" if message.mode == "template" else message.mode
            plain = Outgoing(message.id, mode, message.address, message.text, message.target)
            return await super().send(account, plain)
        attachment = {"type": message.file.kind, "payload": {"url": message.file.url}}
        body = {"recipient": {"id": message.address}, "message": {"attachment": attachment}}
        path = f"{account.account_id}/messages"
        answer = await self._own_graph.post(account.token, path, body, sending=True)
        return Sent(str(answer["message_id"]))


class Host:
    """Somewhere a vendor's address may lead. `heard`: the secrets that it was told; `inside`: an address of ours."""

    def __init__(self) -> None:
        self.heard: list[str | None] = []
        self.inside = ""
        self.flaked = False
        self.app = Starlette(routes=[Route("/{what:path}", self._answer)])

    async def _answer(self, request: Request) -> Response:
        self.heard.append(request.headers.get("authorization"))
        what = request.path_params["what"]
        if what == "inwards.png":
            return RedirectResponse(self.inside)
        if what.startswith("away/"):
            return RedirectResponse(f"http://{what.removeprefix('away/')}")
        if what == "flaky.png" and not self.flaked:
            self.flaked = True
            return Response(status_code=503)
        if what == "too-much.png":
            return StreamingResponse(_too_much(), media_type="image/png")
        content, mime_type = FILES.get(what, (b"", ""))
        return Response(content, media_type=mime_type) if content else PlainTextResponse("no such file", 404)


async def _too_much() -> AsyncIterator[bytes]:
    """More than is taken, without a word of how much there will be."""
    for _ in range(60):
        yield bytes(MEGABYTE)
        await asyncio.sleep(0)
