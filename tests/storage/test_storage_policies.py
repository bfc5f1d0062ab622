"""The database's policies decide every call; after each refusal the rows are the same as before."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest
from storage3.exceptions import StorageApiError
from supabase import Client

from local.errors import LocalError
from local.storage.files import file_key
from tests.storage.stage import REPOSITORY, Person, Server, rows, supabase


@pytest.fixture
def secret(annas: Client, anna: Person, server: Server) -> Iterator[str]:
    """A file of Anna's; at the end it is still hers, unchanged."""
    name = f"{anna.id}/secret.txt"
    annas.storage.from_("desk").upload(name, b"anna's", {"content-type": "text/plain"})
    before = rows(server.base, bucket="desk", prefix=name)
    yield name
    assert rows(server.base, bucket="desk", prefix=name) == before
    assert annas.storage.from_("desk").download(name) == b"anna's"


def files(client: Client) -> object:
    return client.storage.from_("desk")


REFUSED: dict[str, tuple[Callable[..., object], str]] = {
    "download": (lambda desk, name, own: desk.download(name), "404"),
    "info": (lambda desk, name, own: desk.info(name), "404"),
    "overwrite": (lambda desk, name, own: desk.upload(name, b"mine", {"upsert": "true"}), "403"),
    "update": (lambda desk, name, own: desk.update(name, b"mine"), "403"),
    "insert beside": (lambda desk, name, own: desk.upload(f"{name}.2", b"mine"), "403"),
    "signed url": (lambda desk, name, own: desk.create_signed_url(name, 60), "404"),
    "signed upload": (lambda desk, name, own: desk.create_signed_upload_url(name), "403"),
    "move away": (lambda desk, name, own: desk.move(name, f"{own}/x"), "404"),
    "copy away": (lambda desk, name, own: desk.copy(name, f"{own}/x"), "404"),
}


@pytest.mark.parametrize("call", REFUSED)
def test_a_colleague_is_refused(bohdans: Client, bohdan: Person, secret: str, call: str) -> None:
    attempt, status = REFUSED[call]
    with pytest.raises(StorageApiError) as refused:
        attempt(files(bohdans), secret, bohdan.id)
    assert refused.value.status == status


def test_a_colleague_sees_and_removes_nothing(
    bohdans: Client, anna: Person, secret: str, server: Server
) -> None:
    desk = bohdans.storage.from_("desk")
    assert desk.list(str(anna.id)) == []
    assert str(anna.id) not in {entry["name"] for entry in desk.list("", {"limit": 1000})}
    assert desk.list_v2({"prefix": str(anna.id)}).objects == []
    assert desk.create_signed_urls([secret], 60)[0]["signedUrl"] is None
    stored = server.files("desk")
    assert desk.remove([secret]) == []
    assert server.files("desk") == stored
    assert not desk.exists(secret)


def test_nobody_moves_his_file_into_a_colleagues_folder(
    bohdans: Client, bohdan: Person, anna: Person, server: Server
) -> None:
    desk, name = bohdans.storage.from_("desk"), f"{bohdan.id}/own"
    desk.upload(name, b"own")
    for attempt in (desk.move, desk.copy):
        with pytest.raises(StorageApiError) as refused:
            attempt(name, f"{anna.id}/planted")
        assert refused.value.status == "403"
    assert desk.download(name) == b"own"
    assert rows(server.base, bucket="desk", prefix=str(anna.id)) == []


def test_the_refused_upload_is_not_stored(bohdans: Client, anna: Person, server: Server) -> None:
    stored = server.files("desk") | server.files(".incoming")
    with pytest.raises(StorageApiError) as refused:
        bohdans.storage.from_("desk").upload(f"{anna.id}/big", b"x" * 3_000_000)
    assert refused.value.message == "new row violates row-level security policy"
    assert server.files("desk") | server.files(".incoming") == stored


def test_insert_alone_is_enough_to_upload(server: Server, bohdan: Person) -> None:
    """A drop box: whoever puts something in does not see it afterwards."""
    name = f"in/{uuid4()}"
    with supabase(server, bohdan) as client:
        client.storage.from_("drop").upload(name, b"x")
        assert client.storage.from_("drop").list("in") == []
        with pytest.raises(StorageApiError):
            client.storage.from_("drop").download(name)
    assert len(rows(server.base, bucket="drop", prefix=name)) == 1


def test_files_may_be_read_only_for_their_owner(annas: Client, anna: Person, server: Server) -> None:
    """`small` has no delete policy: removing is silently nothing, as row-level security has it."""
    small, name = annas.storage.from_("small"), f"{anna.id}/kept"
    small.upload(name, b"x", {"content-type": "text/plain"})
    assert small.remove([name]) == []
    answer = httpx.delete(f"{server.storage}/object/small/{name}", headers=anna.headers)
    assert answer.json()["statusCode"] == "404"
    assert small.download(name) == b"x"


