"""A made-up person writes to a simulated account: the simulator is asked, and its webhook brings it in like any other.

What can be done there the simulator tells: a vendor that is simulated from tomorrow on needs nothing here.
"""

from typing import Any
from uuid import UUID

import httpx
from asyncpg import Record

from api.auth.principal import Principal
from api.connections import queries
from api.connections.schemas import Acts, Rehearsal, Rehearsed
from api.db.pool import Database
from api.errors import Conflict, NotFound, Unavailable
from api.messages import Language

ANSWER_SECONDS = 10.0


async def acts(db: Database, user: Principal, source_id: UUID, simulator: str) -> Acts:
    """What can be rehearsed: nothing where nothing is simulated. Raises NotFound."""
    async with db.read(user) as tx:
        row = await queries.account(tx, source_id=source_id)
    if not simulator or not row["simulated"]:
        return Acts(acts=[])
    try:
        told = await _asked("GET", f"{simulator}/_sim/{row['channel']}/rehearsals")
    except Unavailable:
        return Acts(acts=[])
    return Acts(acts=told.get("acts", []))


async def rehearse(
    db: Database, user: Principal, source_id: UUID, what: Rehearsal, simulator: str, language: Language
) -> Rehearsed:
    """Raises NotFound, Conflict where nothing is simulated or the simulator knows nothing of us, Unavailable."""
    async with db.read(user) as tx:
        row = await queries.account(tx, source_id=source_id)
    if not simulator or not row["simulated"]:
        raise Conflict("not_simulated")
    told = await _asked("POST", _address(simulator, row), json={"act": what.act, "language": language})
    if not told.get("told"):
        raise Conflict("simulator_forgot")
    return Rehearsed(who=told["who"], text=told["text"])


def _address(simulator: str, row: Record) -> str:
    return f"{simulator}/_sim/{row['channel']}/{row['account_id']}/rehearse"


async def _asked(method: str, url: str, **order: Any) -> dict[str, Any]:
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as http:
            answer = await http.request(method, url, **order)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unavailable("simulator_unavailable") from error
    if answer.status_code == 404:
        raise NotFound("act_unknown")
    # (Refused in words: the account is not there any more.)
    return told if answer.is_success and isinstance(told, dict) else {}
