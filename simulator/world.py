"""Everything that is simulated, in one process."""

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import Request

from simulator.core.clock import Clock
from simulator.core.courier import Courier
from simulator.core.dispatch import Dispatcher
from simulator.core.faults import Faults
from simulator.core.ids import Ids
from simulator.core.journal import Journal
from simulator.core.limits import Limiter
from simulator.elevenlabs.state import ElevenLabs
from simulator.email.state import Email
from simulator.instagram.state import Instagram
from simulator.messenger.state import Messenger
from simulator.talkers import Talkers
from simulator.telegram import webhook
from simulator.telegram.bot import Telegram
from simulator.turnstile.state import Turnstile
from simulator.viber.state import Viber
from simulator.whatsapp.state import WhatsApp

if TYPE_CHECKING:
    from simulator.email.servers import Running

LOOPBACK = ("127.0.0.1", "localhost")
NAMES = ("instagram", "messenger", "whatsapp", "telegram", "viber", "email", "elevenlabs", "turnstile")


class World:
    """The vendors' state and what they share. `hooks`: where an installation beside us takes webhooks; tests set theirs later."""

    def __init__(self, hooks: str = "", clock: Clock | None = None) -> None:
        self.url = ""
        self._hooks = hooks
        # The mail servers, where they run beside us.
        self.mail: Running | None = None
        self.clock = clock or Clock()
        self.journal = Journal()
        self.courier = Courier(self.clock)
        self.reset()

    def file(self, host: str, kind: str, name: str) -> str:
        """The address of a picture or a sound: here, once somebody has called and so named this server."""
        return f"{self.url or 'https:/'}/{host}/simulated/{kind}/{name}"

    def met(self, url: str) -> None:
        """Somebody called us by this address."""
        self.url = self.url or url

    def reset(self) -> None:
        """As at the start, at the clock's present time; what waits for delivery is withdrawn."""
        self.courier.withdraw(lambda _: True)
        self.courier.history.clear()
        self.journal.clear()
        self.limiter = Limiter(self.clock)
        self._dispatchers = {name: Dispatcher(self.clock, self.courier) for name in NAMES}
        # An installation outlives us and knows the ids of our last run: they must not come again.
        run = int(time.time()) if self._hooks else 0
        self.instagram = Instagram(self.clock, Ids(run))
        self.messenger = Messenger(self.clock, Ids(run))
        self.whatsapp = WhatsApp(self.clock, Ids(run))
        self.telegram = Telegram(now=self.clock.now, last_update=700 + run)
        webhook.connected(self.telegram, self._dispatchers["telegram"])
        self.viber = Viber(self.clock, run)
        self.email = Email(self.clock, run)
        self.elevenlabs = ElevenLabs(self.clock, Ids(run))
        self.turnstile = Turnstile(self.clock)
        self.talkers: Talkers = {}
        self.hook()

    def hook(self) -> None:
        """The installation beside us takes webhooks where it listens today."""
        if self._hooks:
            self.telegram.webhook = self._today(self.telegram.webhook)
            self.viber.webhook = self._today(self.viber.webhook)
            self.instagram.app.callback_url = f"{self._hooks}/instagram"
            self.messenger.app.callback_url = f"{self._hooks}/messenger"
            self.whatsapp.app.callback_url = f"{self._hooks}/whatsapp"
            for name, app in (("instagram", self.instagram.app), ("messenger", self.messenger.app)):
                app.deauthorize_url = f"{self._hooks}/{name}/deauthorize"
                app.deletion_url = f"{self._hooks}/{name}/delete"

    def _today(self, url: str) -> str:
        """An address of its own that somebody set on another day, when the installation listened on another port."""
        beginning, _, source = url.partition("/hooks/")
        return f"{self._hooks}/{source}" if urlsplit(beginning).hostname in LOOPBACK else url

    def dispatcher(self, vendor: str) -> Dispatcher:
        """How events of a vendor leave; KeyError for an unknown one."""
        return self._dispatchers[vendor]

    def faults(self, vendor: str) -> Faults:
        """What goes wrong at a vendor at present."""
        return self._dispatchers[vendor].faults

    async def settle(self) -> None:
        """Everything that is held or due is attempted."""
        for dispatcher in self._dispatchers.values():
            dispatcher.release()
        await self.courier.settle()


def world_of(request: Request) -> World:
    """The world that a request came to."""
    world: World = request.app.state.world
    return world
