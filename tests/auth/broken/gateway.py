"""Mistakes about API keys and CORS."""

from dataclasses import replace
from typing import Any

import pytest

from local.auth.edge import answer, endpoint
from local.gateway import api_keys, cors
from tests.auth.broken import broken, nothing
from tests.auth.server import Stack


@broken("11_keys_are_required_and_known")
def a_missing_key_is_overlooked(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(api_keys, "refusal_of", nothing)


@broken("11_only_the_secret_key_is_an_admin")
def every_known_key_is_a_service(patch: pytest.MonkeyPatch, stack: Stack) -> None:
    known = (stack.keys.secret_key, stack.keys.publishable_key)
    patch.setattr(
        api_keys.ApiKeys, "role_of", lambda _self, given: "service_role" if given in known else None
    )


@broken("11_only_the_secret_key_is_an_admin")
def any_two_keys_with_one_prefix_are_the_same(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(api_keys, "same", lambda given, key: given[:3] == key[:3])


@broken("11_a_users_token_is_kept")
def the_key_outranks_the_user(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = api_keys.ApiKeys._with_authorization

    def with_authorization(self: Any, scope: Any, request: Any, role: Any) -> Any:
        bare = [(name, value) for name, value in scope["headers"] if name != b"authorization"]
        scope = {**scope, "headers": bare}
        return careful(self, scope, api_keys.Request(scope), role)

    patch.setattr(api_keys.ApiKeys, "_with_authorization", with_authorization)


@broken("11_the_secret_key_is_refused_from_a_browser")
def browsers_may_use_the_secret_key(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = api_keys.refusal_of

    def refusal_of(request: Any, given: str, role: Any, *, exempt: bool) -> Any:
        return careful(request, given, role and "anon", exempt=exempt)

    patch.setattr(api_keys, "refusal_of", refusal_of)


@broken("11_keys_are_compared_in_constant_time")
def keys_are_compared_letter_by_letter(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(api_keys, "same", lambda given, key: given == key)


@broken("11_browsers_of_other_origins_see_the_error_code")
def the_version_is_not_echoed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = answer.error_answer

    def error_answer(error: Any, asked: Any) -> Any:
        said = careful(error, asked)
        return replace(said, headers={"X-Sb-Error-Code": "x"})

    patch.setattr(endpoint, "error_answer", error_answer)


@broken("11_browsers_of_other_origins_see_the_error_code")
def refusals_of_the_gateway_have_no_cors(patch: pytest.MonkeyPatch, stack: Stack) -> None:
    mount = stack.app.routes[0]
    patch.setattr(mount, "app", mount.app.app)
    assert cors.AUTH_HEADERS
