"""Mistakes about one-time codes."""

from typing import Any

import pytest

from local.auth.codes import codes, verification
from local.auth.database import execute
from local.auth.edge import limits
from local.auth.users import queries as users
from tests.auth.broken import broken, nothing
from tests.auth.server import Stack


@broken("04_codes_work_once")
def codes_are_not_used_up(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def recover(_db: Any, known: Any) -> Any:
        return known

    patch.setattr(verification, "_recover", recover)


@broken("04_codes_work_once")
def the_typed_code_survives_its_link(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def recover(db: Any, known: Any) -> Any:
        await codes.drop_all(db, known)
        return known

    patch.setattr(verification, "_recover", recover)


@broken("04_codes_expire")
def codes_do_not_expire(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(codes, "is_fresh", lambda known, column, _settings: bool(getattr(known, column)))


@broken("04_codes_expire")
def only_recoveries_expire(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = codes.is_fresh

    def is_fresh(known: Any, column: Any, settings: Any) -> bool:
        return (
            careful(known, column, settings) if column == "recovery_token" else bool(getattr(known, column))
        )

    patch.setattr(codes, "is_fresh", is_fresh)


@broken("04_of_parallel_verifications_one_succeeds")
def verifications_take_no_lock(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def locked(db: Any, known: Any) -> Any:
        return await users.user_by_id(db, user_id=known.id)

    patch.setattr(users, "locked", locked)


@broken("04_of_parallel_verifications_one_succeeds")
def the_row_is_not_read_again_under_the_lock(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def locked(db: Any, known: Any) -> Any:
        await execute(db, users.sql.lock_user, user_id=known.id)
        return known

    patch.setattr(users, "locked", locked)


@broken("04_a_code_is_good_for_its_kind_and_owner")
def a_code_is_good_for_any_kind(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    everything = tuple(codes.SENT_AT)
    patch.setattr(verification, "COLUMNS", dict.fromkeys(codes.COLUMNS, everything))


@broken("04_a_code_is_good_for_its_kind_and_owner")
def any_pending_code_will_do(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(
        codes, "is_live", lambda known, column, _hash, settings: codes.is_fresh(known, column, settings)
    )


@broken("04_codes_are_compared_in_constant_time")
def codes_are_compared_letter_by_letter(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(codes, "is_same", lambda stored, given: stored == given)


@broken("04_guesses_are_limited")
def guesses_are_free(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(limits.Attempts, "begin", nothing)


@broken("04_a_new_code_voids_the_old")
def old_codes_stay_good(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(codes, "is_same", lambda _stored, _given: True)
    patch.setattr(codes, "put", _insert_beside)


async def _insert_beside(db: Any, known: Any, column: str, token_hash: str, about: str) -> None:
    kinds = ("recovery_token", "reauthentication_token", "phone_change_token")
    taken = await db.fetchval("select count(*) from auth.one_time_tokens where user_id = $1", known.id)
    await db.execute(
        """insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
           values (gen_random_uuid(), $1, $2::text::auth.one_time_token_type, $3, $4)""",
        *(known.id, kinds[taken], token_hash, about),
    )
    await db.execute("update auth.one_time_tokens set token_hash = token_hash where user_id = $1", known.id)
