"""Files: nobody's and a colleague's folders are refused."""

from uuid import uuid4

import pytest

from tests.db.probes import acting
from tests.db.world import World
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN, GONE


@pytest.mark.parametrize("bucket", ["photos", "files"])
async def test_buckets(base: Base, world: World, bucket: str) -> None:
    """Files hang on a client whom one sees, photos on oneself; a path that is nobody's is refused."""
    folder = {ANNA.id: ANNA.id, BOHDAN.id: BOHDAN.id} if bucket == "photos" else world.clients
    insert = "insert into storage.objects (bucket_id, name) values ('{}', '{}')"
    async with acting(base, ANNA.id) as anna:
        assert await anna.touched(insert.format(bucket, f"{folder[ANNA.id]}/x.png")) == 1
        for path in (
            f"{folder[BOHDAN.id]}/x.png",
            "x.png",
            "../x",
            f"{uuid4()}/x",
            f"{folder[BOHDAN.id]}/../{folder[ANNA.id]}/x",
        ):
            assert await anna.touched(insert.format(bucket, path)) == "42501", path
    async with acting(base, GONE.id) as gone:
        assert (
            await gone.touched(
                insert.format(bucket, f"{GONE.id if bucket == 'photos' else folder[GONE.id]}/x")
            )
            == "42501"
        )
    async with acting(base, role="anon") as anon:
        assert await anon.touched(insert.format(bucket, f"{folder[ANNA.id]}/x.png")) == "42501"
        assert await anon.rows("select * from storage.objects") in ([], "42501")


async def test_every_bucket_is_private_and_known(base: Base) -> None:
    rows = await base.rows("select id, public from storage.buckets order by id")
    assert [(row["id"], row["public"]) for row in rows] == [("files", False), ("photos", False)]
