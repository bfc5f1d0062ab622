"""The calls under `/object`."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.storage import bodies, reading, writing
from local.storage.callers import caller, caller_or_none, itself
from local.storage.database import sql
from local.storage.errors import NoSuchKey
from local.storage.names import bucket_name, object_name
from local.storage.signing import lifetime
from local.storage.store import Target, bucket, store, target

MOST_NAMES = 1000
SIGN = "storage.object.sign"
SIGN_MANY = "storage.object.sign_many"
NOT_SIGNED = "Either the object does not exist or you do not have access to it"


async def upload(request: Request) -> Response:
    """POST makes an object, or replaces it with `x-upsert: true`; PUT always may replace, as on a hosted project."""
    upsert = request.method == "PUT" or request.headers.get("x-upsert") == "true"
    where = target(request)
    made = await writing.upload(request, store(request), target=where, caller=caller(request), upsert=upsert)
    return JSONResponse({"Id": str(made), "Key": where.path})


async def download(request: Request) -> Response:
    """GET and HEAD; without a token, public buckets only."""
    who, where = caller_or_none(request), target(request)
    if request.method == "HEAD":
        row, public = await reading.find(store(request), where, who)
        return reading.head(request, row, public=public)
    return await reading.serve(request, store(request), where, caller=who)


async def download_authenticated(request: Request) -> Response:
    """As `download`, but a token is a must."""
    caller(request)
    return await download(request)


async def download_public(request: Request) -> Response:
    """Objects of public buckets, whoever asks."""
    return await reading.serve(request, store(request), target(request), caller=None)


async def info(request: Request) -> Response:
    """An object's description."""
    row, _ = await reading.find(store(request), target(request), caller_or_none(request))
    metadata = row["metadata"] or {}
    return JSONResponse(
        {
            "id": str(row["id"]),
            "name": row["name"],
            "version": row["version"],
            "bucket_id": row["bucket_id"],
            "size": metadata.get("size"),
            "content_type": metadata.get("mimetype"),
            "cache_control": metadata.get("cacheControl"),
            "etag": metadata.get("eTag"),
            "metadata": row["user_metadata"],
            "last_modified": row["updated_at"].isoformat(),
            "created_at": row["created_at"].isoformat(),
        }
    )


async def remove(request: Request) -> Response:
    """Several objects of a bucket; the answer lists those that went."""
    who, body = caller(request), await bodies.document(request)
    names = bodies.names(body, "prefixes", most=MOST_NAMES)
    return JSONResponse(await writing.remove(store(request), bucket=bucket(request), names=names, caller=who))


async def remove_one(request: Request) -> Response:
    """One object."""
    who, where = caller(request), target(request)
    if not await writing.remove(store(request), bucket=where.bucket, names=[where.name], caller=who):
        raise NoSuchKey()
    return JSONResponse({"message": "Successfully deleted"})


async def move(request: Request) -> Response:
    """Another name or bucket for an object."""
    who, body = caller(request), await bodies.document(request)
    source, to = _route(body)
    moved = await writing.move(store(request), source=source, target=to, caller=who)
    return JSONResponse({"message": "Successfully moved", "Id": str(moved), "Key": to.name})


async def copy(request: Request) -> Response:
    """A second object with the same content."""
    who, body = caller(request), await bodies.document(request)
    source, to = _route(body)
    upsert = request.headers.get("x-upsert") == "true"
    made = await writing.copy(store(request), source=source, target=to, caller=who, upsert=upsert)
    return JSONResponse({"Id": str(made), "Key": to.path})


async def sign(request: Request) -> Response:
    """A link to one object that the caller can see now; whoever holds it reads until it expires."""
    who, where, body = caller(request), target(request), await bodies.document(request)
    seconds = lifetime(body.get("expiresIn"))
    async with store(request).database.transaction(SIGN, caller=who) as rows:
        if await rows.first(sql.find_object, bucket=where.bucket, name=where.name) is None:
            raise NoSuchKey()
    return JSONResponse({"signedURL": _link(request, where, seconds)})


async def sign_many(request: Request) -> Response:
    """Links to several objects, each with an error instead where the caller sees nothing."""
    who, body = caller(request), await bodies.document(request)
    seconds, where = lifetime(body.get("expiresIn")), bucket(request)
    paths = bodies.names(body, "paths", most=MOST_NAMES)
    async with store(request).database.transaction(SIGN_MANY, caller=who) as rows:
        found = await rows.all(sql.find_names, bucket=where, names=paths)
    visible = {row["name"] for row in found}
    return JSONResponse(
        [
            {
                "error": None if path in visible else NOT_SIGNED,
                "path": path,
                "signedURL": _link(request, Target(where, path), seconds) if path in visible else None,
            }
            for path in paths
        ]
    )


async def download_signed(request: Request) -> Response:
    """The content behind a link made by `sign`."""
    where = target(request)
    claims = store(request).signer.read(_token(request), path=where.path, scope="download")
    return await reading.serve(request, store(request), where, caller=itself(), expires=int(claims["exp"]))


async def sign_upload(request: Request) -> Response:
    """A link to upload one object in the caller's name, if the policies let him upload it now."""
    who, where = caller(request), target(request)
    upsert = request.headers.get("x-upsert") == "true"
    async with store(request).database.transaction(writing.UPLOAD) as rows:
        await store(request).rules(rows, where.bucket)
    await writing.rehearse(store(request), writing.Draft(where, who, upsert, {}))
    token = store(request).signer.upload(where.path, owner=who.subject, upsert=upsert)
    return JSONResponse({"url": f"/object/upload/sign/{where.path}?token={token}", "token": token})


async def upload_signed(request: Request) -> Response:
    """The upload a link made by `sign_upload` allows."""
    where = target(request)
    claims = store(request).signer.read(_token(request), path=where.path, scope="upload")
    await writing.upload(
        request,
        store(request),
        target=where,
        caller=itself(claims.get("owner")),
        upsert=claims.get("upsert") is True,
    )
    return JSONResponse({"Key": where.path})


def _token(request: Request) -> str:
    return request.query_params.get("token", "")


def _link(request: Request, where: Target, seconds: int) -> str:
    token = store(request).signer.download(where.path, seconds=seconds)
    return f"/object/sign/{where.path}?token={token}"


def _route(body: dict[str, object]) -> tuple[Target, Target]:
    source_bucket = bucket_name(bodies.text(body, "bucketId"))
    to_bucket = bucket_name(body.get("destinationBucket") or source_bucket)
    source = Target(source_bucket, object_name(bodies.text(body, "sourceKey")))
    return source, Target(to_bucket, object_name(bodies.text(body, "destinationKey")))
