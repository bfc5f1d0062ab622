"""Bringing the schema up to date does the work once, and again as soon as there is some."""

from collections.abc import Callable

import pytest

from api.db import migrate
from local import schema
from local.errors import LocalError
from local.postgres.cluster import Cluster


@pytest.fixture(scope="module")
def settings(shared_cluster: Cluster) -> dict[str, str]:
    """A migrated database, as our processes are told of it."""
    found = {
        "DATABASE_URL": shared_cluster.url(),
        "API_DATABASE_URL": shared_cluster.url("smena_api"),
        "WORKER_DATABASE_URL": shared_cluster.url("smena_worker"),
    }
    schema.bring_up_to_date(found)
    return found


@pytest.fixture
def upgrades(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the whole upgrade was run."""
    urls: list[str] = []
    real = migrate.upgrade

    def counted(url: str) -> None:
        urls.append(url)
        real(url)

    monkeypatch.setattr(migrate, "upgrade", counted)
    return lambda: len(urls)


def test_our_logins_get_the_passwords_that_their_addresses_carry(
    shared_cluster: Cluster, settings: dict[str, str]
) -> None:
    assert shared_cluster.psql("select current_user", user="smena_api") == "smena_api"
    assert shared_cluster.psql("select current_user", user="smena_worker") == "smena_worker"
    changed = settings["API_DATABASE_URL"].replace("smena_api:", "smena_api:%27new%3A")
    schema.bring_up_to_date({**settings, "API_DATABASE_URL": changed})
    with pytest.raises(LocalError, match="password authentication failed"):
        shared_cluster.psql("select 1", user="smena_api")
    schema.bring_up_to_date(settings)
    assert shared_cluster.psql("select 1", user="smena_api") == "1"


def test_nothing_is_done_where_nothing_is_new(settings: dict[str, str], upgrades: Callable[[], int]) -> None:
    schema.bring_up_to_date(settings)
    assert upgrades() == 0


@pytest.mark.parametrize(
    "change",
    [
        "update app.policy_files set checksum = 'old' where name = (select min(name) from app.policy_files)",
        "delete from app.policy_files where name = (select min(name) from app.policy_files)",
    ],
)
def test_a_changed_policy_file_is_noticed(
    shared_cluster: Cluster, settings: dict[str, str], upgrades: Callable[[], int], change: str
) -> None:
    shared_cluster.psql(change)
    schema.bring_up_to_date(settings)
    assert upgrades() == 1


def test_a_failed_migration_is_one_sentence(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_url: str) -> None:
        raise migrate.MigrationFailed("A table is in use.")

    monkeypatch.setattr(migrate, "upgrade", fail)
    monkeypatch.setattr(schema, "newest_version", lambda: "29991231000000")
    with pytest.raises(LocalError, match=r"^A table is in use\.$"):
        schema.bring_up_to_date(settings)


def test_an_installation_is_empty_until_somebody_has_an_account(
    shared_cluster: Cluster, settings: dict[str, str]
) -> None:
    assert schema.is_empty(settings["DATABASE_URL"])
    shared_cluster.psql("insert into auth.users (id, email) values (gen_random_uuid(), 'first@demo.example')")
    assert not schema.is_empty(settings["DATABASE_URL"])
