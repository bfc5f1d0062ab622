"""The failures of the storage service, with the names and numbers its clients know from hosted projects."""

import asyncpg
from starlette.requests import Request
from starlette.responses import JSONResponse


class StorageError(Exception):
    """`status_code` goes into the body; over HTTP a hosted project answers 400 for every fault of the caller."""

    status_code = 400
    code = "InvalidRequest"
    error = ""
    message = "Invalid request"
    http_status = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)

    def body(self) -> dict[str, str]:
        """`{"statusCode", "error", "code", "message"}`."""
        return {
            "statusCode": str(self.status_code),
            "error": self.error or self.code,
            "code": self.code,
            "message": str(self),
        }


class InvalidRequest(StorageError):
    """The body or a parameter makes no sense."""


class NoSuchRoute(StorageError):
    """Nothing answers there."""

    status_code, code, error, message, http_status = (
        404,
        "InvalidRequest",
        "Not Found",
        "Route not found",
        404,
    )


class NoSuchBucket(StorageError):
    """Also the answer to a caller who may not know that the bucket is there."""

    status_code, code, error, message = 404, "NoSuchBucket", "Bucket not found", "Bucket not found"


class NoSuchKey(StorageError):
    """Also the answer to a caller whose policies hide the object."""

    status_code, code, error, message = 404, "NoSuchKey", "not_found", "Object not found"


class InvalidKey(StorageError):
    """An object name outside the characters that every storage backend carries."""

    code = "InvalidKey"

    def __init__(self, name: str) -> None:
        super().__init__(f"Invalid key: {name}")


class InvalidBucketName(StorageError):
    """A bucket name that could not be a folder."""

    code, error, message = "InvalidBucketName", "Invalid Input", "Bucket name invalid"


class Duplicate(StorageError):
    """The name is taken."""

    status_code, code, error, message = (
        409,
        "ResourceAlreadyExists",
        "Duplicate",
        "The resource already exists",
    )


class BucketNotEmpty(StorageError):
    """Buckets are emptied before they are deleted."""

    status_code, message = 409, "The bucket you tried to delete is not empty"


class AccessDenied(StorageError):
    """The policies of the database refused."""

    status_code, code, error, message = 403, "AccessDenied", "Unauthorized", "Access denied"


class RoleRefused(AccessDenied):
    """A call for the service role alone."""

    message, http_status = "Access denied: Invalid role", 403


class InvalidToken(StorageError):
    """A signed URL whose token was not made here or has expired."""

    code, message = "InvalidJWT", "Invalid JWT"


class InvalidSignature(StorageError):
    """A signed URL's token made for something else."""

    code, message = "InvalidSignature", "Invalid signature"


class TooLarge(StorageError):
    """More bytes than the bucket or the service takes."""

    status_code, code, error = 413, "EntityTooLarge", "Payload too large"
    message = "The object exceeded the maximum allowed size"


class InvalidMimeType(StorageError):
    """A type the bucket does not take."""

    status_code, code, error = 415, "InvalidMimeType", "invalid_mime_type"

    def __init__(self, mimetype: str) -> None:
        super().__init__(f"mime type {mimetype} is not supported")


class InvalidRange(StorageError):
    """A byte range outside the object."""

    status_code, code, error, message = 416, "InvalidRange", "invalid_range", "invalid range provided"
    http_status = 416


class Busy(StorageError):
    """The object is being written by somebody else, or the database is slow."""

    status_code, code, message = 423, "ResourceLocked", "The resource is locked"


class DiskFull(StorageError):
    """Nothing was stored; what is there is unharmed."""

    status_code, code, http_status = 500, "InternalError", 500
    message = "The disk is full: the file was not stored"


class DatabaseError(StorageError):
    """The database failed in a way nobody foresaw."""

    status_code, code, http_status = 500, "DatabaseError", 500

    def __init__(self, sqlstate: str) -> None:
        super().__init__(f"database error, code: {sqlstate}")


_KINDS: dict[str, type[StorageError]] = {
    "23505": Duplicate,
    "23503": NoSuchBucket,
    "55P03": Busy,
    "57014": Busy,
    "40001": Busy,
    "40P01": Busy,
}


def from_database(failure: asyncpg.PostgresError) -> StorageError:
    """The answer to an SQLSTATE. What a policy is made of stays in the database."""
    state = failure.sqlstate or "unknown"
    if state == "42501":
        hidden = "row-level security" in str(failure)
        return AccessDenied("new row violates row-level security policy" if hidden else str(failure))
    if state in _KINDS:
        return _KINDS[state]()
    if state.startswith("22"):
        return InvalidRequest("A value is not in a form the database takes")
    return DatabaseError(state)


async def answer(request: Request, failure: Exception) -> JSONResponse:
    """Starlette's handler for StorageError and for what asyncpg raises."""
    if isinstance(failure, asyncpg.PostgresError):
        failure = from_database(failure)
    if not isinstance(failure, StorageError):
        raise failure
    return JSONResponse(failure.body(), status_code=failure.http_status)
