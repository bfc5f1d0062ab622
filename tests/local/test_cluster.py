"""The life of the embedded cluster."""

import os
import shutil
import socket
import stat
from pathlib import Path

import psutil
import pytest

from local.errors import LocalError
from local.postgres import bootstrap, config, memory
from local.postgres.cluster import Cluster


def test_a_cluster_keeps_its_data_port_and_passwords_over_a_restart(place: Path) -> None:
    with Cluster(place / "data", fast=True) as first:
        first.psql("create table public.kept (word text); insert into public.kept values ('Їжак')")
        port, url = first.port, first.url("supabase_auth_admin")
        assert first.running()
    assert not first.running()
    with Cluster(place / "data", fast=True) as second:
        assert second.psql("select word from public.kept") == "Їжак"
        assert (second.port, second.url("supabase_auth_admin")) == (port, url)


def test_secrets_are_readable_by_their_owner_only(shared_cluster: Cluster) -> None:
    file = shared_cluster.data_dir / "cluster.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(shared_cluster.place.pgdata.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "role", ["supabase_admin", "postgres", "supabase_auth_admin", "supabase_storage_admin", "authenticator"]
)
def test_every_login_role_has_its_own_password(shared_cluster: Cluster, role: str) -> None:
    assert shared_cluster.psql("select current_user", user=role) == role
    other = "postgres" if role != "postgres" else "authenticator"
    stolen = shared_cluster.url(role).split(":")[2].split("@")[0]
    assert stolen not in shared_cluster.url(other)


def test_a_wrong_password_is_refused(shared_cluster: Cluster) -> None:
    impostor = Cluster(shared_cluster.data_dir)
    impostor._memory.passwords["postgres"] = "guessed"
    with pytest.raises(LocalError, match="password authentication failed"):
        impostor.psql("select 1")


def test_postgres_is_as_weak_as_on_a_hosted_project(shared_cluster: Cluster) -> None:
    rights = "rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
    assert shared_cluster.psql(f"select {rights} from pg_roles where rolname = 'postgres'") == "f|t|t|t|t"
    with pytest.raises(LocalError, match="permission denied for schema auth"):
        shared_cluster.psql("create table auth.mine (id int)")
    with pytest.raises(LocalError, match="permission denied"):
        shared_cluster.psql("set role supabase_admin")


def test_nothing_new_is_exposed_by_itself(shared_cluster: Cluster) -> None:
    shared_cluster.psql(
        "create table public.fresh (id int); create function public.fresh() returns int language sql as 'select 1'"
    )
    seen = "has_table_privilege('anon', 'public.fresh', 'select')"
    called = "has_function_privilege('authenticated', 'public.fresh()', 'execute')"
    assert shared_cluster.psql(f"select {seen}, {called}") == "f|f"


def test_cyrillic_is_searched_and_lowered(shared_cluster: Cluster) -> None:
    assert (
        shared_cluster.psql("select similarity('шевченко', 'Шевченко') > 0.9, upper('ґ'), lower('Ї')")
        == "t|Ґ|ї"
    )


