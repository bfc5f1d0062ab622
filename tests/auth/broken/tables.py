"""Mistakes about rows and shapes."""

from typing import Any

import pytest

from local.auth.edge import answer
from local.auth.sessions import queries as sessions
from local.auth.tokens import jws
from local.auth.users import passwords
from local.auth.users import queries as users
from tests.auth.broken import broken, rewrite
from tests.auth.server import Stack


@broken("12_rows_are_as_gotrue_wants_them")
def token_columns_are_null(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    rewrite(
        patch,
        users.sql,
        "insert_user",
        "'', '', '',\n  '', '', '', '', ''",
        "null, null, '',\n  '', '', '', '', ''",
    )


@broken("12_rows_are_as_gotrue_wants_them")
def the_instance_is_null(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    nil = "'00000000-0000-0000-0000-000000000000'"
    rewrite(patch, users.sql, "insert_user", f"{nil}, ", "null, ")
    rewrite(patch, users.sql, "user_by_id", f"u.instance_id = {nil} and ", "")
    rewrite(patch, users.sql, "user_by_email", f"u.instance_id = {nil}\n  and ", "")


@broken("12_rows_are_as_gotrue_wants_them")
def users_have_no_identity(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def add(_db: Any, _user: Any, **_more: Any) -> dict[str, Any]:
        return {}

    patch.setattr(users, "add_email_identity", add)


@broken("12_hashes_and_codes_carry_over")
def hashes_are_2b(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    def hashed(_self: Any, password: str) -> str:
        return passwords.bcrypt.hashpw(password.encode(), passwords.bcrypt.gensalt(4, b"2b")).decode()

    patch.setattr(passwords.Hasher, "_hash", hashed)


@broken("12_hashes_and_codes_carry_over")
def refresh_times_are_local(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    rewrite(
        patch, sessions.sql, "touch_session", "now() at time zone 'utc'", "now() at time zone 'Asia/Tokyo'"
    )


@broken("12_times_are_rfc_3339")
def times_are_postgres_text(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(answer, "rfc3339", lambda moment: moment.isoformat(sep=" "))


@broken("12_errors_have_the_format_of_the_asked_version")
def errors_are_always_old(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(answer, "is_new_format", lambda _version: False)


@broken("12_claims_are_the_exact_set")
def the_issuer_is_missing(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = jws.TokenKeys.sign

    def sign(self: jws.TokenKeys, claims: dict[str, Any]) -> str:
        return careful(self, {name: value for name, value in claims.items() if name != "iss"})

    patch.setattr(jws.TokenKeys, "sign", sign)
