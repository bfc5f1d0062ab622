"""Makes the first account at Supabase Auth and names the company as that account."""

from uuid import UUID

from api.auth.admin import AuthAdmin
from api.auth.principal import LOGIN, acting_as
from api.db.pool import Database
from api.db.sql import load
from api.errors import Conflict
from api.setup.schemas import FirstRun

sql = load(__file__)


async def set_up(db: Database, accounts: AuthAdmin, wish: FirstRun) -> None:
    """Raises Conflict `already_set_up` when the installation has its company; leaves no stray account behind.

    Two people at once: both get an account, one becomes the admin, the other's is removed again.
    """
    async with db.read(LOGIN) as tx:
        if not await tx.value(sql.needs_setup):
            raise Conflict("already_set_up")
    email = str(wish.email).lower()
    user_id = await accounts.create(
        email,
        password=wish.password.get_secret_value(),
        full_name=wish.full_name,
        locale=wish.locale,
    )
    try:
        await _name_company(db, user_id, wish)
    except BaseException:
        await accounts.delete(user_id)
        raise


async def _name_company(db: Database, user_id: UUID, wish: FirstRun) -> None:
    async with db.write(acting_as(user_id)) as tx:
        if not await tx.value(sql.is_admin):
            raise Conflict("already_set_up")
        await tx.row(
            sql.set_up,
            name=wish.company_name,
            time_zone=wish.time_zone,
            currency=wish.currency,
            phone_region=wish.phone_region,
            locale=wish.locale,
            full_name=wish.full_name,
        )
