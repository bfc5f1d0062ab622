"""Plays the story: line after line in the order of time, each by the way that a real one would go."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from local.demo.live.casting import Casting, Part
from local.demo.live.company import Company, fetch, sql
from local.demo.live.connecting import connected
from local.demo.live.dating import dated
from local.demo.live.moments import moment
from local.demo.live.story import BEGINS, POSTS
from simulator.cdn import picture
from simulator.messenger.state import PAGE
from simulator.talkers import Talker
from workers.ingest import Ingest

MODES = {"out": "direct", "public": "comment", "private": "private_reply"}


class Play:
    """One performance, from `BEGINS` to `now`."""

    def __init__(self, company: Company, now: datetime) -> None:
        self._company, self._stage, self._now = company, company.stage, now
        self._sources: Mapping[str, UUID] = {}
        self._posts: dict[str, str] = {}
        self._ingest = Ingest(company.workers, company.settings)
        self._outboxes = {channel: company.outbox(channel) for channel in ("telegram", "messenger")}

    async def run(self, state: Path) -> None:
        """Connects, plays, and leaves the vendors' state in a file; raises what went wrong."""
        began, begins = datetime.now(UTC), moment(BEGINS, self._now)
        self._sources = await connected(self._company, begins)
        world = self._stage.world
        self._posts = {name: world.messenger.post(PAGE, text).id for name, text in POSTS.items()}
        accounts = {"telegram": str(world.telegram.bot_id), "messenger": PAGE}
        parts = await Casting(self._company, accounts, self._now).parts()
        lines = [
            (moment(when, self._now), part, deed, text)
            for part in parts
            for when, deed, text in part.dialog.lines
        ]
        for number, (at, part, deed, text) in enumerate(sorted(lines, key=lambda line: line[0])):
            self._stage.goes_on(at)
            await self._line(number, part, deed, text.replace("{phone}", part.phone))
        await dated(self._company.owner, began)
        self._stage.goes_on(self._now)
        for part in parts:
            world.talkers[part.dialog.channel, part.address] = self._talker(part)
        self._stage.keep(state)

    async def _line(self, number: int, part: Part, deed: str, text: str) -> None:
        if deed in MODES:
            await self._answer(number, part, MODES[deed], text)
        else:
            act, order = self._act(part, deed, text)
            await self._stage.act(part.dialog.channel, part.account, act, order)
        for post in self._stage.posts():
            await self._company.take(post.vendor, self._sources[post.vendor], post)
        await self._company.work(self._ingest)

    async def _answer(self, number: int, part: Part, mode: str, text: str) -> None:
        channel = part.dialog.channel
        kind = "direct" if mode == "direct" else "comments"
        asked = {"source_id": self._sources[channel], "address": part.address, "kind": kind}
        found = await fetch(self._company.owner, sql.thread, **asked)
        key = uuid5(NAMESPACE_URL, f"demo {number}")
        await self._company.queue(found[0]["owner_id"], found[0], mode, text, key)
        while await self._outboxes[channel].work_once():
            pass

    # ---------------------------------------------------------------------------------------- what a client does

    def _act(self, part: Part, deed: str, text: str) -> tuple[str, dict[str, Any]]:
        """The simulator's act, and its order."""
        return (
            self._in_telegram(part, deed, text)
            if part.dialog.channel == "telegram"
            else self._on_facebook(part, deed, text)
        )

    def _in_telegram(self, part: Part, deed: str, text: str) -> tuple[str, dict[str, Any]]:
        who = {"chat_id": int(part.address)}
        self._stage.world.telegram.person(int(part.address), part.name, part.dialog.language)
        if deed == "block":
            return "block", {**who, "quietly": True}
        if deed == "photo":
            content = base64.b64encode(picture(part.name, 6)).decode()
            return "media", {**who, "kind": "photo", "caption": text, "content": content}
        return "message", {**who, "text": text, "first_name": part.name, "language": part.dialog.language}

    def _on_facebook(self, part: Part, deed: str, text: str) -> tuple[str, dict[str, Any]]:
        if deed == "form":
            return "lead", {"full_name": part.name, "phone_number": text, "platform": "fb"}
        who = {"name": part.name}
        if deed == "comment":
            return "comment", {**who, "text": text, "post": self._posts[part.dialog.post]}
        return "dm", {**who, "attachment": "audio"} if deed == "voice" else {**who, "text": text}

    def _talker(self, part: Part) -> Talker:
        language = part.dialog.language
        known: dict[str, Any] = {"name": part.name}
        if part.dialog.channel == "telegram":
            known = {"chat_id": int(part.address), "first_name": part.name, "language": language}
        return Talker(part.account, known, language)
