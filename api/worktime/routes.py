"""/api/v1/worktime."""

from api.db.dependencies import Read, Write
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.worktime import queries
from api.worktime.schemas import WorkDay

router = Router(prefix="/worktime", tags=["worktime"])


@router.get("/today", response_model=WorkDay)
async def work_today(tx: Read) -> JsonBytes:
    """Sessions, presence and plan of the caller's day."""
    return JsonBytes(await queries.today(tx))


@router.post("/beat", status_code=204)
async def beat(tx: Write) -> None:
    """Keeps this device's session alive; opens the day when the sign-in is from an earlier one."""
    await queries.beat(tx)
