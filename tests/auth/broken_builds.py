"""Deliberately broken builds: each is the product with one function replaced by a plausible mistake.

`BUILDS` maps a build to the check that must notice it. The official clients' own suites notice
hardly any of these, which is why the checks exist.
"""

import hashlib
import hmac
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from local.auth.codes import codes, verification
from local.auth.database import execute
from local.auth.edge import answer, endpoint, limits, redirects
from local.auth.errors import AuthError
from local.auth.routes import recovery, user
from local.auth.sessions import bearer, refresh
from local.auth.sessions import queries as sessions
from local.auth.tokens import access, jws
from local.auth.users import account, model, passwords
from local.auth.users import queries as users
from local.gateway import api_keys, cors
from tests.auth.checks.tokens import public_bytes
from tests.auth.server import Stack

Break = Callable[[pytest.MonkeyPatch, Stack], None]


@dataclass(frozen=True)
class Build:
    """A mistake, and the check that must notice it."""

    break_it: Break
    noticed_by: str


BUILDS: dict[str, Build] = {}


def broken(noticed_by: str) -> Callable[[Break], Break]:
    """Registers a build under the function's name."""

    def register(function: Break) -> Break:
        BUILDS[function.__name__] = Build(function, noticed_by)
        return function

    return register


def nothing(*_arguments: Any, **_named: Any) -> None:
    """Does not do it."""


async def nothing_awaited(*_arguments: Any, **_named: Any) -> None:
    """Does not do it, slowly."""


# ------------------------------------------------------------------------------------------- line 1: tokens


