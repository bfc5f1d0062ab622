"""A vendor of the tests' own that holds lines open over TCP: a line of JSON an event, acknowledged when the next one is asked for."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

from channels.capabilities import Account, Fragment
from channels.failures import Failure, VendorError
from tests.support.talk import Talk


class Vendor:
    """The server: who listens, what he is told, how far he has said that he has come."""

    def __init__(self) -> None:
        self.port = 0
        self.tokens: list[str] = []  # of everybody who ever called
        self.acknowledged = 0
        self.refuses: str | None = None
        self._log: list[dict[str, Any]] = []
        self._lines: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def listeners(self) -> int:
        return len(self._lines)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Away: lines break, and nobody gets through."""
        assert self._server is not None
        self._server.close()
        await self.hang_up()

    async def hang_up(self) -> None:
        for writer in list(self._lines):
            writer.close()

    async def happen(self, event: dict[str, Any]) -> None:
        """Something to be heard by whoever listens, now or later."""
        self._log.append(event)
        for writer in list(self._lines):
            await self._tell(writer, len(self._log), event)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = json.loads(await reader.readline())
        self.tokens.append(hello["token"])
        if self.refuses:
            writer.write(json.dumps({"refused": self.refuses}).encode() + b"\n")
            writer.close()
            return
        self._lines.add(writer)
        writer.write(b"{}\n")
        for number, event in enumerate(self._log[hello["after"] :], hello["after"] + 1):
            await self._tell(writer, number, event)
        with suppress(OSError):
            while line := await reader.readline():
                self.acknowledged = max(self.acknowledged, int(line))
        self._lines.discard(writer)
        writer.close()

    async def _tell(self, writer: asyncio.StreamWriter, number: int, event: dict[str, Any]) -> None:
        writer.write(json.dumps({"number": number, "event": event}).encode() + b"\n")
        await writer.drain()


class ListenedTalk(Talk):
    """The tests' messenger, for accounts that no webhook reaches."""

    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor

    def listens(self, account: Account) -> bool:
        return account.settings.get("webhook") is not True

    async def listen(self, account: Account, cursor: dict[str, Any]) -> AsyncIterator[Sequence[Fragment]]:
        after = cursor.get("number", 0)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._vendor.port)
        except OSError as error:
            raise VendorError(Failure("retry", "unreachable", type(error).__name__)) from error
        try:
            writer.write(json.dumps({"token": account.token, "after": after}).encode() + b"\n")
            while line := await reader.readline():
                told = json.loads(line)
                if "refused" in told:
                    raise VendorError(Failure(told["refused"], "refused", "the vendor says no", pause=60))
                if "number" not in told:
                    yield []
                    continue
                cursor["number"] = told["number"]
                body = json.dumps(told["event"]).encode()
                yield [Fragment(told["event"]["key"], told["event"]["kind"], body)]
                writer.write(f"{told['number']}\n".encode())
            raise VendorError(Failure("retry", "hung_up"))
        finally:
            writer.close()
