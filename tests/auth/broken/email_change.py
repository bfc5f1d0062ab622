"""Mistakes about changing an address."""

from dataclasses import replace
from typing import Any

import pytest

from local.auth.codes import codes, verification
from local.auth.users import queries as users
from tests.auth.broken import broken, nothing_awaited
from tests.auth.server import Stack


@broken("07_both_addresses_confirm_by_link")
def one_confirmation_is_enough(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = verification.confirm_email_change

    async def confirm(call: Any, db: Any, known: Any, column: Any) -> Any:
        return await careful(call, db, replace(known, email_change_confirm_status=1), column)

    patch.setattr(verification, "confirm_email_change", confirm)


@broken("07_one_side_alone_changes_nothing")
def the_first_link_stays_good(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = verification.confirm_email_change

    async def confirm(call: Any, db: Any, known: Any, column: Any) -> Any:
        answered = await careful(call, db, known, column)
        if answered is None:
            await users.update_user(db, known, **{column: getattr(known, column)})
        return answered

    patch.setattr(verification, "confirm_email_change", confirm)
    patch.setattr(codes, "drop", nothing_awaited)


@broken("07_a_taken_address_is_refused")
def a_taken_address_is_not_looked_for(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def email_is_taken(*_arguments: Any, **_named: Any) -> bool:
        return False

    patch.setattr(users, "email_is_taken", email_is_taken)
