"""Mistakes about where links lead."""

from typing import Any

import pytest

from local.auth.edge import answer, redirects
from tests.auth.broken import broken
from tests.auth.server import Stack


@broken("08_redirects_stay_on_the_list")
def every_redirect_is_allowed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(redirects, "is_allowed", lambda _url, _settings: True)


@broken("08_redirects_stay_on_the_list")
def no_redirect_is_permitted(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(redirects, "is_allowed", lambda _url, _settings: False)


@broken("08_redirects_stay_on_the_list")
def redirects_are_compared_by_prefix(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = redirects.is_allowed
    patch.setattr(
        redirects,
        "is_allowed",
        lambda url, settings: url.startswith(settings.site_url) or careful(url, settings),
    )


@broken("08_redirects_stay_on_the_list")
def backslashes_are_not_noticed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    def is_allowed(url: str, settings: Any) -> bool:
        site, there = redirects.urlsplit(settings.site_url), redirects.urlsplit(url)
        return redirects._is_own(site, there) or redirects._is_listed(url, there, settings)

    patch.setattr(redirects, "is_allowed", is_allowed)


@broken("08_redirects_stay_on_the_list")
def stars_cross_separators(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setitem(redirects.GLOB, "*", ".*")
    redirects.glob.cache_clear()
    patch.setattr(redirects, "glob", redirects.glob.__wrapped__)


@broken("08_redirects_stay_on_the_list")
def the_fragment_is_matched_too(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = redirects._is_listed

    def is_listed(url: str, there: Any, settings: Any) -> bool:
        return careful(url, there, settings) or any(pattern[:12] in url for pattern in settings.redirects)

    patch.setattr(redirects, "_is_listed", is_listed)


@broken("08_links_carry_only_allowed_targets")
def mails_carry_any_target(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(redirects, "is_allowed", lambda _url, _settings: True)


@broken("08_a_link_signs_in_by_fragment")
def the_session_is_in_the_query(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = answer.Answer.response

    def response(self: answer.Answer, more: Any = None) -> Any:
        made = careful(self, more)
        if "location" in made.headers:
            made.headers["location"] = made.headers["location"].replace("#", "&")
        return made

    patch.setattr(answer.Answer, "response", response)
