"""Connecting an account: consent and its refusals, both shapes of the token, the id that webhooks name, renewal, the end."""

from typing import Any

import pytest

from simulator.instagram.state import SHOP
from tests.channels.instagram.conftest import Shop
from tests.support.people import ANNA
from workers.accounts.health import check_accounts
from workers.accounts.renew import renew_access, seal_anew


async def test_a_connected_account(shop: Shop) -> None:
    source = await shop.source()
    assert (source["state"], source["account_name"], source["missing"]) == ("active", "@simulated_shop", [])
    assert source["access_until"] > source["connected_at"]
    # `id` of /me is another number, and matches nothing in webhooks.
    assert (
        await shop.base.value("select account_id from public.lead_sources where id = $1", shop.source_id)
        == SHOP
    )
    states = await shop.base.rows(
        "select before ->> 'state', after ->> 'state' from public.audit_log where table_name = 'lead_sources' and action = 'update' order by occurred_at"
    )
    assert ("not_connected", "connecting") in [tuple(row) for row in states]
    assert ("connecting", "active") in [tuple(row) for row in states]
    stored = await shop.base.value("select ciphertext from private.credentials where kind = 'token'")
    assert b"IGAA" not in stored


@pytest.mark.parametrize("shape", ["data", "flat"])
async def test_both_shapes_of_the_token(unconnected: Shop, shape: str) -> None:
    await unconnected.faults(token_shape=shape)
    assert "connected=1" in await unconnected.back(await unconnected.begin())


async def test_who_says_no_is_told_so(unconnected: Shop) -> None:
    assert "refused=denied" in await unconnected.back(await unconnected.begin(decision="deny"))
    assert (await unconnected.source())["state"] == "connecting"


async def test_a_way_back_is_good_once(unconnected: Shop) -> None:
    answer = await unconnected.begin()
    assert "connected=1" in await unconnected.back(answer)
    assert "refused=expired" in await unconnected.back(answer)


async def test_a_code_of_the_vendors_is_good_once(unconnected: Shop) -> None:
    first = await unconnected.begin()
    await unconnected.back(first)
    second = await unconnected.begin()
    used = first.headers["location"].split("code=")[1].split("&")[0]
    fresh = second.headers["location"].split("code=")[1].split("&")[0]
    second.headers["location"] = second.headers["location"].replace(fresh, used)
    assert "refused=code_used" in await unconnected.back(second)
    assert (await unconnected.source())["state"] == "active"


async def test_permissions_that_were_unticked_close_what_needs_them(unconnected: Shop) -> None:
    granted = ["instagram_business_basic", "instagram_business_manage_comments"]
    await unconnected.back(await unconnected.begin(granted=granted))
    source = await unconnected.source()
    assert (source["state"], source["missing"]) == ("active", ["instagram_business_manage_messages"])
    await unconnected.act("comment", text="Ціна?")
    (thread,) = await unconnected.channels()
    assert {way["mode"]: way["why_not"] for way in thread["ways"]} == {
        "comment": None,
        "private_reply": "permission_missing",
    }


async def test_an_account_is_one_sources(shop: Shop) -> None:
    async with shop.as_() as admin:
        second = await admin.post("/api/v1/lead-sources", json={"channel": "instagram", "name": "Второй"})
    shop.source_id = second.json()["id"]
    assert "refused=account_taken" in await shop.back(await shop.begin())


async def test_a_manager_connects_and_disconnects_nothing(shop: Shop) -> None:
    async with shop.as_(ANNA) as anna:
        for what in ("connect", "disconnect"):
            assert (await anna.post(f"/api/v1/lead-sources/{shop.source_id}/{what}")).status_code == 403
        shown: dict[str, Any] = (await anna.get(f"/api/v1/lead-sources/{shop.source_id}")).json()
    assert shown["account_name"] is None


async def test_access_is_renewed_before_it_ends(shop: Shop) -> None:
    await shop.advance("31d")
    await shop.base.run(
        "update public.lead_sources set access_until = now() + interval '29 days' where account_id is not null"
    )
    await shop.base.run("update private.source_upkeep set renewed_at = now() - interval '2 days'")
    before = await shop.base.value("select ciphertext from private.credentials where kind = 'token'")
    await renew_access(shop.database, shop.vault)
    assert await shop.base.value(
        "select access_until > now() + interval '59 days' from public.lead_sources where account_id is not null"
    )
    assert await shop.base.value("select ciphertext from private.credentials where kind = 'token'") != before
    # Renewed on day 31 it holds on day 61, and ends on day 92, as nobody renewed it again.
    await shop.advance("30d")
    await shop.read()
    assert (await shop.source())["state"] == "active"
    await shop.advance("31d")
    await shop.read()
    assert (await shop.source())["state"] == "reauth_required"


async def test_lost_access_is_told_once_a_day_and_connecting_anew_keeps_the_history(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.act("token", subcode=460)
    for _ in range(2):
        await shop.read()
    source = await shop.source()
    assert source["state"] == "reauth_required"
    assert "password" in source["last_error"]
    told = await shop.base.value("select count(*) from public.notifications where kind = 'source_attention'")
    assert told == 1
    # A day later it is still lost: told once more.
    await shop.base.run(
        "update private.source_upkeep set warned_at = now() - interval '25 hours', checked_at = now() - interval '25 hours'"
    )
    for _ in range(2):
        await check_accounts(shop.database, shop.vault)
    assert (
        await shop.base.value("select count(*) from public.notifications where kind = 'source_attention'")
        == 2
    )
    assert "connected=1" in await shop.back(await shop.begin())
    assert (await shop.source())["state"] == "active"
    states = await shop.base.rows(
        "select before ->> 'state', after ->> 'state' from public.audit_log where table_name = 'lead_sources' and action = 'update'"
    )
    assert {("active", "reauth_required"), ("connecting", "active")} <= {tuple(row) for row in states}
    await shop.act("dm", text="Це я")
    assert len(await shop.entries()) == 2
    assert await shop.base.value("select count(*) from public.clients") == 1


async def test_disconnecting_ends_deliveries_and_takes_the_secrets(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    async with shop.as_() as admin:
        assert (await admin.post(f"/api/v1/lead-sources/{shop.source_id}/disconnect")).status_code == 204
    assert (await shop.source())["state"] == "disconnected"
    assert await shop.base.value("select count(*) from private.credentials") == 0
    assert (await shop.act("dm", text="ще"))["told"] is False
    (thread,) = await shop.channels()
    assert [way["why_not"] for way in thread["ways"]] == ["source_not_ready"]


async def test_an_old_key_is_replaced(shop: Shop) -> None:
    from api.sources.vault import Vault
    from tests.support.client import settings_for

    old = settings_for(shop.base).credentials_key
    assert old is not None
    new = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
    both = Vault(settings_for(shop.base, credentials_key=f"{new},{old.get_secret_value()}"))
    await seal_anew(shop.database, both)
    row = (await shop.base.rows("select * from private.credentials where kind = 'token'"))[0]
    alone = Vault(settings_for(shop.base, credentials_key=new))
    assert alone.open(shop.source_id, "token", row["nonce"], row["ciphertext"]).startswith("IG")
