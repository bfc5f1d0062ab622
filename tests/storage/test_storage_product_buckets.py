"""The product's own buckets under its migrations: clients' files follow the clients, faces belong to their owners."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE, Person

FILE = UUID("c0000000-0000-4000-8000-00000000000f")
INSERT = "insert into storage.objects (bucket_id, name) values ($1, $2)"


@pytest.fixture
async def client(db: Base) -> AsyncIterator[str]:
    """A client of Anna's with a file; both end as they began."""
    async with db.connected() as owner:
        made = await owner.fetchval(
            "insert into public.clients (owner_id, name) values ($1, 'Клиент') returning id::text", ANNA.id
        )
        await owner.execute(
            "insert into storage.objects (id, bucket_id, name) values ($1, 'files', $2)", FILE, f"{made}/a"
        )
        await owner.execute(INSERT, "photos", f"{ANNA.id}/face.png")
        before = await owner.fetch("select * from storage.objects order by id")
        yield made
        assert await owner.fetch("select * from storage.objects order by id") == before


async def seen(db: Base, person: Person, bucket: str) -> int:
    """How many objects of a bucket a person sees."""
    async with db.as_user(person.id) as rows:
        found: int = await rows.fetchval("select count(*) from storage.objects where bucket_id = $1", bucket)
        return found


@pytest.mark.parametrize(
    ("person", "files", "photos"), [(ANNA, 1, 1), (ADMIN, 1, 1), (BOHDAN, 0, 1), (GONE, 0, 0)]
)
async def test_who_sees_what(db: Base, client: str, person: Person, files: int, photos: int) -> None:
    assert (await seen(db, person, "files"), await seen(db, person, "photos")) == (files, photos)


async def test_a_client_s_name_opens_nobody_s_files(db: Base, client: str) -> None:
    """Inside the policy's subquery a bare `name` would be the client's own name, and this the key to every file."""
    own = uuid4()
    async with db.connected() as owner:
        await owner.execute(
            "insert into public.clients (id, owner_id, name) values ($1, $2, $3)", own, BOHDAN.id, f"{own}/"
        )
    assert await seen(db, BOHDAN, "files") == 0
    async with db.as_user(BOHDAN.id) as rows:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await rows.execute(INSERT, "files", f"{client}/planted")


DENIED = [
    (BOHDAN, "files", "{client}/b"),
    (BOHDAN, "photos", f"{ANNA.id}/other.png"),
    (GONE, "photos", f"{GONE.id}/face.png"),
    (GONE, "files", "{client}/b"),
    (ANNA, "files", "not-a-client/b"),
    (ANNA, "nowhere", "a"),
]


@pytest.mark.parametrize(("person", "bucket", "name"), DENIED)
async def test_who_may_not_write(db: Base, client: str, person: Person, bucket: str, name: str) -> None:
    async with db.as_user(person.id) as rows:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await rows.execute(INSERT, bucket, name.format(client=client))


@pytest.mark.parametrize("person", [BOHDAN, GONE])
async def test_who_may_not_change_or_delete(db: Base, client: str, person: Person) -> None:
    async with db.as_user(person.id) as rows:
        await rows.execute("select set_config('storage.allow_delete_query', 'true', true)")
        for statement in ("update storage.objects set metadata = '{}'", "delete from storage.objects"):
            assert (await rows.execute(statement)).endswith(" 0")
