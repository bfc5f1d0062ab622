"""The simulated provider of mailboxes, as a newcomer meets it: connected by one press or by signing in, written to, answered, lost, mended.

Everything over real HTTP, IMAP and SMTP; the worker is a process of its own.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest

from channels import registry
from simulator.app import create_app
from simulator.email.apps import GOOGLE
from simulator.email.servers import doors
from simulator.email.state import ADDRESS, DOMAIN
from simulator.settings import environment
from simulator.world import World
from tests.support import processes, tokens
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.people import ADMIN

INFO = f"info@{DOMAIN}"


@dataclass
class Newcomer:
    """Whoever tries Smena out, and the provider beside it."""

    base: Base
    api: httpx.AsyncClient
    sim: httpx.AsyncClient

    async def source(self, name: str) -> str:
        made = await self.api.post("/lead-sources", json={"channel": "email", "name": name})
        return str(made.json()["id"])

    async def act(self, account: str, act: str, **order: Any) -> dict[str, Any]:
        answer = await self.sim.post(f"/_sim/email/{account}/{act}", json=order)
        assert answer.status_code == 200, answer.text
        done: dict[str, Any] = answer.json()
        return done

    async def sent(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.sim.get("/_sim/email")).json()["sent"]
        return found

    async def until(self, condition: str, *values: object) -> None:
        async with asyncio.timeout(20), self.base.connected() as connection:
            while not await connection.fetchval(f"select {condition}", *values):  # noqa: ASYNC110 -- the database sets no event of ours
                await asyncio.sleep(0.02)

    async def answers(self, email: str, text: str) -> dict[str, Any]:
        """From the card; the mail as it lies in the provider's record."""
        (thread,) = await self.base.rows(
            "select id, client_id from public.conversations where address = $1", email
        )
        body = {"conversation_id": str(thread["id"]), "mode": "direct", "text": text, "key": str(uuid4())}
        path = f"/clients/{thread['client_id']}/messages/outbound"
        assert (await self.api.post(path, json=body)).status_code == 202
        await self.until(
            "exists (select from public.interactions where direction = 'out' and body = $1)", text
        )
        return (await self.sent())[-1]

    async def signs_in(self, source: str, provider: str, **form: Any) -> dict[str, list[str]]:
        """To the provider's page and back; what the browser ends at."""
        begun = await self.api.post(f"/lead-sources/{source}/connect", json={"provider": provider})
        page = urlsplit(begun.json()["url"])
        asked = {name: values[0] for name, values in parse_qs(page.query).items()}
        given = {**asked, "decision": "allow", "account": INFO, **form}
        granted = await self.sim.post(page.path, data=given)
        assert granted.status_code == 302, granted.text
        back = await self.api.get(granted.headers["location"])
        assert back.status_code == 303, back.text
        again = await self.api.get(granted.headers["location"])
        assert "refused=expired" in again.headers["location"]
        return parse_qs(urlsplit(back.headers["location"]).query)


@pytest.fixture
async def newcomer(db: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newcomer]:
    where = doors()
    with processes.serving(lambda _: create_app(World(), mail=where)) as sim_url:
        values = environment(sim_url, where.ports)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        registry.adapters.cache_clear()
        key = settings_for(db).credentials_key
        assert key is not None
        worked = {**values, "CREDENTIALS_KEY": key.get_secret_value(), "SMENA_WORKER_POLL_SECONDS": "0.2"}
        headers = {"authorization": f"Bearer {tokens.issue(ADMIN.id)}", "accept-language": "ru"}
        with (
            processes.served(db, smena_simulator_url=sim_url) as url,
            processes.worker(db, tmp_path, **worked),
        ):
            api = httpx.AsyncClient(base_url=f"{url}/api/v1", headers=headers, trust_env=False, timeout=30)
            async with api, httpx.AsyncClient(base_url=sim_url, trust_env=False, timeout=30) as sim:
                yield Newcomer(db, api, sim)
    registry.adapters.cache_clear()


