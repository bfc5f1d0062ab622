"""/setup"""

from api.auth.admin import Accounts
from api.db.dependencies import Db
from api.errors import Conflict, errors
from api.kit.routing import Router
from api.setup import service
from api.setup.schemas import FirstRun

router = Router(prefix="/setup", tags=["setup"], public=True)


@router.post("", status_code=204, responses=errors(Conflict))
async def set_up(wish: FirstRun, db: Db, accounts: Accounts) -> None:
    """Names the company and makes its first admin, who can sign in right after. Works once: then 409 `already_set_up`."""
    await service.set_up(db, accounts, wish)
