"""The calls to Supabase Storage that the API makes itself, always with the caller's own token: its policies decide."""

from collections.abc import Sequence

import httpx

from api.errors import Forbidden, UpstreamFailed
from api.settings import Settings

BUCKET = "files"
SECONDS = 30.0
AT_ONCE = 500


def upload_url(settings: Settings, path: str) -> str:
    """Where the bytes of a registered file are posted."""
    return f"{settings.supabase_url}/storage/v1/object/{BUCKET}/{path}"


async def remove(settings: Settings, authorization: str, paths: Sequence[str]) -> None:
    """Deletes objects as the caller; missing ones are no fault. Raises Forbidden or UpstreamFailed."""
    headers = {"authorization": authorization, "apikey": settings.supabase_publishable_key}
    url = f"{settings.supabase_url}/storage/v1/object/{BUCKET}"
    try:
        async with httpx.AsyncClient(headers=headers, timeout=SECONDS) as storage:
            for start in range(0, len(paths), AT_ONCE):
                some = list(paths[start : start + AT_ONCE])
                answer = await storage.request("DELETE", url, json={"prefixes": some})
                if answer.status_code in (401, 403):
                    raise Forbidden
                answer.raise_for_status()
    except httpx.HTTPError as error:
        raise UpstreamFailed("storage_failed") from error


async def put(settings: Settings, authorization: str, path: str, content: bytes, mime_type: str) -> None:
    """Stores an object as the caller; one that is there already stays. Raises Forbidden or UpstreamFailed."""
    headers = {
        "authorization": authorization,
        "apikey": settings.supabase_publishable_key,
        "content-type": mime_type,
    }
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as storage:
            answer = await storage.post(upload_url(settings, path), content=content, headers=headers)
    except httpx.HTTPError as error:
        raise UpstreamFailed("storage_failed") from error
    # Storage answers 400 for everything and puts the true status into the body.
    told = answer.text if answer.status_code == 400 else ""
    if answer.status_code in (401, 403) or '"403"' in told:
        raise Forbidden
    if not answer.is_success and answer.status_code != 409 and '"409"' not in told:
        raise UpstreamFailed("storage_failed")