async def test_a_newcomer_tries_mail_out(newcomer: Newcomer) -> None:
    api = newcomer.api
    offered = {one["channel"]: one for one in (await api.get("/lead-sources/channels")).json()["items"]}
    assert offered["email"]["simulated"] is True
    sales = await newcomer.source("Почта")
    setup = (await api.get(f"/lead-sources/{sales}/connection")).json()
    assert setup["simulated"] and setup["providers"] == ["google", "microsoft"]
    filled = {one["name"]: one["default"] for one in setup["fields"]}
    assert (filled["address"], filled["password"], filled["imap_host"]) == (ADDRESS, "practice", "127.0.0.1")
    outside = {"address": "a@gmail.com", "password": "of a real mailbox"}
    refused = (await api.post(f"/lead-sources/{sales}/connection", json={"keys": outside})).json()["error"]
    assert (refused["code"], "учебный" in refused["fields"]["keys.address"]) == (
        "connect_practice_only",
        True,
    )

    made = await api.post(f"/lead-sources/{sales}/connection", json={"keys": filled})
    assert made.status_code == 200, made.text
    assert (made.json()["state"], made.json()["account_name"], made.json()["simulated"]) == (
        "active",
        ADDRESS,
        True,
    )
    assert (await api.get(f"/lead-sources/{sales}/rehearse")).json() == {"acts": ["letter"]}
    rehearsed = (await api.post(f"/lead-sources/{sales}/rehearse", json={"act": "letter"})).json()
    await newcomer.until("exists (select from public.clients where name = $1)", rehearsed["who"])
    email = await newcomer.base.value("select address from public.conversations")
    left = await newcomer.answers(email, "Добрый день! 500 грн.")
    assert (left["to"], left["text"].strip()) == ([email], "Добрый день! 500 грн.")
    status = "select status from public.interactions where direction = 'out'"
    assert await newcomer.base.value(status) == "accepted"
    journal = (await newcomer.sim.get("/_sim/requests", params={"vendor": "email"})).json()["requests"]
    assert [(call["method"], call["path"]) for call in journal] == [("SMTP", email)]
    await newcomer.act(ADDRESS, "letter", email=email, text="Беру", answers=True)
    await newcomer.until("count(*) = 2 from public.interactions where direction = 'in'")
    assert await newcomer.base.value("select count(*) from public.conversations") == 1
    await newcomer.act(ADDRESS, "bounce", email=email)
    await newcomer.until(f"({status}) = 'failed'")

    # The password is changed there, and given again.
    await newcomer.act(ADDRESS, "password")
    checks = [(await api.post(f"/lead-sources/{sales}/check")).json()["kind"] for _ in range(3)]
    assert checks == ["retry", "retry", "reauth"]  # before the server locks it
    assert (await api.get(f"/lead-sources/{sales}")).json()["state"] == "reauth_required"
    wrong = await api.post(f"/lead-sources/{sales}/connection", json={"keys": {}})
    assert wrong.json()["error"]["code"] == "connect_imap_login_refused"
    await newcomer.act(ADDRESS, "password", works=True)
    assert (await api.post(f"/lead-sources/{sales}/connection", json={"keys": {}})).json()[
        "state"
    ] == "active"

    await _signs_in(newcomer)


async def _signs_in(newcomer: Newcomer) -> None:
    """A second mailbox, without a password: XOAUTH2 by IMAP and SMTP, which take an access token only while it lasts."""
    api = newcomer.api
    info = await newcomer.source("Ещё почта")
    state = f"/lead-sources/{info}"
    assert (await newcomer.signs_in(info, "google", decision="deny"))["refused"] == ["denied"]
    assert (await newcomer.signs_in(info, "google", granted=["openid", "email"]))["refused"] == [
        "mail_not_granted"
    ]
    assert (await newcomer.signs_in(info, "google", code_challenge="of-somebody-else"))["refused"] == [
        "code_used"
    ]
    assert (await newcomer.signs_in(info, "google"))["connected"] == ["1"]
    connected = (await api.get(state)).json()
    assert (connected["state"], connected["account_name"], connected["simulated"]) == ("active", INFO, True)
    assert GOOGLE.secret not in str(connected)
    assert not any(one["kept"] for one in (await api.get(f"{state}/connection")).json()["fields"])

    await newcomer.act(INFO, "letter", email="petro@people.example", name="Петро")
    await newcomer.until("exists (select from public.clients where name = 'Петро')")
    # A letter to both mailboxes is on the timeline once, and names both.
    both = await newcomer.act(ADDRESS, "letter", email="both@people.example", text="Обом", cc=INFO)
    twins = "count(*) = 2 from private.inbound_events where dedupe_key = $1 and status in ('done', 'ignored')"
    await newcomer.until(twins, f"mail:{both['message_id']}")
    rows = await newcomer.base.rows(
        "select details ->> 'to' from public.interactions where body like '%Обом'"
    )
    assert [row[0] for row in rows] == [f"{ADDRESS}, {INFO}"]
    reason = "select quarantine_reason from private.inbound_events where status = 'ignored'"
    assert await newcomer.base.value(f"{reason} and dedupe_key like 'mail:%'") == "another_mailbox"

    # Every access token ends before its time, and the lines break: new ones are asked for, nobody notices.
    await newcomer.sim.post("/_sim/email/faults", json={"expire_token": True})
    await newcomer.act(INFO, "hang_up")
    assert (await newcomer.answers("petro@people.example", "Вітаю, Петре"))["from"].endswith(INFO)
    assert (await api.post(f"{state}/check")).json()["works"] is True

    # What was granted is taken back: an admin signs in again, this time at Microsoft, and all is there.
    await newcomer.act(INFO, "revoke")
    checked = (await api.post(f"{state}/check")).json()
    assert checked == {"works": False, "kind": "reauth", "words": "Token has been expired or revoked."}
    assert (await api.get(state)).json()["state"] == "reauth_required"
    assert (await newcomer.signs_in(info, "microsoft"))["connected"] == ["1"]
    assert (await api.post(f"{state}/check")).json()["works"] is True
    assert (
        await newcomer.base.value("select count(*) from private.inbound_events where last_error is not null")
        == 0
    )
