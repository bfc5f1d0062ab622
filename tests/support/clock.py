"""A database whose present can be moved: PostgreSQL's own now() with a shift added, for everybody who asks that database.

The planner puts the function's body wherever now() stands: in functions, defaults, policies and the workers' statements. A session
that was open before may keep plans of the old time, so every other one is ended, and pools connect anew.
"""

from datetime import datetime

from local.postgres.cluster import Cluster

INSTALL = """
create schema clock;
grant usage on schema clock to public;
create table clock.shifts (shift interval not null);
insert into clock.shifts values ('0');
create function clock.shift() returns interval language sql stable security definer set search_path = '' as
  'select s.shift from clock.shifts s';
create or replace function pg_catalog.now() returns timestamptz language sql stable parallel safe as
  'select pg_catalog.transaction_timestamp() + clock.shift()';
select pg_catalog.pg_terminate_backend(a.pid) from pg_catalog.pg_stat_activity a
where a.datname = current_database() and a.pid <> pg_backend_pid() and a.backend_type = 'client backend';
"""


class Clock:
    """The clock of one database of the cluster; it goes on ticking from wherever it is set."""

    def __init__(self, cluster: Cluster, database: str = "postgres") -> None:
        self._cluster, self._database = cluster, database
        self._run(INSTALL)

    def set(self, moment: datetime) -> None:
        """Now it is this moment."""
        self._run(
            f"update clock.shifts set shift = '{moment.isoformat()}'::timestamptz - pg_catalog.transaction_timestamp()"
        )

    def _run(self, sql: str) -> None:
        self._cluster.psql(sql, user="supabase_admin", database=self._database)
