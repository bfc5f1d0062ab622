"""The CRM beside a simulated WhatsApp: a number that is connected with keys, people who write to it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from channels import registry
from channels.capabilities import Account
from channels.keyed import HookAddress, Opened
from channels.whatsapp import WhatsApp
from simulator.whatsapp.state import PHONE, TOKEN, WABA
from tests.channels.instagram.conftest import Shop, opened, vendor
from tests.support.database import Base
from tests.support.people import ADMIN

__all__ = ["vendor"]
KEYS = {"waba_id": WABA, "phone_number_id": PHONE, "token": TOKEN}
HOOK = HookAddress("http://127.0.0.1:1/hooks/whatsapp", "unused", public=False)


def adapter() -> WhatsApp:
    found = registry.find("whatsapp")
    assert isinstance(found, WhatsApp)
    return found


async def connect(shop: Shop, source_id: UUID, found: Opened) -> Account:
    """What the API does with opened keys."""
    access = found.access
    async with shop.base.as_user(ADMIN.id) as admin:
        await admin.execute(
            "select app.connect_source($1, $2, $3, null, '{}', true)",
            source_id,
            access.account_id,
            access.account_name,
        )
        for kind, secret in (("token", access.token), ("hook", found.hook_secret)):
            if secret:
                nonce, ciphertext = shop.vault.seal(source_id, kind, secret)
                await admin.execute(
                    "select app.store_credential($1, $2, $3, $4)", source_id, kind, nonce, ciphertext
                )
    account = Account(source_id, access.account_id, access.token)
    own = HookAddress(f"{shop.crm}/hooks/{source_id}", "unused")
    await adapter().subscribe(account, own if found.hook_secret else HOOK)
    return account


@pytest.fixture
async def unconnected(db: Base, vendor: str) -> AsyncIterator[Shop]:
    """A number that nobody has connected yet."""
    async with opened(db, vendor, "whatsapp", PHONE) as made:
        yield made


@pytest.fixture
async def shop(unconnected: Shop) -> Shop:
    """A connected one."""
    await connect(unconnected, unconnected.source_id, await adapter().open(KEYS, HOOK))
    return unconnected
