"""/api/health, /api/ready and /api/v1/config."""

from typing import cast

from fastapi import Request

from api.db.dependencies import PublicRead
from api.db.sqlfile import newest_version
from api.errors import Unavailable
from api.health import queries
from api.health.schemas import Health, PublicConfig, Readiness
from api.kit.routing import Router
from api.messages import DEFAULT, LANGUAGES
from api.settings import Settings

router = Router(prefix="/api", tags=["health"], public=True)
config_router = Router(tags=["health"], public=True)


@router.get("/health")
async def health(request: Request) -> Health:
    """Answers while the process lives; touches nothing."""
    return Health(status="ok", version=request.app.version)


@router.get("/ready")
async def ready(tx: PublicRead) -> Readiness:
    """200 when the database answers and carries every migration of this version, else 503."""
    version = await queries.schema_version(tx)
    if version < (needed := newest_version()):
        raise Unavailable("schema_outdated", details={"schema_version": version, "needed": needed})
    return Readiness(status="ok", schema_version=version)


@config_router.get("/config")
async def public_config(request: Request, tx: PublicRead) -> PublicConfig:
    """Where to sign in, in which languages, and whether the installation still waits for its first admin."""
    settings = cast(Settings, request.app.state.settings)
    return PublicConfig(
        supabase_url=settings.supabase_url,
        publishable_key=settings.supabase_publishable_key,
        languages=list(LANGUAGES),
        default_language=DEFAULT,
        needs_setup=await queries.needs_setup(tx),
        version=request.app.version,
    )
