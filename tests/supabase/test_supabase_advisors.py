"""Supabase's linters (supabase/splinter, as the CLI carries it) find nothing to warn of."""

import pytest

from local.postgres.cluster import Cluster
from tests.supabase.cli import Cli
from tests.supabase.conftest import MIGRATED
from tests.support import bare

# Accepted hints below a warning. Indexes of an empty database are unused; what only workers touch has no policy on
# purpose; a composite foreign key (client, owner) is found through its first column, which has an index.
ACCEPTED = {"unused_index", "rls_enabled_no_policy", "unindexed_foreign_keys"}


MISTAKES = """
create table public.open_to_all (id int primary key);
grant select, insert on public.open_to_all to anon;
create view public.leaky as select * from public.clients;
grant select on public.leaky to authenticated;
create function public.careless() returns int language sql security definer as 'select 1';
grant execute on function public.careless() to anon;
"""
# splinter's 0028 and 0029, which the CLI does not carry: reachable functions that run with their owner's rights.
DEFINERS = """
select p.oid::regprocedure
from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prosecdef
  and (has_function_privilege('anon', p.oid, 'execute') or has_function_privilege('authenticated', p.oid, 'execute'));
"""


@pytest.mark.parametrize("which", ["pushed", "migrated"])
def test_no_warnings(cli: Cli, request: pytest.FixtureRequest, which: str) -> None:
    url = request.getfixturevalue(which)
    done = cli.run("db", "advisors", "--fail-on", "warn", url=url, check=False)
    assert done.returncode == 0, done.stdout
    assert {finding["name"] for finding in cli.findings(url, level="info")} <= ACCEPTED


def test_no_reachable_definer_functions(cluster: Cluster, migrated: str) -> None:
    assert cluster.psql(DEFINERS, database=MIGRATED) == ""


def test_mistakes_are_found(cli: Cli, cluster: Cluster, migrated: str) -> None:
    """The linters work here at all: offline, on this database, on the mistakes that would hurt."""
    bare.copy(cluster, MIGRATED, "spoiled")
    cluster.psql(MISTAKES, database="spoiled")
    url = cluster.url("postgres", "spoiled")
    found = {finding["name"] for finding in cli.findings(url)}
    assert found >= {"rls_disabled_in_public", "security_definer_view", "function_search_path_mutable"}
    assert cli.run("db", "advisors", "--fail-on", "warn", url=url, check=False).returncode == 1
    assert cluster.psql(DEFINERS, database="spoiled") == "careless()"
