"""ElevenLabs as Smena knows it: connected with a key, delivers calls of its agents, is read for those that it did not deliver."""

import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import Access, Account, ConnectRefused, Fragment, Hook, HookAnswer
from channels.elevenlabs import calls, deliveries
from channels.elevenlabs.settings import ElevenLabsSettings
from channels.elevenlabs.workspace import Workspace
from channels.failures import VendorError
from channels.keyed import HookAddress, KeyField, Opened

log = logging.getLogger("smena.channels")
# A talk of an hour is about one; its sound, where somebody has it delivered, may be tens.
MOST_BYTES = 48 * 2**20
ENDED = ("done", "failed")
# A call is listed by its beginning and ready after its end.
OVERLAP = timedelta(hours=1)


class ElevenLabs:
    """Post-call webhooks, and the list of conversations."""

    channel = "elevenlabs"
    max_body = MOST_BYTES
    poll_every = timedelta(minutes=15)
    depth = timedelta(days=7)

    def __init__(self, settings: ElevenLabsSettings | None = None) -> None:
        self._settings = settings or ElevenLabsSettings()
        # Where the installation has a key, or a webhook was made by hand, the form may stay empty.
        self.keys: Sequence[KeyField] = (
            KeyField("api_key", "secret", required=not self._settings.api_key),
            KeyField("webhook_secret", "secret", required=False),
        )

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What a call was."""
        return (calls.understand(event, company),)

    # ---------------------------------------------------------------------------------------- webhooks

    def secrets(self) -> Sequence[str]:
        """Each source has its own: deliveries do not say whose they are."""
        return ()

    def handshake(self, hook: Hook) -> HookAnswer | None:
        """None is asked for; somebody who looks at the address learns nothing."""
        return HookAnswer(405) if hook.method == "GET" else None

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        """ElevenLabs-Signature."""
        return deliveries.is_signed(hook, secrets)

    def split(self, body: bytes) -> Sequence[Fragment]:
        """One event each."""
        return deliveries.split(body)

    # ---------------------------------------------------------------------------------------- the account

    @property
    def is_configured(self) -> bool:
        """A key is all it takes."""
        return True

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in its place?"""
        return self._settings.is_simulated

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        """Whose key it is. The webhook is made here, for its secret is told only then; calls go there after `subscribe`."""
        api_key = keys.get("api_key") or self._settings.api_key
        if not api_key:
            raise ConnectRefused("key_missing")
        workspace = Workspace(api_key, self._settings)
        account_id, name = await workspace.identity()
        secret = keys.get("webhook_secret") or self._settings.webhook_secret
        webhook_id = ""
        if not secret and hook.public:
            webhook_id, secret = await _own_webhook(workspace, hook.url)
        token = json.dumps({"api_key": api_key, "webhook_id": webhook_id})
        access = Access(account_id, name, token, simulated=self.is_simulated)
        return Opened(access, secret or None)

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Calls go to our webhook, where no other gets them; without one the list is read every quarter of an hour."""
        workspace = self.workspace(account)
        listed = await _listed(workspace)
        ours = [one[0] for one in listed if one[1] == hook.url]
        if not ours:
            return
        made = _token(account)["webhook_id"]
        webhook_id = made if made in ours else ours[0]
        await workspace.wake_webhook(webhook_id)
        chosen = await workspace.post_call_webhook()
        if chosen in ours or chosen not in [one[0] for one in listed]:
            await workspace.choose_post_call_webhook(webhook_id)
        else:
            log.warning("source %s: calls of the workspace go to another webhook", account.source_id)
        if made:
            # Those of earlier keys: nobody can be told their secrets.
            for old in ours:
                if old != webhook_id:
                    await workspace.remove_webhook(old)

    async def health(self, account: Account) -> None:
        """Does the key open anything? A webhook that the vendor has put to sleep is woken."""
        workspace = self.workspace(account)
        await workspace.identity()
        webhook_id = _token(account)["webhook_id"]
        if webhook_id and any(one[0] == webhook_id and one[2] for one in await _listed(workspace)):
            await workspace.wake_webhook(webhook_id)

    async def disconnect(self, account: Account) -> None:
        """The webhook that we have made goes."""
        webhook_id = _token(account)["webhook_id"]
        if webhook_id:
            workspace = self.workspace(account)
            if await workspace.post_call_webhook() == webhook_id:
                await workspace.choose_post_call_webhook("")
            await workspace.remove_webhook(webhook_id)

    async def backfill(
        self, account: Account, since: datetime, cursor: dict[str, Any]
    ) -> AsyncIterator[Sequence[Fragment]]:
        """Calls that have ended; `cursor["seen"]` spares those that were read the last time."""
        workspace, seen = self.workspace(account), set(cursor.get("seen") or ())
        met: list[str] = []
        async for page in workspace.calls(since - OVERLAP):
            found: list[Fragment] = []
            for one in page:
                if one.status not in ENDED:
                    continue
                met.append(str(one.conversation_id))
                if one.conversation_id not in seen:
                    found.append(_as_delivered(await workspace.call(one.conversation_id)))
            yield found
        cursor["seen"] = met

    def workspace(self, account: Account) -> Workspace:
        """Its calls."""
        return Workspace(_token(account)["api_key"], self._settings)


async def _own_webhook(workspace: Workspace, url: str) -> tuple[str, str]:
    """A new one each time. A key that may not make webhooks is good for reading."""
    try:
        return await workspace.make_webhook(url)
    except VendorError as error:
        if error.failure.kind != "permanent":
            raise
        log.warning("no webhook of our own at ElevenLabs: %s", error)
        return "", ""


async def _listed(workspace: Workspace) -> list[tuple[str, str, bool]]:
    try:
        return await workspace.webhooks()
    except VendorError as error:
        if error.failure.kind != "permanent":
            raise
        return []


def _as_delivered(call: Mapping[str, Any]) -> Fragment:
    at = int(datetime.now(UTC).timestamp())
    return deliveries.fragment({"type": "post_call_transcription", "event_timestamp": at, "data": call})


def _token(account: Account) -> dict[str, str]:
    found: dict[str, str] = json.loads(account.token)
    return {"webhook_id": "", **found}
