"""Files of messages come home, each once, to those who have the client; nothing comes from where it must not."""

import socket
from tempfile import TemporaryFile
from typing import Any

import httpx
import pytest

from channels.media import MediaPlace
from tests.channels.media.conftest import Desk
from tests.support import processes
from tests.support.gallery import HEADERS, Host
from tests.support.people import ADMIN, ANNA, BOHDAN
from tests.support.people import Person as Colleague
from workers.media.addresses import is_public
from workers.media.download import download
from workers.media.failures import Failed, Refused
from workers.media.runner import Media
from workers.settings import WorkerSettings


async def opened(desk: Desk, person: Colleague, path: str) -> httpx.Response:
    """What the person gets who asks storage for an address of the file."""
    async with desk.as_(person) as caller:
        return await caller.post(f"/storage/v1/object/sign/files/{path}", json={"expiresIn": 60})


class Letters:
    """Its events are their files."""

    channel = "instagram"

    def content(self, body: bytes, media_id: str) -> bytes | None:
        return body if body.decode() == media_id else None


async def test_a_picture_comes_home_and_goes_with_its_message(desk: Desk) -> None:
    first = await desk.act("dm", text="Ціна?")
    shown = await desk.act("dm", attachment="image")
    (waiting,) = await desk.attachments()
    assert (waiting["state"], waiting["kind"]) == ("pending", "image")

    await desk.fetch()
    (there,) = await desk.attachments()
    assert (there["state"], there["mime_type"], there["name"]) == ("stored", "image/png", "image.png")
    assert "url" not in there
    answer = await opened(desk, ANNA, there["path"])
    async with httpx.AsyncClient(base_url=f"{desk.crm}/storage/v1", trust_env=False) as browser:
        picture = await browser.get(answer.json()["signedURL"])
    assert (picture.headers["content-type"], len(picture.content)) == ("image/png", there["size_bytes"])
    assert (await opened(desk, BOHDAN, there["path"])).status_code == 400

    # The same picture again is the same file, and stays as long as somebody shows it.
    again = await desk.act("dm", attachment="image")
    await desk.fetch()
    assert [one["path"] for one in await desk.attachments()] == [there["path"]] * 2
    assert await desk.base.value("select count(*) from storage.objects") == 1
    await desk.act("unsend", mid=shown["mid"])
    await desk.fetch()
    assert (await opened(desk, ANNA, there["path"])).status_code == 200

    # Where files are inside the events, they are taken out.
    desk.known["instagram"] = Letters()
    await desk.arrives({"kind": "file", "media_id": "part-2"}, {"kind": "file", "media_id": "part-3"})
    await desk.base.run(
        """update private.inbound_events set interaction_id = (select id from public.interactions where external_id = 'm3'),
        body = 'part-2' where id = (select id from private.inbound_events order by received_at limit 1)"""
    )
    await desk.fetch()
    inside, missing = await desk.attachments("m3")
    assert (inside["state"], inside["size_bytes"], missing["state"]) == ("stored", 6, "gone")
    desk.known["instagram"] = desk.adapter
    await desk.base.run(
        "set app.revising = 'on'; update public.interactions set withdrawn_at = now() where external_id = 'm3'"
    )

    # Merged into another client's card it goes there; when that is undone, to whom it came.
    other = await desk.base.value(
        "insert into public.clients (owner_id, name) values ($1, 'Олена') returning id", ANNA.id
    )
    loser = await desk.base.value("select client_id from public.interactions limit 1")
    async with desk.base.as_user(ANNA.id) as anna:
        await anna.execute("select app.merge_clients($1, $2)", other, loser)
    assert (await opened(desk, ANNA, there["path"])).status_code == 200
    await desk.fetch()
    (now,) = [one for one in await desk.attachments() if one["kind"] == "image"]
    assert now["path"] == f"{other}/{now['file_id']}"
    assert (await opened(desk, ANNA, now["path"])).status_code == 200
    assert (await opened(desk, ANNA, there["path"])).status_code == 400
    for statement in (
        "update public.clients set merged_into = null, excluded = null, archived_at = null, owner_id = $2 where id = $1",
        "update public.interactions set client_id = $1, owner_id = $2 where client_id <> $1",
    ):
        await desk.base.run(statement, loser, BOHDAN.id)
    await desk.fetch()
    (back,) = [one for one in await desk.attachments() if one["kind"] == "image"]
    assert back["path"] == f"{loser}/{now['file_id']}"
    assert (await opened(desk, BOHDAN, back["path"])).status_code == 200
    assert [(await opened(desk, ANNA, one["path"])).status_code for one in (now, back)] == [400, 400]
    await desk.act("unsend", mid=again["mid"])
    await desk.act("unsend", mid=first["mid"])
    await desk.fetch()
    assert await desk.base.value("select count(*) from storage.objects") == 0
    assert await desk.base.value("select count(*) from private.media_files") == 0


