"""What takes two steps: the database and Supabase Auth, one after the other, never one inside the other."""

from uuid import UUID

from api.auth.admin import AuthAdmin
from api.auth.principal import Principal
from api.db.pool import Database
from api.errors import NotFound
from api.team import queries
from api.team.schemas import Invite

NOTHING_MOVED = '{"clients": 0, "tasks": 0}'


async def invite(db: Database, accounts: AuthAdmin, caller: Principal, wish: Invite, *, page: str) -> None:
    """Records the invitation, then has the mail sent. A mail that fails leaves the invitation: it can be sent again."""
    async with db.write(caller) as tx:
        locale = await queries.record_invitation(tx, invite=wish)
    await accounts.invite(str(wish.email).lower(), full_name=wish.full_name, locale=locale, redirect_to=page)


async def resend(db: Database, accounts: AuthAdmin, caller: Principal, id: UUID, *, page: str) -> None:
    """Sends the mail again, to somebody awaited or to an account that never followed it."""
    async with db.read(caller) as tx:
        found = await tx.find(queries.sql.invitation, id=id) or await tx.find(
            queries.sql.awaited_account, id=id
        )
    if found is None:
        raise NotFound("member_not_found")
    await accounts.invite(
        found["email"], full_name=found["full_name"], locale=found["locale"], redirect_to=page
    )


async def deactivate(
    db: Database, accounts: AuthAdmin, caller: Principal, id: UUID, *, hand_over_to: UUID | None
) -> str:
    """Ends access in the database at once and hands the work over; then bars the account at Supabase Auth as well.

    Somebody who has left already is barred once more: that is how to go on when Supabase Auth did not answer.
    """
    async with db.write(caller, timeout_ms=60_000) as tx:
        if await tx.value(queries.sql.status, id=id) == "inactive":
            answer = NOTHING_MOVED
        else:
            answer = await tx.document(queries.sql.deactivate, id=id, hand_over_to=hand_over_to)
    await accounts.ban(id)
    return answer


async def reactivate(db: Database, accounts: AuthAdmin, caller: Principal, id: UUID) -> None:
    """Lets a former colleague in again; his clients stay where they are. Repeats like `deactivate`."""
    async with db.write(caller) as tx:
        if await tx.value(queries.sql.status, id=id) != "active":
            await tx.row(queries.sql.reactivate, id=id)
    await accounts.unban(id)
