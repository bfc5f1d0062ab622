"""Mistakes about sessions, bans, passwords and rights."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from local.auth.codes import codes, verification
from local.auth.routes import token, user
from local.auth.sessions import bearer, refresh
from local.auth.sessions import queries as sessions
from local.auth.tokens import access
from local.auth.users import account, model
from local.auth.users import queries as users
from tests.auth.broken import broken, nothing, nothing_awaited
from tests.auth.server import Stack


@broken("05_an_ended_session_is_over_at_once")
def the_session_row_is_not_looked_at(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(bearer, "_session_of", nothing_awaited)


@broken("05_an_ended_session_is_over_at_once")
def others_means_all(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def end_by_scope(db: Any, caller: Any, _scope: str) -> None:
        await sessions.end_sessions(db, caller.user)

    patch.setattr(user, "end_by_scope", end_by_scope)


@broken("05_a_ban_works_at_once_and_everywhere")
def bans_are_not_looked_at(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(model.User, "is_banned", property(lambda _user: False))


@broken("05_a_ban_works_at_once_and_everywhere")
def a_ban_waits_for_the_token_to_expire(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def caller_of(db: Any, claims: Any) -> Any:
        known = await bearer._user_of(db, claims)
        return bearer.Caller(claims, known, await bearer._session_of(db, claims, known))

    patch.setattr(bearer, "caller_of", caller_of)


@broken("05_a_ban_works_at_once_and_everywhere")
def a_banned_person_refreshes(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "users", pardoning("user_by_id"))


@broken("05_a_ban_works_at_once_and_everywhere")
def a_banned_person_signs_in(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(token, "users", pardoning("user_by_email", "locked"))


@broken("05_a_ban_works_at_once_and_everywhere")
def a_banned_person_follows_a_link(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(verification, "users", pardoning("locked"))


def pardoning(*names: str) -> Any:
    """The users' queries; these of them do not see a ban."""
    seen = SimpleNamespace(**vars(users))
    for name in names:
        setattr(seen, name, _pardoned(getattr(users, name)))
    return seen


def _pardoned(find: Any) -> Any:
    async def found(*about: Any, **named: Any) -> Any:
        known = await find(*about, **named)
        return known and replace(known, banned_until=None)

    return found


@broken("05_a_deleted_user_is_gone")
def soft_deletion_keeps_the_address(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(account, "_blurred", lambda _user, text: text)


@broken("06_a_new_password_ends_other_sessions")
def a_new_password_leaves_other_sessions(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(sessions, "end_sessions", nothing_awaited)


@broken("06_a_new_password_voids_pending_codes")
def a_new_password_leaves_pending_codes(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def set_password(db: Any, known: Any, password_hash: str, *, keep: Any = None) -> Any:
        await sessions.end_sessions(db, known, except_id=keep)
        return await users.update_user(db, known, encrypted_password=password_hash)

    patch.setattr(account, "set_password", set_password)


@broken("06_a_new_password_voids_pending_codes")
def a_new_password_voids_only_links(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def set_password(db: Any, known: Any, password_hash: str, *, keep: Any = None) -> Any:
        await codes.drop_all(db, known)
        return await users.update_user(db, known, encrypted_password=password_hash)

    patch.setattr(account, "set_password", set_password)


@broken("06_an_old_session_needs_a_code_for_a_new_password")
def an_old_session_is_trusted(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(user, "require_reauthentication", nothing_awaited)


@broken("06_a_recovery_needs_no_old_password")
def the_old_password_is_not_asked_for(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(user, "require_current_password", nothing_awaited)


@broken("06_a_recovery_needs_no_old_password")
def any_old_password_will_do(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = user.require_current_password

    async def require_current_password(call: Any, db: Any, known: Any, caller: Any, current: str) -> None:
        if not current:
            await careful(call, db, known, caller, current)

    patch.setattr(user, "require_current_password", require_current_password)


@broken("06_a_recovery_needs_no_old_password")
def the_old_password_is_asked_of_those_who_forgot_it(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(sessions, "used_method", nothing_awaited)


@broken("09_nobody_writes_his_own_rights")
def app_metadata_is_taken_from_the_user(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = user.checked_change

    def checked_change(call: Any, caller: Any, body: Any) -> str:
        body._members.pop("app_metadata", None)
        return careful(call, caller, body)

    patch.setattr(user, "checked_change", checked_change)


@broken("09_nobody_writes_his_own_rights")
def the_role_is_taken_from_metadata(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = access.own_claims
    patch.setattr(access, "own_claims", lambda known: {**careful(known), **_role_of(known)})


def _role_of(known: model.User) -> dict[str, Any]:
    role = known.raw_user_meta_data.get("role")
    return {"role": role} if role else {}


@broken("09_nobody_writes_his_own_rights")
def a_sign_up_names_its_own_role(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = account.create

    async def create(db: Any, *, user_metadata: Any = None, **more: Any) -> Any:
        role = (user_metadata or {}).get("role")
        return await careful(db, user_metadata=user_metadata, **{**more, **({"role": role} if role else {})})

    patch.setattr(account, "create", create)


@broken("10_a_second_factor_guards_password_and_address")
def the_second_factor_is_not_asked_for(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(user, "require_second_factor", nothing)
