"""Many at once, and the power going off between file and row."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from supabase import Client

from local.storage.settings import StorageSettings
from local.storage.store import Store
from local.storage.sweep import sweep
from tests.storage.stage import Base, Person, Server, rows


async def test_concurrent_upserts_leave_one_whole_file(anna: Person, server: Server) -> None:
    url = f"{server.storage}/object/desk/{anna.id}/contested"
    contents = [bytes([letter]) * 300_000 for letter in range(20)]
    stored = len(server.files("desk"))
    async with httpx.AsyncClient(timeout=60) as client:
        answers = await asyncio.gather(
            *(client.put(url, files={"file": ("a", each)}, headers=anna.headers) for each in contents),
            *(client.get(url, headers=anna.headers) for _ in range(10)),
        )
        for answer in answers[:20]:
            assert answer.status_code == 200, answer.text
        for answer in answers[20:]:
            assert answer.content in contents or answer.json()["statusCode"] == "404"
        final = (await client.get(url, headers=anna.headers)).content
    assert final in contents
    assert len(rows(server.base, bucket="desk", prefix=str(anna.id))) == 1
    assert len(server.files("desk")) == stored + 1


async def test_one_of_many_first_uploads_wins(anna: Person, server: Server) -> None:
    url = f"{server.storage}/object/desk/{anna.id}/first"
    stored = len(server.files("desk"))
    async with httpx.AsyncClient(timeout=60) as client:
        answers = await asyncio.gather(
            *(
                client.post(
                    url, content=f"{n}".encode(), headers={**anna.headers, "content-type": "text/plain"}
                )
                for n in range(12)
            )
        )
    outcomes = sorted(answer.json().get("statusCode", "200") for answer in answers)
    assert outcomes == ["200"] + ["409"] * 11
    assert len(server.files("desk")) == stored + 1


async def test_moves_and_removals_race_without_loss(annas: Client, anna: Person, server: Server) -> None:
    """Two moves of one file to two names: one wins, nothing is doubled, no content is lost."""
    annas.storage.from_("desk").upload(f"{anna.id}/a", b"content")
    async with httpx.AsyncClient(timeout=60) as client:
        answers = await asyncio.gather(
            *(
                client.post(
                    f"{server.storage}/object/move",
                    headers=anna.headers,
                    json={
                        "bucketId": "desk",
                        "sourceKey": f"{anna.id}/a",
                        "destinationKey": f"{anna.id}/{n}",
                    },
                )
                for n in "bcde"
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    left = annas.storage.from_("desk").list(str(anna.id))
    assert len(left) == 1
    assert annas.storage.from_("desk").download(f"{anna.id}/{left[0]['name']}") == b"content"


def test_a_client_that_hangs_up_leaves_nothing(anna: Person, server: Server) -> None:
    with _half_an_upload(server, anna, folder=anna):
        _until(lambda: server.files(".incoming"))
    _until(lambda: not server.files(".incoming"))
    assert rows(server.base, bucket="desk", prefix=str(anna.id)) == []


def test_a_refused_upload_is_not_even_received(anna: Person, bohdan: Person, server: Server) -> None:
    with _half_an_upload(server, bohdan, folder=anna):
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            assert server.files(".incoming") == set()
            time.sleep(0.02)


@contextmanager
def _half_an_upload(server: Server, person: Person, *, folder: Person) -> Iterator[None]:
    """A megabyte of nine is sent; the client hangs up at the end of the block."""
    head = (
        f"POST /storage/v1/object/desk/{folder.id}/half HTTP/1.1\r\nhost: localhost\r\ncontent-type: video/mp4\r\n"
        f"authorization: Bearer {person.token}\r\ncontent-length: 9000000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode() + b"x" * 1_000_000)
        yield


@pytest.fixture
def fragile(base: Base, tmp_path: Path) -> Iterator[Server]:
    """A service of its own whose commits of `*/slow` take very long."""
    base.psql(
        "create function public.dawdle() returns trigger language plpgsql as"
        " $$ begin perform set_config('statement_timeout', '0', true); perform pg_sleep(60); return null; end $$;"
        "create constraint trigger dawdle after insert or update on storage.objects deferrable initially deferred"
        " for each row when (new.name like '%/slow') execute function public.dawdle();"
    )
    own = Server(base, tmp_path / "files")
    own.start()
    yield own
    own.close()
    base.psql("drop trigger dawdle on storage.objects; drop function public.dawdle();")


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_crash_between_file_and_commit_shows_no_object(
    fragile: Server, base: Base, anna: Person, method: str
) -> None:
    url = f"{fragile.storage}/object/desk/{anna.id}/slow"

    def upload() -> None:
        with pytest.raises(httpx.TransportError):
            httpx.request(
                method,
                url,
                content=b"never seen",
                headers={**anna.headers, "content-type": "text/plain"},
                timeout=30,
            )

    client = threading.Thread(target=upload)
    client.start()
    _until(lambda: fragile.files("desk"))  # the file is in place, its row waits for the commit
    fragile.kill()
    client.join()
    _end_of_dawdling(base)
    fragile.start()
    assert rows(base, bucket="desk", prefix=str(anna.id)) == []
    assert httpx.get(url, headers=anna.headers).json()["statusCode"] == "404"
    assert len(fragile.files("desk")) == 1
    assert asyncio.run(_sweep(fragile)) == 1
    assert fragile.files("desk") == set()


def test_the_sweep_spares_what_rows_name(fragile: Server, anna: Person) -> None:
    url = f"{fragile.storage}/object/desk/{anna.id}/kept"
    httpx.post(url, content=b"kept", headers={**anna.headers, "content-type": "text/plain"})
    (fragile.root / ".incoming" / "died").write_bytes(b"half")
    (fragile.root / "desk" / "strange name").write_bytes(b"not ours")
    assert asyncio.run(_sweep(fragile)) == 1
    assert httpx.get(url, headers=anna.headers).content == b"kept"
    assert (fragile.root / "desk" / "strange name").exists()


def _end_of_dawdling(base: Base) -> None:
    """A killed client's commit would go through in the end: the crash takes the database's half down too."""
    base.psql(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'smena-storage'"
        " and wait_event = 'PgSleep';",
        user="supabase_admin",
    )


async def _sweep(server: Server) -> int:
    store = Store.of(
        StorageSettings(
            database_url=server.base.url("supabase_storage_admin"),
            root=server.root,
            verify=lambda token: None,
        )
    )
    try:
        return await sweep(store, older_than=-1)
    finally:
        await store.database.close()


def _until(condition: Callable[[], object], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
