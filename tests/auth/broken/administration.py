"""Mistakes about lists of users."""

from typing import Any

import pytest

from local.auth.routes import admin_users
from local.auth.users import queries as users
from tests.auth.broken import broken, rewrite
from tests.auth.server import Stack


def with_another(patch: pytest.MonkeyPatch, **changed: Any) -> None:
    """The list is asked for with other arguments than the caller's."""
    careful = users.page_of_users

    async def page_of_users(db: Any, **wanted: Any) -> Any:
        return await careful(db, **{**wanted, **changed})

    patch.setattr(users, "page_of_users", page_of_users)


@broken("02_pages_of_users")
def the_filter_is_forgotten(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    with_another(patch, contains="")


@broken("02_pages_of_users")
def every_page_is_the_first(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    with_another(patch, page=1)


@broken("02_pages_of_users")
def the_order_is_forgotten(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    with_another(patch, newest_first=True)


@broken("02_pages_of_users")
def the_filter_is_a_pattern(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    for name in ("list_users", "count_users"):
        text, pattern = (
            "strpos(lower(u.email), lower($2::text)) > 0",
            "u.email ilike '%' || $2::text || '%'",
        )
        rewrite(patch, users.sql, name, text, pattern)


@broken("02_pages_of_users")
def the_size_of_a_page_comes_first(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = admin_users.page_links

    def page_links(*about: Any) -> str:
        return careful(*about).replace("page=2&per_page=2", "per_page=2&page=2")

    patch.setattr(admin_users, "page_links", page_links)