async def test_nothing_comes_from_where_it_must_not(desk: Desk) -> None:
    evil, other = Host(), Host()
    with processes.serving(lambda _: evil.app) as far, processes.serving(lambda _: other.app) as elsewhere:
        evil.inside = f"{desk.crm}/api/v1/me"
        desk.adapter.hosts += [far.removeprefix("http://"), "127.1", "files.example"]
        desk.adapter.hosts += [elsewhere.removeprefix("http://")]
        away = elsewhere.removeprefix("http://")
        cases = (
            ("image", f"{far}/inwards.png", "refused", "host_not_allowed"),
            ("image", "https://elsewhere.example/x.png", "refused", "host_not_allowed"),
            ("image", "https://127.1/x.png", "refused", "address_not_public"),
            ("image", "http://files.example/x.png", "refused", "address_not_allowed"),
            ("image", "https://a:b@files.example/x.png", "refused", "address_not_allowed"),
            ("image", "https://files.example@127.0.0.1/x.png", "refused", "host_not_allowed"),
            ("image", "https://files.example:8443/x.png", "refused", "address_not_allowed"),
            ("image", "file:///etc/passwd", "refused", "host_not_allowed"),
            ("image", f"{far}/page.html", "refused", "type_not_taken"),
            ("file", f"{far}/setup.pdf", "refused", "type_not_taken"),
            ("image", f"{far}/too-much.png", "refused", "too_big"),
            ("image", f"{far}/away/{away}/away/{away}/away/{away}/away/{away}/good.png", "refused", "address_not_allowed"),
            ("image", f"{far}/none.png", "gone", "expired"),
            ("file", f"{far}/page.html", "stored", None),
            ("image", f"{far}/away/{away}/good.png", "stored", None),
            ("image", f"{far}/flaky.png", "pending", None),
        )  # fmt: skip
        await desk.arrives(*({"kind": kind, "url": url, "name": kind} for kind, url, _, _ in cases))
        await desk.fetch()
        for case, one in zip(cases, await desk.attachments(), strict=True):
            assert (one["kind"], one.get("url", case[1]), one["state"], one.get("reason")) == case
        assert (await desk.attachments())[13]["mime_type"] == "application/octet-stream"
        assert set(evil.heard) == {HEADERS["authorization"]}
        assert set(other.heard) == {None}, "a secret of one host is no other's"

        await desk.later()
        await desk.fetch()
        assert (await desk.attachments())[-1]["state"] == "stored"

        # Without storage it waits, without the account it is lost, and both are said.
        keyless = WorkerSettings(_env_file=None, worker_database_url=desk.base.url("smena_worker"))
        await desk.arrives({"kind": "image", "url": f"{far}/good.png?2", "name": ""})
        await Media(desk.database, keyless, desk.vault).work_once()
        assert (await desk.attachments())[-1]["state"] == "stored", "an equal file is there already"
        await desk.arrives({"kind": "file", "url": f"{far}/other.pdf", "name": "Прайс.pdf"})
        await Media(desk.database, keyless, desk.vault).work_once()
        assert (await desk.attachments())[-1]["state"] == "pending"
        sealed = await desk.base.rows(
            "delete from private.credentials returning source_id, kind, nonce, ciphertext"
        )
        await desk.later()
        await desk.fetch()
        lost = (await desk.attachments())[-1]
        assert (lost["state"], lost["reason"]) == ("gone", "not_connected")
        await desk.base.run(
            "insert into private.credentials (source_id, kind, nonce, ciphertext) values ($1, $2, $3, $4)",
            *sealed[0],
        )

        # The person is erased while one is not fetched yet: nothing of it comes, and what was there goes.
        await desk.arrives({"kind": "file", "url": f"{far}/other.pdf", "name": ""})
        async with desk.base.as_user(ADMIN.id) as admin:
            await admin.execute("select app.erase_client($1)", (await desk.client())["id"])
        await desk.fetch()
        assert await desk.base.value("select count(*) from private.media_files") == 0
        assert await desk.base.value("select count(*) from storage.objects") == 0


@pytest.mark.parametrize(
    "number",
    "127.0.0.1 10.0.0.1 172.17.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 ::"
    " fe80::1%eth0 fd00::1 ff02::1 ::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 2001:0:7f00:1::1".split(),
)
def test_an_address_that_is_not_public(number: str) -> None:
    assert not is_public(number)


async def test_a_name_that_leads_elsewhere_a_moment_later_is_called_by_the_number_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    told: list[tuple[str, ...]] = []

    def names(host: object, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        numbers = told.pop(0) if told else ("127.0.0.1",)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", names)
    url = "https://files.example/x.png"
    # A public number that leads nowhere (NAT64 of a host without it), then our own machine.
    told.append(("64:ff9b::808:808",))
    with pytest.raises(Failed), TemporaryFile() as file:
        await download(MediaPlace(url), [".example"], file)
    assert asked == ["files.example"], "asked once, and called by that number"
    for numbers in (("127.0.0.1",), ("157.240.1.63", "10.0.0.1"), ("169.254.169.254",)):
        told.append(numbers)
        with pytest.raises(Refused, match="address_not_public"), TemporaryFile() as file:
            await download(MediaPlace(url), [".example"], file)


def test_a_public_address() -> None:
    assert is_public("157.240.1.63")
    assert is_public("2a03:2880:f12f:83:face:b00c::25de")
    assert is_public("64:ff9b::8.8.8.8")
