"""Backups of real installations: what comes back, into what, and what is left alone when it cannot."""

import json
import stat
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command

from api.db import migrate
from api.db.sqlfile import files, version_of
from local import demo, schema
from local.archive import pack, unpack
from local.errors import LocalError
from local.installation import Installation
from local.target import Target

OBJECT, VERSION = UUID(int=1), UUID(int=2)
STORED = (
    "insert into storage.objects (id, bucket_id, name, version, owner_id) "
    f"values ('{OBJECT}', 'files', 'x/договор.txt', '{VERSION}', 'anna')"
)
TABLES = """
select format('%I.%I', table_schema, table_name)
from information_schema.tables
where (table_schema in ('public', 'private', 'storage') and table_type = 'BASE TABLE' and table_name not like 'audit_log_%')
  or (table_schema = 'auth' and table_name in ('users', 'identities'))
order by 1
"""


@contextmanager
def _installation(place: Path, *, revision: str | None = None) -> Iterator[Target]:
    """A running, migrated installation; `revision` stops the migrations there."""
    installation = Installation(place)
    installation.cluster._fast = True
    with installation.cluster as cluster:
        target = Target(installation.settings("http://127.0.0.1:8100"), installation)
        if revision is None:
            schema.bring_up_to_date(target.settings)
        else:
            cluster.psql("create schema supabase_migrations")
            command.upgrade(migrate.config(cluster.url()), revision)
        yield target


def _fill(target: Target) -> None:
    assert target.installation is not None
    demo.seed(target.owner_url)
    target.installation.cluster.psql(STORED)
    folder = target.installation.data_dir / "storage" / "files"
    folder.mkdir(parents=True)
    (folder / f"{OBJECT}.{VERSION}").write_text("содержание")


def _content(target: Target) -> list[str]:
    assert target.installation is not None
    cluster = target.installation.cluster
    digest = "select '{0}', count(*), md5(string_agg(t::text, ',' order by t::text)) from {0} t"
    return sorted(
        cluster.psql(" union all ".join(map(digest.format, cluster.psql(TABLES).splitlines()))).splitlines()
    )


@pytest.fixture(scope="module")
def filled(module_place: Path) -> Iterator[tuple[Target, Path]]:
    """A demo company with one stored file, and its backup."""
    with _installation(module_place / "filled") as target:
        _fill(target)
        file = module_place / "a backup.tar"
        pack.write(target, file)
        yield target, file


@pytest.fixture(scope="module")
def restored(filled: tuple[Target, Path], module_place: Path) -> Iterator[Target]:
    """An installation that was empty before the backup came."""
    with _installation(module_place / "other") as other:
        unpack.read(other, filled[1], force=False)
        yield other


def test_everything_comes_back_in_an_empty_installation(
    filled: tuple[Target, Path], restored: Target
) -> None:
    source, _ = filled
    assert any(line.startswith("public.clients|3000|") for line in _content(source))
    assert _content(restored) == _content(source)
    assert source.installation is not None
    assert restored.installation is not None
    stored = restored.installation.data_dir / "storage" / "files" / f"{OBJECT}.{VERSION}"
    assert stored.read_text() == "содержание"
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert restored.installation.keys() == source.installation.keys()
    assert restored.installation.settings("x")["CREDENTIALS_KEY"] == source.settings["CREDENTIALS_KEY"]


def test_a_backup_carries_keys_and_is_closed_to_others(filled: tuple[Target, Path]) -> None:
    assert stat.S_IMODE(filled[1].stat().st_mode) == 0o600


def test_an_installation_in_use_is_replaced_only_by_force(
    filled: tuple[Target, Path], restored: Target
) -> None:
    source, file = filled
    assert restored.installation is not None
    restored.installation.cluster.psql("update public.company set name = 'Другая'")
    changed = _content(restored)
    with pytest.raises(LocalError, match="--force"):
        unpack.read(restored, file, force=False)
    assert _content(restored) == changed
    unpack.read(restored, file, force=True)
    assert _content(restored) == _content(source)


@pytest.mark.parametrize("damage", ["bytes", "end", "kind"])
def test_a_damaged_backup_changes_nothing(
    filled: tuple[Target, Path], restored: Target, place: Path, damage: str
) -> None:
    whole = filled[1].read_bytes()
    middle = whole.index(b"PGDMP") + len(whole) // 2
    damaged = {
        "bytes": whole[:middle] + b"\0" * 4096 + whole[middle + 4096 :],
        "end": whole[: len(whole) // 2],
        "kind": b"not a backup",
    }
    (place / "damaged.tar").write_bytes(damaged[damage])
    before = _content(restored)
    with pytest.raises(LocalError):
        unpack.read(restored, place / "damaged.tar", force=True)
    assert _content(restored) == before


def test_a_backup_of_a_newer_version_is_refused(filled: tuple[Target, Path], place: Path) -> None:
    manifest = {"format": pack.FORMAT, "made_at": "2099-01-01", "revision": "20990101000000", "objects": []}
    (place / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(place / "newer.tar", "w") as archive:
        archive.add(place / "manifest.json", "manifest.json")
    with pytest.raises(LocalError, match="newer version"):
        unpack.read(filled[0], place / "newer.tar", force=True)


def test_names_that_lead_out_of_the_archive_are_refused(filled: tuple[Target, Path], place: Path) -> None:
    (place / "evil").write_text("x")
    with tarfile.open(place / "evil.tar", "w") as archive:
        archive.add(place / "evil", "../../outside")
    with pytest.raises(LocalError, match="outside"):
        unpack.read(filled[0], place / "evil.tar", force=True)


def test_a_backup_of_an_older_version_grows_to_this_one(place: Path) -> None:
    versions = [version_of(path) for path in files()]
    with ExitStack() as stack:
        old = stack.enter_context(_installation(place / "old", revision=versions[1]))
        assert old.installation is not None
        old.installation.cluster.psql("update public.profiles set full_name = 'Никто' where role = 'nobody'")
        pack.write(old, place / "old.tar")
        new = stack.enter_context(_installation(place / "new"))
        assert new.installation is not None
        _fill(new)
        unpack.read(new, place / "old.tar", force=True)
        name = new.installation.cluster.psql("select full_name from public.profiles where role = 'nobody'")
        assert name == "Никто"
        newest = "select max(version_num) from supabase_migrations.alembic_version"
        assert new.installation.cluster.psql(newest) == versions[-1]
        (kept,) = new.installation.data_dir.glob("before-restore-*.tar")
        unpack.read(new, kept, force=True)
        assert new.installation.cluster.psql("select count(*) > 1 from public.clients") == "t"
