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
