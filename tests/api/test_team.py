"""Hiring and leaving over HTTP, with a real auth server behind: who comes in, who is out, and when."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.errors import AuthUnavailable
from tests.auth.server import outcome
from tests.support import people
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE
from tests.support.signing_in import House, house

URL = "/api/v1/team"
NEW = "nova@test.example"
WISH = {
    "email": "Nova@Test.example",
    "full_name": "Нова Людина",
    "phone": "050 111 22 33",
    "role": "manager",
    "hired_on": "2026-11-01",
    "locale": "uk",
}


@pytest.fixture
async def home(db: Base, tmp_path: Path) -> AsyncIterator[House]:
    async with house(db, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
async def admin(home: House) -> httpx.AsyncClient:
    """An admin who signed in for real."""
    made = await home.auth.admin(
        "POST",
        "/admin/users",
        json={"email": "boss@test.example", "password": "boss-password-1", "email_confirm": True},
    )
    await home.base.run(
        "update public.profiles set role = 'admin', status = 'active', full_name = 'Boss' where id = $1",
        UUID(made["id"]),
    )
    return await home.enter("boss@test.example", "boss-password-1")


async def invited(admin: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """Invites; the person as the list shows him."""
    answer = await admin.post(f"{URL}/invitations", json={**WISH, **changes})
    assert answer.status_code == 204, answer.text
    email = str(changes.get("email", NEW)).lower()
    return next(row for row in (await admin.get(URL)).json()["items"] if row["email"] == email)


async def client_of(base: Base, owner: UUID) -> UUID:
    """A client with a deal and a task."""
    client_id: UUID = await base.value(
        "insert into public.clients (name, owner_id) values ('Клієнт', $1) returning id", owner
    )
    stage = await base.value(
        """insert into public.stages (name, outcome, color, position) values ('A', 'open', 'new', 1) returning id"""
    )
    await base.run(
        "insert into public.deals (client_id, title, stage_id, currency) values ($1, 'Угода', $2, 'UAH')",
        client_id, stage,
    )  # fmt: skip
    await base.run("insert into public.tasks (client_id, title) values ($1, 'Подзвонити')", client_id)
    return client_id


async def test_an_invitation_becomes_a_colleague(home: House, admin: httpx.AsyncClient) -> None:
    awaited = await invited(admin)
    assert (awaited["status"], awaited["full_name"], awaited["phone"]) == (
        "invited",
        "Нова Людина",
        "+380501112233",
    )
    (letter,) = home.auth.mails(NEW, "invite")
    assert "запросили" in letter["subject"]
    assert f"{home.auth.url}/auth/confirm?" in letter["text"]

    hers = await home.join(NEW)
    me = (await hers.get("/api/v1/me")).json()
    assert (me["full_name"], me["role"], me["status"], me["locale"]) == (
        "Нова Людина",
        "manager",
        "active",
        "uk",
    )
    assert me["hired_on"] == "2026-11-01"
    row = (await admin.get(f"{URL}/{me['id']}")).json()
    assert row["status"] == "active" and row["today"]["ended_at"] is None
    assert (await hers.get(URL)).status_code == 403


async def test_the_mail_goes_out_again_and_the_old_link_is_void(
    home: House, admin: httpx.AsyncClient
) -> None:
    awaited = await invited(admin)
    old = home.token_hash(NEW, "invite")
    assert (await admin.post(f"{URL}/{awaited['id']}/resend")).status_code == 204
    assert len(home.auth.mails(NEW, "invite")) == 2
    assert (await home.auth.verify(type="invite", token_hash=old)).status_code == 403
    await home.join(NEW)
    assert (await admin.post(f"{URL}/{awaited['id']}/resend")).status_code == 404


async def test_an_invitation_whose_mail_failed_is_sent_again(
    home: House, admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(*_: object, **__: object) -> None:
        raise AuthUnavailable

    with monkeypatch.context() as broken:
        broken.setattr(home.api.app.state.auth_admin, "invite", unreachable)
        assert (await admin.post(f"{URL}/invitations", json=WISH)).status_code == 503
    waiting = next(row for row in (await admin.get(URL)).json()["items"] if row["email"] == NEW)
    assert waiting["status"] == "invited"
    assert (await admin.post(f"{URL}/{waiting['id']}/resend")).status_code == 204
    hers = await home.join(NEW)
    assert (await hers.get("/api/v1/me")).json()["full_name"] == "Нова Людина"


async def test_who_is_here_is_not_invited_again(home: House, admin: httpx.AsyncClient) -> None:
    for email in (ANNA.email, ANNA.email.upper(), GONE.email):
        answer = await admin.post(f"{URL}/invitations", json={**WISH, "email": email})
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "member_exists")
        assert "email" in answer.json()["error"]["fields"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "nobody"), ("full_name", "  "), ("phone", "12"), ("role", "owner"), ("hired_on", "soon"), ("locale", "de")],
)  # fmt: skip
async def test_what_an_invitation_refuses(api: Api, field: str, value: str) -> None:
    answer = await api.as_(ADMIN).post(f"{URL}/invitations", json={**WISH, field: value})
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]


async def test_leaving_ends_access_at_once_and_hands_over(home: House, admin: httpx.AsyncClient) -> None:
    awaited = await invited(admin)
    hers = await home.join(NEW)
    her_id = UUID(awaited["id"])
    client_id = await client_of(home.base, her_id)
    assert (await hers.get(f"/api/v1/clients/{client_id}")).status_code == 200
    before = (await admin.get(f"{URL}/{her_id}")).json()
    assert (before["clients"], before["open_deals"], before["open_tasks"]) == (1, 1, 1)
    session = await home.auth.sign_in(NEW)

    answer = await admin.post(f"{URL}/{her_id}/deactivate", json={"hand_over_to": str(BOHDAN.id)})
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"clients": 1, "tasks": 0}  # her task went with its client

    # Her token is good for another hour, and opens nothing any more.
    assert (await hers.get("/api/v1/me")).json()["error"]["code"] == "profile_inactive"
    assert (await hers.get("/api/v1/clients")).json().get("items", []) == []
    assert (await hers.get(f"/api/v1/clients/{client_id}")).status_code in (403, 404)
    assert await home.base.value("select count(*) from auth.sessions where user_id = $1", her_id) == 0
    assert outcome(await home.auth.refresh(session["refresh_token"]))[0] == 400
    assert (await home.account(NEW))["banned_until"] is not None
    assert outcome(await home.auth.password_grant(NEW)) == (400, "user_banned")
    for table in ("clients", "deals", "tasks"):
        assert await home.base.value(f"select owner_id from public.{table}") == BOHDAN.id
    told = await home.base.value("select params from public.notifications where user_id = $1", BOHDAN.id)
    assert '"count": 1' in told
    left = (await admin.get(f"{URL}/{her_id}")).json()
    assert (left["status"], left["clients"], left["open_deals"], left["open_tasks"]) == ("inactive", 0, 0, 0)
    assert left["deactivated_at"] is not None

    assert (await admin.post(f"{URL}/{her_id}/reactivate")).status_code == 204
    again = await home.enter(NEW)
    assert (await again.get("/api/v1/clients")).json()["items"] == []
    assert (await again.get("/api/v1/me")).status_code == 200


async def test_work_may_be_left_for_the_head_to_hand_out(
    api: Api, db: Base, home: House, admin: httpx.AsyncClient
) -> None:
    client_id = await client_of(db, ANNA.id)
    answer = await admin.post(f"{URL}/{ANNA.id}/deactivate", json={})
    assert answer.json()["clients"] == 1
    card = (await admin.get(f"/api/v1/clients/{client_id}")).json()
    assert card["client"]["owner"] is None


async def test_an_auth_server_that_was_down_is_asked_again(
    home: House, admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    her_id = (await invited(admin))["id"]
    await home.join(NEW)

    async def unreachable(_: UUID) -> None:
        raise AuthUnavailable

    for name, verb, banned in (("ban", "deactivate", True), ("unban", "reactivate", False)):
        with monkeypatch.context() as broken:
            broken.setattr(home.api.app.state.auth_admin, name, unreachable)
            assert (await admin.post(f"{URL}/{her_id}/{verb}", json={})).status_code == 503
        assert (await admin.post(f"{URL}/{her_id}/{verb}", json={})).is_success
        assert ((await home.account(NEW))["banned_until"] is not None) is banned


@pytest.mark.parametrize(
    ("receiver", "status", "code"),
    [
        (ANNA.id, 422, "hand_over_to_self"),
        (GONE.id, 422, "owner_not_active"),
        (uuid4(), 422, "owner_not_active"),
    ],
)
async def test_work_goes_to_somebody_who_is_there(
    api: Api, db: Base, receiver: UUID, status: int, code: str
) -> None:
    answer = await api.as_(ADMIN).post(f"{URL}/{ANNA.id}/deactivate", json={"hand_over_to": str(receiver)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert await db.value("select status from public.profiles where id = $1", ANNA.id) == "active"


async def test_the_last_admin_stays(api: Api, db: Base) -> None:
    alone = api.as_(ADMIN)
    version = (await alone.get(f"{URL}/{ADMIN.id}")).json()["version"]
    demoted = await alone.patch(
        f"{URL}/{ADMIN.id}", json={"role": "manager"}, headers={"if-match": f'"{version}"'}
    )
    assert (demoted.status_code, demoted.json()["error"]["code"]) == (409, "last_admin")
    left = await alone.post(f"{URL}/{ADMIN.id}/deactivate", json={"hand_over_to": str(ANNA.id)})
    assert (left.status_code, left.json()["error"]["code"]) == (409, "last_admin")
    assert (
        await db.value("select role || status from public.profiles where id = $1", ADMIN.id) == "adminactive"
    )


async def test_two_admins_who_demote_each_other_leave_one(api: Api, db: Base) -> None:
    other = await people.hire(db, role="admin")

    # Both have read before either writes: who is demoted first could not read any more.
    pairs = [(ADMIN, other), (other, ADMIN)]
    read = [(await api.as_(who).get(f"{URL}/{whom.id}")).json()["version"] for who, whom in pairs]

    async def demote(who: people.Person, whom: people.Person, version: int) -> int:
        headers = {"if-match": f'"{version}"'}
        answer = await api.as_(who).patch(f"{URL}/{whom.id}", json={"role": "manager"}, headers=headers)
        return answer.status_code

    await asyncio.gather(*(demote(*pair, version) for pair, version in zip(pairs, read, strict=True)))
    admins = "select count(*) from public.profiles where role = 'admin' and status = 'active'"
    assert await db.value(admins) >= 1


async def test_an_edit_and_the_second_writer(api: Api) -> None:
    boss = api.as_(ADMIN)
    row = (await boss.get(f"{URL}/{ANNA.id}")).json()
    headers = {"if-match": f'"{row["version"]}"'}
    changed = await boss.patch(
        f"{URL}/{ANNA.id}",
        json={"full_name": " Анна К. ", "phone": "+48 600 100 200", "hired_on": None},
        headers=headers,
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["full_name"], changed.json()["phone"], changed.json()["hired_on"]) == (
        "Анна К.",
        "+48600100200",
        None,
    )
    late = await boss.patch(f"{URL}/{ANNA.id}", json={"full_name": "Other"}, headers=headers)
    assert late.status_code == 412
    assert late.json()["error"]["details"]["current"]["full_name"] == "Анна К."
    assert (await boss.patch(f"{URL}/{ANNA.id}", json={"full_name": "x"})).status_code == 428


async def test_a_colleagues_language_is_the_language_of_his_mails(
    home: House, admin: httpx.AsyncClient
) -> None:
    her_id = (await invited(admin))["id"]
    await home.join(NEW)
    row = (await admin.get(f"{URL}/{her_id}")).json()
    await admin.patch(f"{URL}/{her_id}", json={"locale": "en"}, headers={"if-match": f'"{row["version"]}"'})
    await home.auth.call("POST", "/recover", json={"email": NEW})
    assert home.auth.mails(NEW, "recovery")[0]["subject"].isascii()


async def test_the_week_as_planned(api: Api, db: Base) -> None:
    await db.run(
        """insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from, valid_to) values
        ($1, 1, '09:00', '18:00', '2020-01-01', null), ($1, 1, '10:00', '19:30', '2021-01-01', null),
        ($1, 5, '22:00', '06:00', '2020-01-01', null), ($1, 6, '09:00', '12:00', '2020-01-01', '2020-02-01')""",
        ANNA.id,
    )
    expected = [
        {"weekday": 1, "starts": "10:00", "ends": "19:30"},
        {"weekday": 5, "starts": "22:00", "ends": "06:00"},
    ]
    for caller in (ADMIN, ANNA):
        assert (await api.as_(caller).get(f"{URL}/{ANNA.id}/schedule")).json() == expected
    assert (await api.as_(BOHDAN).get(f"{URL}/{ANNA.id}/schedule")).status_code == 404


async def test_a_manager_runs_nothing_of_this(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    version = {"if-match": '"1"'}
    answers = [
        await anna.get(URL),
        await anna.get(f"{URL}/{BOHDAN.id}"),
        await anna.post(f"{URL}/invitations", json=WISH),
        await anna.post(f"{URL}/{BOHDAN.id}/resend"),
        await anna.patch(f"{URL}/{BOHDAN.id}", json={"role": "admin"}, headers=version),
        await anna.patch(f"{URL}/{ANNA.id}", json={"role": "admin"}, headers=version),
        await anna.post(f"{URL}/{BOHDAN.id}/deactivate", json={}),
        await anna.post(f"{URL}/{GONE.id}/reactivate"),
    ]
    assert [answer.status_code for answer in answers] == [403, 404, 403, 403, 403, 403, 403, 403]
    assert await db.value("select count(*) from public.invitations") == 0
    assert {row["id"]: (row["role"], row["status"]) for row in await db.rows(
        "select id, role, status from public.profiles where role <> 'nobody'"
    )} == {person.id: (person.role, person.status) for person in people.PEOPLE}  # fmt: skip
    assert {row["full_name"] for row in (await anna.get(f"{URL}/directory")).json()["items"]} == {
        person.full_name for person in people.PEOPLE
    }
    assert (await api.as_(GONE).get(f"{URL}/directory")).json() == {"items": [], "next": None, "total": 0}
    assert (await anna.get(f"{URL}/{ANNA.id}")).json()["email"] == ANNA.email
