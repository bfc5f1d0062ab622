"""A channel connected with keys: from the empty form to the first message, its key lost, given again, and the end."""

import pytest

from api.connections.addresses import is_public
from tests.api.connections.conftest import Crm
from tests.support.keyed_bot import KeyedBot
from tests.support.people import ANNA
from workers.accounts.health import check_accounts


async def test_from_an_empty_form_to_a_message_that_is_a_lead(crm: Crm) -> None:
    offered = (await crm.ask("GET", "/channels")).json()["items"]
    assert {
        "channel": "telegram",
        "adapter": None,
        "how": "keys",
        "configured": True,
        "simulated": True,
    } in offered
    assert {one["channel"]: one["how"] for one in offered}["instagram"] == "page"
    assert (await crm.ask("GET", "/channels", person=ANNA)).status_code == 403

    empty = (await crm.ask("GET", "connection")).json()
    assert (empty["how"], empty["public"], empty["webhook_url"]) == (
        "keys",
        True,
        f"{crm.url}/hooks/{crm.source_id}",
    )
    assert [(one["name"], one["kind"], one["required"], one["kept"]) for one in empty["fields"]] == [
        ("token", "secret", True, False),
        ("greeting", "text", False, False),
        ("contact", "email", False, False),
    ]

    # What is wrong is said beside the field, before and by the vendor.
    wrong = (await crm.keys(contact="nobody", colour="red")).json()["error"]
    assert wrong["fields"].keys() == {"keys.token", "keys.contact", "keys.colour"}
    for token, code in (("nonsense", "connect_token_invalid"), ("1:revoked", "connect_access_lost")):
        refused = await crm.keys(token=token)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
        assert "key" in refused.json()["error"]["fields"]["keys.token"]
    await crm.faults(http_status_next=[500])
    assert (await crm.keys(token=crm.token)).json()["error"]["code"] == "vendor_unavailable"
    assert (await crm.source())["state"] == "not_connected"
    assert (await crm.ask("POST", "connection", person=ANNA, keys={"token": crm.token})).status_code in (
        403,
        404,
    )
    assert (await crm.ask("POST", "check")).json()["error"]["code"] == "not_connected"

    made = await crm.keys(token=f" {crm.token}\n", contact="shop@smena.example")
    assert made.status_code == 200, made.text
    assert crm.token not in made.text
    assert (made.json()["state"], made.json()["account_name"], made.json()["simulated"]) == (
        "active",
        "@smena_test_bot",
        True,
    )
    stored = await crm.base.rows("select kind, ciphertext from private.credentials order by kind")
    assert [row[0] for row in stored] == ["form", "hook", "token"]
    assert not any(crm.token.encode() in row[1] for row in stored)
    shown = (await crm.ask("GET", "connection")).json()["fields"]
    assert [(one["value"], one["kept"]) for one in shown] == [
        (None, True),
        ("hello", True),
        ("shop@smena.example", True),
    ]

    assert (await crm.ask("GET", "rehearse")).json() == {"acts": ["message"]}
    done = (await crm.ask("POST", "rehearse", act="message")).json()
    await crm.work()
    (client,) = await crm.base.rows("select name from public.clients")
    assert client[0] == done["who"]
    assert (await crm.ask("POST", "rehearse", act="comment")).status_code == 404


async def test_a_lost_key_is_seen_told_and_mended_and_the_history_stays(crm: Crm) -> None:
    await crm.keys(token=crm.token, greeting="hi")
    await crm.act("message", text="Скільки коштує?")
    assert (await crm.ask("POST", "check")).json() == {"works": True, "kind": None, "words": None}

    await crm.act("token")
    await check_accounts(crm.database, crm.vault)  # asked a moment ago: not again
    assert (await crm.source())["state"] == "active"
    await crm.base.run("update private.source_upkeep set checked_at = now() - interval '1 hour'")
    await check_accounts(crm.database, crm.vault)
    lost = await crm.source()
    assert (lost["state"], lost["last_error"]) == ("reauth_required", "Unauthorized")
    assert (
        await crm.base.value("select count(*) from public.notifications where kind = 'source_attention'") == 1
    )
    checked = (await crm.ask("POST", "check")).json()
    assert checked == {"works": False, "kind": "reauth", "words": "Unauthorized"}

    # The key works again: the same form, and only what changes is filled in.
    await crm.act("token", revoked=False)
    since = lost["connected_at"]
    assert (await crm.keys(greeting="hi")).json()["state"] == "active"
    assert (await crm.source())["connected_at"] == since
    await crm.act("message", text="Ще тут")
    assert await crm.base.value("select count(*) from public.clients") == 1

    await crm.base.run("update public.lead_sources set state = 'paused' where id = $1", crm.source_id)
    assert (await crm.keys(token=crm.token)).json()["state"] == "paused"

    # An account is one source's.
    first = crm.source_id
    second = (await crm.ask("POST", "/", channel="telegram", name="Ещё бот")).json()["id"]
    crm.source_id = second
    taken = await crm.keys(token=crm.token)
    assert (taken.status_code, taken.json()["error"]["details"]["constraint"]) == (
        409,
        "lead_sources_account_key",
    )

    crm.source_id = first
    assert (await crm.ask("POST", "disconnect")).status_code == 204
    assert (await crm.sim.get("/_sim/telegram")).json()["webhook"] == ""
    assert await crm.base.value("select count(*) from private.credentials") == 0
    assert [one["kept"] for one in (await crm.ask("GET", "connection")).json()["fields"]] == [False] * 3
    assert await crm.base.value("select count(*) from public.interactions") == 2


async def test_keys_are_kept_when_the_vendor_will_not_deliver_and_a_look_asks_again(
    crm: Crm, bot: KeyedBot
) -> None:
    bot.is_simulated = False  # so that this machine is out of its vendor's reach
    assert (await crm.ask("GET", "connection")).json()["public"] is False
    refused = (await crm.keys(token=crm.token)).json()["error"]
    assert (refused["code"], refused["details"]["reason"]) == (
        "connect_address_not_public",
        "address_not_public",
    )
    assert "PUBLIC_URL" in refused["message"]
    kept = await crm.source()
    assert (kept["state"], kept["last_error"], kept["account_name"]) == (
        "error",
        "address_not_public",
        "@smena_test_bot",
    )
    bot.is_simulated = True
    assert (await crm.ask("POST", "check")).json()["works"] is True
    assert (await crm.source())["state"] == "active"
    await crm.act("message", text="Скільки коштує?")
    assert await crm.base.value("select count(*) from public.interactions") == 1


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://crm.example.com", True),
        ("https://crm.example.com:8443", True),
        ("http://crm.example.com", False),
        ("https://localhost", False),
        ("https://192.168.1.5", False),
        ("https://[::1]", False),
        ("https://office", False),
        ("https://crm.local", False),
        ("https://93.184.216.34", True),
    ],
)
def test_what_a_vendor_can_reach(url: str, public: bool) -> None:
    assert is_public(url) is public
