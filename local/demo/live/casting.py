"""Who plays whom: clients of the demo for the conversations of its managers, and people nobody knows yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from channels.base import Identity
from local.demo import names
from local.demo.accounts import MANAGERS
from local.demo.live.company import Company, fetch, sql
from local.demo.live.moments import moment
from local.demo.live.story import DIALOGS, Dialog
from simulator.messenger.state import PAGE

UKRAINIAN = frozenset(names.UK_MEN + names.UK_WOMEN)
FIRST_CHAT = 512_340_000
ACCOUNTS = {"telegram": "smena_test_bot", "messenger": PAGE}
RETURNING = "anna"  # whose client the stranger turns out to be


@dataclass(frozen=True)
class Part:
    """One conversation with who plays the client: his name, and what the vendor calls him."""

    number: int
    dialog: Dialog
    name: str
    address: str
    phone: str = ""

    @property
    def account(self) -> str:
        """Whom he writes to, as the simulator calls it."""
        return ACCOUNTS[self.dialog.channel]


class Casting:
    """Chooses by seed and day only: the same demo has the same people."""

    def __init__(self, company: Company, accounts: Mapping[str, str], now: datetime) -> None:
        self._company, self._accounts, self._now = company, accounts, now
        self._taken: list[UUID] = []

    async def parts(self) -> list[Part]:
        """All of them; where a manager has nobody who fits, one fewer."""
        found = [await self._part(number, dialog) for number, dialog in enumerate(DIALOGS)]
        return [part for part in found if part is not None]

    async def _part(self, number: int, dialog: Dialog) -> Part | None:
        is_known, is_returning = dialog.manager is not None, "{first}" in dialog.name
        if not is_known and not is_returning:
            return Part(number, dialog, dialog.name, self._address(number, dialog, dialog.name))
        client = await self._choose(dialog)
        if client is None:
            return None
        name = dialog.name.format(first=client["name"].split()[0]) or client["name"]
        part = Part(number, dialog, name, self._address(number, dialog, name), client["phone"])
        if is_known:
            await self._know(client["id"], part)
        return part

    def _address(self, number: int, dialog: Dialog, name: str) -> str:
        if dialog.channel == "telegram":
            return str(FIRST_CHAT + 7 * number)
        return self._company.stage.world.messenger.person(PAGE, name).id

    async def _know(self, client_id: UUID, part: Part) -> None:
        channel = part.dialog.channel
        scope = "global" if channel == "telegram" else "account"
        identity = Identity(channel, part.address, scope)  # type: ignore[arg-type]  # one of the two
        await self._company.know(client_id, self._accounts[channel], identity, part.name)

    async def _choose(self, dialog: Dialog) -> asyncpg.Record | None:
        """The newest of the manager's whose name is of the language, else anybody of his."""
        owner = next(one for one in MANAGERS if one.login == (dialog.manager or RETURNING))
        asked = {
            "owner_id": owner.id,
            "quiet_since": moment(dialog.lines[0][0], self._now) - timedelta(hours=1),
            "taken": self._taken,
        }
        free = await fetch(self._company.owner, sql.cast, **asked)
        fitting = (one for one in free if (one["name"].split()[0] in UKRAINIAN) == (dialog.language == "uk"))
        chosen = next(fitting, free[0] if free else None)
        if chosen is not None:
            self._taken.append(chosen["id"])
        return chosen