@broken("01_signature_is_checked")
def signatures_are_not_checked(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(jws, "require_signature", nothing)


@broken("01_algorithm_is_bound_to_the_key")
def the_header_chooses_the_algorithm(patch: pytest.MonkeyPatch, stack: Stack) -> None:
    careful = jws.TokenKeys.verify

    def verify(keys: jws.TokenKeys, token: str) -> dict[str, Any]:
        header, claims, signature = jws._split(token)
        text = token.rpartition(".")[0].encode()
        if header["alg"] == "HS256":
            secret = public_bytes(stack.keys.signing_key)[0]
            if hmac.digest(secret, text, hashlib.sha256) == signature:
                return claims
        return careful(keys, token)

    patch.setattr(jws.TokenKeys, "verify", verify)


@broken("01_algorithm_is_bound_to_the_key")
def alg_none_is_believed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = jws.TokenKeys.verify

    def verify(keys: jws.TokenKeys, token: str) -> dict[str, Any]:
        header, claims, _ = jws._split(token)
        return claims if header["alg"] == "none" else careful(keys, token)

    patch.setattr(jws.TokenKeys, "verify", verify)


@broken("01_expiry_is_required_and_checked")
def tokens_never_expire(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(jws, "require_in_force", nothing)


@broken("01_expiry_is_required_and_checked")
def expiry_has_a_leeway(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    strict = jws._moment
    patch.setattr(jws, "_moment", lambda claims, name: strict(claims, name) + (30 if name == "exp" else 0))


@broken("01_expiry_is_required_and_checked")
def a_token_needs_no_expiry(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    strict = jws._moment
    patch.setattr(jws, "_moment", lambda claims, name: strict({"exp": 1e12, **claims}, name))


@broken("01_claims_are_parsed_in_order")
def the_audience_is_not_compared(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def signed_in(call: Any, db: Any) -> Any:
        caller = await bearer.caller_of(db, bearer.bearer_claims(call))
        return replace(caller, claims={**caller.claims, "aud": "authenticated"})

    patch.setattr(bearer, "signed_in", signed_in)


# ------------------------------------------------------------------------------------------- line 2: admin


@broken("02_admin_routes_want_an_admin_role")
def any_token_is_an_admin(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def require_admin(call: Any, _db: Any) -> Any:
        return bearer.bearer_claims(call)

    patch.setattr(bearer, "require_admin", require_admin)


@broken("02_admin_routes_want_an_admin_role")
def metadata_makes_an_admin(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = bearer.require_admin

    async def require_admin(call: Any, db: Any) -> Any:
        claims = bearer.bearer_claims(call)
        if claims.get("app_metadata", {}).get("role") == "service_role":
            return claims
        return await careful(call, db)

    patch.setattr(bearer, "require_admin", require_admin)


# ------------------------------------------------------------------------------------------- line 3: refresh


@broken("03_a_stolen_token_ends_the_session")
def the_revocation_is_rolled_back(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    def refused(code: str, reason: str, *, keep_changes: bool = False) -> AuthError:
        return AuthError(400, code, f"Invalid Refresh Token: {reason}")

    patch.setattr(refresh, "refused", refused)


@broken("03_a_stolen_token_ends_the_session")
def reuse_is_only_refused(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "end_stolen_session", nothing_awaited)


@broken("03_a_stolen_token_ends_the_session")
def reuse_is_forgiven_for_ever(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "clock", types.SimpleNamespace(passed=lambda *_: False))


@broken("03_reuse_within_the_interval_is_forgiven")
def reuse_is_never_forgiven(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "clock", types.SimpleNamespace(passed=lambda *_: True))


@broken("03_tokens_rotate")
def tokens_do_not_rotate(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    async def successor(_call: Any, _db: Any, _user: Any, _session: Any, token: Any) -> str:
        return str(token.token)

    patch.setattr(refresh, "successor", successor)


@broken("03_a_lost_answer_is_given_again")
def a_lost_answer_is_an_attack(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(sessions, "active_refresh_token", nothing_awaited)


@broken("03_parallel_refreshes_agree")
def refreshes_take_no_lock(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(sessions, "locked_session", sessions.session_by_id)


@broken("03_odd_tokens_are_refused")
def sessions_never_end(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(refresh, "require_validity", nothing)


# ------------------------------------------------------------------------------------------- line 4: codes


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


# ------------------------------------------------------------------------------------------- lines 5, 6, 9, 10


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


# ------------------------------------------------------------------------------------------- line 7: e-mail change


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


# ------------------------------------------------------------------------------------------- line 8: redirects


@broken("08_redirects_stay_on_the_list")
def every_redirect_is_allowed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(redirects, "is_allowed", lambda _url, _settings: True)


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


# ------------------------------------------------------------------------------------------- line 11: gateway


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


# ------------------------------------------------------------------------------------------- line 12: shapes


@broken("12_rows_are_as_gotrue_wants_them")
def token_columns_are_null(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    _rewrite(
        patch,
        users.sql,
        "insert_user",
        "'', '', '',\n  '', '', '', '', ''",
        "null, null, '',\n  '', '', '', '', ''",
    )


@broken("12_rows_are_as_gotrue_wants_them")
def the_instance_is_null(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    nil = "'00000000-0000-0000-0000-000000000000'"
    _rewrite(patch, users.sql, "insert_user", f"{nil}, ", "null, ")
    _rewrite(patch, users.sql, "user_by_id", f"u.instance_id = {nil} and ", "")
    _rewrite(patch, users.sql, "user_by_email", f"u.instance_id = {nil}\n  and ", "")


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
    _rewrite(
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


# ------------------------------------------------------------------------------------------- beyond


@broken("00_nobody_costs_as_much_as_somebody")
def unknown_users_are_answered_at_once(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = passwords.Hasher.matches

    async def matches(self: passwords.Hasher, password: str, stored: str | None) -> bool:
        return bool(stored) and await careful(self, password, stored)

    patch.setattr(passwords.Hasher, "matches", matches)


@broken("00_recovery_tells_nobody_who_exists")
def recovery_refuses_unknown_addresses(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    careful = users.user_by_email

    async def user_by_email(db: Any, *, email: str, audience: str) -> Any:
        found = await careful(db, email=email, audience=audience)
        if found is None:
            raise AuthError(404, "user_not_found", "User not found")
        return found

    patch.setattr(recovery.users, "user_by_email", user_by_email)


@broken("00_recovery_tells_nobody_who_exists")
def only_known_addresses_are_throttled(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(limits.Limits, "mail_to", nothing)


@broken("00_password_guesses_are_limited")
def passwords_can_be_guessed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(limits.Attempts, "begin", nothing)


@broken("00_password_guesses_are_limited")
def success_counts_as_a_guess(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    patch.setattr(limits.Attempts, "forgive", nothing)


@broken("00_the_caller_cannot_choose_his_address")
def forwarded_for_is_believed(patch: pytest.MonkeyPatch, _stack: Stack) -> None:
    def client_ip(connection: Any, _trusted: Any) -> str:
        return str(connection.headers.get("x-forwarded-for", "127.0.0.1").split(",")[0])

    patch.setattr("local.auth.edge.call.client_ip", client_ip)


def _rewrite(patch: pytest.MonkeyPatch, statements: Any, name: str, old: str, new: str) -> None:
    query = getattr(statements, name)
    assert old in query.text, f"{name} no longer says {old!r}"
    patch.setattr(statements, name, replace(query, text=query.text.replace(old, new)))
