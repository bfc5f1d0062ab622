"""One database and one storage service for all tests; every test works with fresh people in shared buckets."""

from collections.abc import Iterator

import pytest
from supabase import Client

from local.postgres.cluster import Cluster
from tests.storage.stage import Base, Person, Server, supabase
from tests.support import bare

# As `postgres`, the role of the project's migrations: making these policies is itself a test of the bootstrap.
# desk: everybody his own folder. reading: all may read, nobody may write. drop: insert only, even unread.
BUCKETS = """
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('desk', 'desk', false, null, null),
  ('open', 'open', true, null, null),
  ('small', 'small', false, 1000, array['image/*', 'text/plain']),
  ('drop', 'drop', false, null, null);
create policy desk_select on storage.objects for select to authenticated
  using (bucket_id in ('desk', 'small') and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy desk_insert on storage.objects for insert to authenticated
  with check (bucket_id in ('desk', 'small') and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy desk_update on storage.objects for update to authenticated
  using (bucket_id in ('desk', 'small') and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id in ('desk', 'small') and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy desk_delete on storage.objects for delete to authenticated
  using (bucket_id = 'desk' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy drop_insert on storage.objects for insert to anon, authenticated with check (bucket_id = 'drop');
"""


@pytest.fixture(scope="session")
def base(cluster: Cluster) -> Base:
    """A database with the test buckets and nothing of the product's: bootstrapped only."""
    made = Base(cluster, "storage_tests")
    bare.make(cluster, made.name)
    made.psql(BUCKETS)
    return made


@pytest.fixture(scope="session")
def server(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service, running."""
    running = Server(base, tmp_path_factory.mktemp("files"))
    running.start()
    yield running
    running.close()


@pytest.fixture
def anna() -> Person:
    return Person("authenticated")


@pytest.fixture
def bohdan() -> Person:
    return Person("authenticated")


@pytest.fixture
def service(server: Server) -> Iterator[Client]:
    """The Python client with the service role."""
    with supabase(server, Person("service_role")) as client:
        yield client


@pytest.fixture
def annas(server: Server, anna: Person) -> Iterator[Client]:
    """Anna's Python client."""
    with supabase(server, anna) as client:
        yield client


@pytest.fixture
def bohdans(server: Server, bohdan: Person) -> Iterator[Client]:
    """Bohdan's Python client."""
    with supabase(server, bohdan) as client:
        yield client