ANONYMOUS = ("GET", "HEAD", "POST", "PUT", "DELETE")


@pytest.mark.parametrize("method", ANONYMOUS)
@pytest.mark.parametrize("token", [None, "nonsense", "role"])
def test_strangers_get_nowhere(server: Server, secret: str, method: str, token: str | None) -> None:
    headers = {"content-type": "text/plain", "x-upsert": "true"}
    if token is not None:
        value = Person("supabase_storage_admin").token if token == "role" else token
        headers["authorization"] = f"Bearer {value}"
    answer = httpx.request(method, f"{server.storage}/object/desk/{secret}", headers=headers)
    assert answer.status_code == 400
    if method != "HEAD":
        assert answer.json()["error"] in {"Unauthorized", "Bucket not found"}


def test_anonymous_visitors_read_public_buckets_only(service: Client, server: Server, secret: str) -> None:
    service.storage.from_("open").upload("page.txt", b"public", {"upsert": "true"})
    for path in ("object/public/open/page.txt", "object/open/page.txt"):
        assert httpx.get(f"{server.storage}/{path}").content == b"public"
    for path in (f"object/public/desk/{secret}", f"object/info/public/desk/{secret}"):
        answer = httpx.get(f"{server.storage}/{path}")
        assert (answer.status_code, answer.json()["statusCode"]) == (400, "404")
    upload = httpx.post(f"{server.storage}/object/open/mine", content=b"x")
    assert upload.json()["statusCode"] == "403"
    assert httpx.get(f"{server.storage}/object/authenticated/open/page.txt").json()["statusCode"] == "403"


def test_buckets_belong_to_the_service_role(annas: Client, server: Server, anna: Person) -> None:
    before = server.base.psql("select * from storage.buckets order by id;")
    assert annas.storage.list_buckets() == []
    for attempt, status in (
        (lambda: annas.storage.create_bucket(f"mine-{anna.id}"), "403"),
        (lambda: annas.storage.get_bucket("desk"), "404"),
        (lambda: annas.storage.update_bucket("desk", {"public": True}), "404"),
        (lambda: annas.storage.empty_bucket("desk"), "403"),
        (lambda: annas.storage.delete_bucket("small"), "404"),
    ):
        with pytest.raises(StorageApiError) as refused:
            attempt()
        assert refused.value.status == status
    assert server.base.psql("select * from storage.buckets order by id;") == before


def test_a_row_made_by_hand_reaches_no_file(annas: Client, anna: Person, server: Server) -> None:
    """The API roles may insert rows themselves; `version` is then no version of ours and must open nothing."""
    for version in ("../../../../../../etc/passwd", ".", str(uuid4())):
        name = f"{anna.id}/{uuid4()}"
        key = file_key(bucket="desk", object_id=uuid4(), version=version)
        assert key is None or "/" not in key.filename
        server.base.psql(
            f"set role authenticated; select set_config('request.jwt.claims', '{{\"sub\": \"{anna.id}\"}}', false);"
            f"insert into storage.objects (bucket_id, name, version) values ('desk', '{name}', '{version}');"
        )
        with pytest.raises(StorageApiError) as missing:
            annas.storage.from_("desk").download(name)
        assert missing.value.status == "404"


def test_rows_are_deleted_through_the_service_only(server: Server, anna: Person, secret: str) -> None:
    with pytest.raises(LocalError, match="Direct deletion from storage tables is not allowed"):
        server.base.psql(f"delete from storage.objects where name = '{secret}';")


REFUSED_DDL = (
    "alter table storage.objects add column extra text;",
    "alter table storage.objects disable row level security;",
    "create table storage.mine (id int);",
    "create index mine on storage.objects (name);",
    "drop table storage.objects cascade;",
    "create or replace function storage.filename(name text) returns text language sql as $$ select '' $$;",
)


@pytest.mark.parametrize("statement", REFUSED_DDL)
def test_migrations_may_not_change_the_service_s_tables(server: Server, statement: str) -> None:
    """A hosted project refuses the same: a migration that passes here must pass there."""
    with pytest.raises(LocalError, match="must be owner"):
        server.base.psql(statement)
    allowed = "create policy p on storage.objects for select to anon using (false); drop policy p on storage.objects;"
    server.base.psql(allowed)


def test_the_bootstrap_may_run_again(server: Server, secret: str) -> None:
    script = REPOSITORY / "local" / "bootstrap" / "30_storage.sql"
    server.base.psql(script.read_text(), user="supabase_admin")
