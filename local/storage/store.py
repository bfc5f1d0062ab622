"""The service's parts in one hand, and the address of an object."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from asyncpg import Record
from starlette.requests import Request

from local.storage import signing
from local.storage.database import Database, Rows, sql
from local.storage.errors import NoSuchBucket
from local.storage.files import FileKey, Files, file_key
from local.storage.names import bucket_name, object_name
from local.storage.receiving import Rules
from local.storage.settings import StorageSettings


@dataclass(frozen=True)
class Target:
    """Bucket and name of an object, both of a valid shape."""

    bucket: str
    name: str

    @property
    def path(self) -> str:
        return f"{self.bucket}/{self.name}"

    def new_file(self, object_id: UUID) -> FileKey:
        """The file of a version that is about to be written."""
        return FileKey(self.bucket, object_id, uuid4())


@dataclass(frozen=True)
class Store:
    """Everything a handler needs."""

    settings: StorageSettings
    database: Database
    files: Files
    signer: signing.Signer

    @classmethod
    def of(cls, settings: StorageSettings) -> "Store":
        """Makes the folder tree and the signing key at the first start; touches no database yet."""
        files = Files(settings.root)
        return cls(
            settings,
            Database(settings.database_url, connections=settings.connections),
            files,
            signing.load_or_create(settings.root / ".signing-key"),
        )

    async def rules(self, rows: Rows, bucket: str) -> Rules:
        """What `bucket` takes, read past the policies; NoSuchBucket."""
        found = await rows.first(sql.bucket_rules, bucket=bucket)
        if found is None:
            raise NoSuchBucket()
        return Rules.of(found, service_limit=self.settings.file_size_limit)


def target(request: Request) -> Target:
    """The object a route's path names."""
    return Target(bucket(request), object_name(request.path_params["name"]))


def bucket(request: Request) -> str:
    """The bucket a route's path names."""
    return bucket_name(request.path_params["bucket"])


def store(request: Request) -> Store:
    """The store behind the application."""
    found: Store = request.app.state.store
    return found


def stored_file(row: Record | None) -> FileKey | None:
    """The file of a row of storage.objects, None without a row or for a row this service did not write."""
    if row is None:
        return None
    return file_key(bucket=row["bucket_id"], object_id=row["id"], version=row["version"])
