"""The calls under `/bucket`. Who may see or change a bucket the policies of storage.buckets say: without any, the
service role alone."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.storage import bodies
from local.storage.callers import caller, service_caller
from local.storage.database import sql
from local.storage.errors import (
    AccessDenied,
    BucketNotEmpty,
    InvalidMimeType,
    InvalidRequest,
    NoSuchBucket,
    TooLarge,
)
from local.storage.names import bucket_name
from local.storage.store import bucket, store, stored_file

MOST_BUCKETS = 1000
_TYPE = re.compile(r"[a-zA-Z0-9+.-]+/(\*|[a-zA-Z0-9+.-]+(;\s*charset=[a-zA-Z0-9-]+)?)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)(gb|mb|kb|b)", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}


async def list_buckets(request: Request) -> Response:
    """Those the caller sees."""
    who, wanted = caller(request), request.query_params
    async with store(request).database.transaction("storage.bucket.list", caller=who) as rows:
        found = await rows.value(
            sql.list_buckets,
            search=wanted.get("search", ""),
            sort_by=wanted.get("sortColumn", "id"),
            descending=wanted.get("sortOrder") == "desc",
            limit=bodies.number(wanted.get("limit"), default=MOST_BUCKETS, lowest=1, highest=MOST_BUCKETS),
            offset=bodies.number(wanted.get("offset"), default=0, lowest=0, highest=2**31 - 1),
        )
    return bodies.built(found)


async def get_bucket(request: Request) -> Response:
    """One bucket."""
    async with store(request).database.transaction("storage.bucket.get", caller=caller(request)) as rows:
        found = await rows.value(sql.get_bucket, bucket=request.path_params["bucket"])
    if found is None:
        raise NoSuchBucket()
    return bodies.built(found)


async def create_bucket(request: Request) -> Response:
    """A new bucket, private unless asked otherwise."""
    who, body = caller(request), await bodies.document(request)
    name = bucket_name(bodies.text(body, "name"))
    async with store(request).database.transaction("storage.bucket.create", caller=who) as rows:
        await rows.value(
            sql.create_bucket,
            id=bucket_name(body.get("id") or name),
            name=name,
            owner=who.owner,
            owner_id=who.subject,
            public=body.get("public") is True,
            file_size_limit=_size(request, body.get("file_size_limit")),
            allowed_mime_types=_types(body.get("allowed_mime_types")),
        )
    return JSONResponse({"name": name})


async def update_bucket(request: Request) -> Response:
    """Change what the body names of public, file_size_limit and allowed_mime_types."""
    who, body = caller(request), await bodies.document(request)
    async with store(request).database.transaction("storage.bucket.update", caller=who) as rows:
        changed = await rows.value(
            sql.update_bucket,
            bucket=bucket(request),
            public=body.get("public"),
            has_limit="file_size_limit" in body,
            file_size_limit=_size(request, body.get("file_size_limit")),
            has_types="allowed_mime_types" in body,
            allowed_mime_types=_types(body.get("allowed_mime_types")),
        )
    if changed is None:
        raise NoSuchBucket()
    return JSONResponse({"message": "Successfully updated"})


async def empty_bucket(request: Request) -> Response:
    """Remove every object. Rows and files go at once here; a hosted project does it in the background."""
    who = service_caller(request)
    async with store(request).database.transaction("storage.bucket.empty", caller=who) as rows:
        if await rows.first(sql.bucket_rules, bucket=bucket(request)) is None:
            raise NoSuchBucket()
        removed = await rows.all(sql.empty_bucket, bucket=bucket(request))
    store(request).files.remove(*map(stored_file, removed))
    return JSONResponse({"message": "Successfully emptied"})


async def delete_bucket(request: Request) -> Response:
    """Remove an empty bucket."""
    who, name = caller(request), bucket(request)
    async with store(request).database.transaction("storage.bucket.delete") as rows:
        if await rows.first(sql.bucket_rules, bucket=name) is None:
            raise NoSuchBucket()
        full = await rows.value(sql.bucket_has_objects, bucket=name)
        await rows.become(who)
        if await rows.first(sql.get_bucket, bucket=name) is None:
            raise NoSuchBucket()
        if full:
            raise BucketNotEmpty()
        if await rows.value(sql.delete_bucket, bucket=name) is None:
            raise AccessDenied()
    store(request).files.remove_bucket(name)
    return JSONResponse({"message": "Successfully deleted"})


def _size(request: Request, value: Any) -> int | None:
    """Bytes from a number or `20MB`; None for no limit of the bucket's own."""
    if value is None:
        return None
    if isinstance(value, str) and (match := _SIZE.fullmatch(value)):
        value = int(float(match.group(1)) * _UNITS[match.group(2).lower()])
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidRequest("Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B")
    if value > store(request).settings.file_size_limit:
        raise TooLarge()
    return value


def _types(value: Any) -> list[str] | None:
    """Media types, `image/*` included; None for any."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise InvalidRequest("body/allowed_mime_types must be array")
    for item in value:
        if not isinstance(item, str) or len(item) > 1000 or not _TYPE.fullmatch(item):
            raise InvalidMimeType(str(item))
    return value