def test_the_self_test_refuses_a_cluster_without_cyrillic_trigrams(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = [option.replace("--lc-ctype=C.UTF-8", "--lc-ctype=C") for option in config.INITDB]
    monkeypatch.setattr(config, "INITDB", options)
    cluster = Cluster(place / "data", fast=True)
    with pytest.raises(LocalError, match="Cyrillic trigrams"):
        cluster.start()
    assert not cluster.running()


def test_the_environment_of_the_caller_does_not_choose_the_locale(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PGPORT", "1")
    with Cluster(place / "data", fast=True) as cluster:
        assert cluster.psql("select 'Їжак' ilike '%їжак%'") == "t"


def test_a_second_instance_on_the_same_data_is_told_so(shared_cluster: Cluster) -> None:
    with pytest.raises(LocalError, match="already running"):
        Cluster(shared_cluster.data_dir, fast=True).start()
    assert shared_cluster.psql("select 1") == "1"


def test_a_taken_port_is_told_and_another_is_picked_where_none_was_asked_for(place: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LocalError, match=f"Port {port} .* taken"):
            Cluster(place / "data", port=port, fast=True).start()
        remembered = Cluster(place / "data", fast=True)
        remembered._memory.port = port
        memory.save(remembered._memory, remembered.place.memory_file)
        with Cluster(place / "data", fast=True) as moved:
            assert moved.port != port
            assert moved.psql("select 1") == "1"


def test_the_server_of_a_killed_predecessor_is_stopped_and_its_data_kept(place: Path) -> None:
    killed = Cluster(place / "data", fast=True)
    killed.start()
    killed.psql("create table public.kept (word text)")
    left = killed._postmaster()
    assert left is not None
    killed.place.unlock()  # the operating system does this for a killed process
    with Cluster(place / "data", fast=True) as next_one:
        assert not psutil.pid_exists(left.pid) or left.status() == psutil.STATUS_ZOMBIE
        assert next_one.psql("select count(*) from public.kept") == "0"


def test_a_pid_file_that_names_a_stranger_by_now_does_not_stand_in_the_way(place: Path) -> None:
    with Cluster(place / "data", fast=True) as cluster:
        pid_file = cluster.place.pgdata / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.place.pgdata}\n")
    with Cluster(place / "data", fast=True) as again:
        assert again.psql("select 1") == "1"


def test_changed_bootstrap_files_run_again_on_old_data(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cluster(place / "data", fast=True):
        pass
    extra = place / "99_extra.sql"
    extra.write_text("create schema if not exists came_later;")
    files = [*bootstrap.files(), extra]
    monkeypatch.setattr(bootstrap, "files", lambda: files)
    for _ in range(2):
        with Cluster(place / "data", fast=True) as cluster:
            assert cluster.psql("select to_regnamespace('came_later')") == "came_later"


def test_a_database_without_its_passwords_is_told_and_left_alone(place: Path) -> None:
    with Cluster(place / "data", fast=True) as cluster:
        pass
    (place / "data" / "cluster.json").unlink()
    with pytest.raises(LocalError, match=r"cluster\.json .* is gone"):
        Cluster(place / "data", fast=True).start()
    assert (cluster.place.pgdata / "PG_VERSION").exists()


def test_in_a_closed_home_only_root_has_to_move_the_database(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with Cluster(closed / "data", fast=True) as cluster:
        server = cluster._postmaster()
        assert server is not None
        assert server.uids().real != 0
        assert cluster.place.link.is_symlink() is (os.geteuid() == 0)
        moved = cluster.place.pgdata.parent
    assert moved.parent == Path("/var/lib/smena") or moved == closed / "data"
    shutil.rmtree(moved)


FULL = "do $$ begin raise exception 'could not extend file: No space left on device'; end $$"


def test_a_full_disk_is_told_whatever_it_broke(shared_cluster: Cluster) -> None:
    with pytest.raises(LocalError, match="The disk is full: could not use the database"):
        shared_cluster.psql(FULL)
    with (
        pytest.raises(LocalError, match=r"The disk is full: .* nothing was lost"),
        shared_cluster.in_use(),
    ):
        with pytest.raises(LocalError):
            shared_cluster.psql(FULL)
        raise ConnectionResetError
    with pytest.raises(ConnectionResetError), shared_cluster.in_use():
        raise ConnectionResetError("the disk was full before, which is no reason now")


def test_a_server_that_ends_by_itself_is_told(place: Path) -> None:
    with Cluster(place / "data", fast=True) as cluster:
        cluster.require_running()
        server = cluster._postmaster()
        assert server is not None
        server.kill()
        server.wait()
        with pytest.raises(LocalError, match="Could not keep the database running"):
            cluster.require_running()
