"""The unmodified `supabase` Python client against the gateway."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from supabase import AuthApiError, AuthWeakPasswordError, Client, ClientOptions, create_client

from tests.auth.server import PASSWORD, Stack

OPTIONS = ClientOptions(auto_refresh_token=False, persist_session=False)


@pytest.fixture
def email() -> str:
    """An address that nobody has yet."""
    return f"{uuid.uuid4().hex[:12]}@demo.example"


@pytest.fixture
def clients(stack: Stack) -> Iterator[Any]:
    """Makes clients and closes them."""
    made: list[Client] = []

    def make(key: str = "") -> Client:
        made.append(create_client(stack.url, key or stack.keys.publishable_key, OPTIONS))
        return made[-1]

    yield make
    for client in made:
        client.auth.close()


def fails(code: str, status: int, action: Any, *arguments: Any) -> None:
    """The call raises the client's API error with this code."""
    with pytest.raises(AuthApiError) as caught:
        action(*arguments)
    assert (caught.value.code, caught.value.status) == (code, status)


def test_a_person_signs_in_and_out(stack: Stack, clients: Any, email: str) -> None:
    """Password, refresh, user, claims by JWKS, metadata, password, scopes of sign-out."""
    admin = clients(stack.keys.secret_key).auth.admin
    admin.create_user({"email": email, "password": PASSWORD, "email_confirm": True})
    anna, phone = clients().auth, clients().auth
    fails("invalid_credentials", 400, anna.sign_in_with_password, {"email": email, "password": "not it"})
    session = anna.sign_in_with_password({"email": email.upper(), "password": PASSWORD}).session
    assert session.user.email == email
    assert anna.get_user().user.id == session.user.id
    assert anna.get_claims()["claims"]["session_id"]
    assert anna.refresh_session().session.refresh_token != session.refresh_token
    assert anna.update_user({"data": {"theme": "dark"}}).user.user_metadata["theme"] == "dark"
    phone.sign_in_with_password({"email": email, "password": PASSWORD})
    anna.sign_out({"scope": "others"})
    fails("session_not_found", 403, phone.get_user, phone.get_session().access_token)
    with pytest.raises(AuthWeakPasswordError) as weak:
        anna.update_user({"password": "short"})
    assert weak.value.reasons == ["length"]
    fails("same_password", 422, anna.update_user, {"password": PASSWORD})
    token = anna.get_session().access_token
    anna.sign_out()
    fails("session_not_found", 403, anna.get_user, token)


def test_a_forgotten_password(stack: Stack, clients: Any, email: str) -> None:
    """Recovery by the mail's link and by its code."""
    admin = clients(stack.keys.secret_key).auth.admin
    admin.create_user({"email": email, "password": PASSWORD, "email_confirm": True})
    anna = clients().auth
    anna.reset_password_for_email(email, {"redirect_to": f"{stack.url}/deals"})
    text = stack.mails(email, "recovery")[0]["text"]
    found = re.search(r"token_hash=(\w+)", text)
    assert found
    anna.verify_otp({"token_hash": found[1], "type": "recovery"})
    anna.update_user({"password": "a better horse 3"})
    fails("otp_expired", 403, clients().auth.verify_otp, {"token_hash": found[1], "type": "recovery"})
    clients().auth.reset_password_for_email(email)
    code = re.search(r"\b(\d{6})\b(?!.*\b\d{6}\b)", stack.mails(email, "recovery")[0]["text"], re.DOTALL)
    assert code
    user = clients().auth.verify_otp({"email": email, "token": code[1], "type": "recovery"}).user
    assert user.email == email
    clients().auth.sign_in_with_password({"email": email, "password": "a better horse 3"})


def test_a_changed_address(stack: Stack, clients: Any, email: str) -> None:
    """Both sides confirm; the pydantic models take every answer on the way."""
    admin = clients(stack.keys.secret_key).auth.admin
    admin.create_user({"email": email, "password": PASSWORD, "email_confirm": True})
    anna = clients().auth
    anna.sign_in_with_password({"email": email, "password": PASSWORD})
    assert anna.update_user({"email": f"new.{email}"}).user.new_email == f"new.{email}"
    for address in (email, f"new.{email}"):
        found = re.search(r"token_hash=(\w+)", stack.mails(address, "email_change")[0]["text"])
        assert found
        answer = clients().auth.verify_otp({"token_hash": found[1], "type": "email_change"})
    assert answer.user.email == f"new.{email}"


def test_an_invited_person(stack: Stack, clients: Any, email: str) -> None:
    """Invitation, link, password, sign-in; no sign-up meanwhile."""
    admin = clients(stack.keys.secret_key).auth.admin
    fails("signup_disabled", 422, clients().auth.sign_up, {"email": email, "password": PASSWORD})
    invited = admin.invite_user_by_email(email, {"data": {"full_name": "Олена", "locale": "uk"}}).user
    assert invited.invited_at and not invited.email_confirmed_at
    mail = stack.mails(email, "invite")[0]
    assert mail["subject"] == "Вас запросили до Smena"
    found = re.search(r"token_hash=(\w+)", mail["text"])
    assert found
    olena = clients().auth
    assert olena.verify_otp({"token_hash": found[1], "type": "invite"}).user.email_confirmed_at
    olena.update_user({"password": PASSWORD})
    clients().auth.sign_in_with_password({"email": email, "password": PASSWORD})
    fails("email_exists", 422, admin.invite_user_by_email, email)


def test_an_admin_keeps_accounts(stack: Stack, clients: Any, email: str) -> None:
    """Create, read, list, change, ban, link, delete; and not with the publishable key."""
    admin = clients(stack.keys.secret_key).auth.admin
    made = admin.create_user(
        {"email": email, "password": PASSWORD, "user_metadata": {"full_name": "Анна"}}
    ).user
    fails("email_exists", 422, admin.create_user, {"email": email})
    fails(
        "email_not_confirmed",
        400,
        clients().auth.sign_in_with_password,
        {"email": email, "password": PASSWORD},
    )
    assert admin.get_user_by_id(made.id).user.email == email
    assert email in [user.email for user in admin.list_users(page=1, per_page=1000)]
    changes = {"email_confirm": True, "app_metadata": {"team": 7}, "user_metadata": {"full_name": None}}
    changed = admin.update_user_by_id(made.id, changes).user
    assert changed.email_confirmed_at and changed.app_metadata["team"] == 7
    assert "full_name" not in changed.user_metadata
    admin.update_user_by_id(made.id, {"ban_duration": "1h30m"})
    fails("user_banned", 400, clients().auth.sign_in_with_password, {"email": email, "password": PASSWORD})
    admin.update_user_by_id(made.id, {"ban_duration": "none"})
    link = admin.generate_link({"type": "magiclink", "email": email}).properties
    assert (
        clients().auth.verify_otp({"token_hash": link.hashed_token, "type": "magiclink"}).user.id == made.id
    )
    fails("not_admin", 403, clients().auth.admin.list_users)
    admin.delete_user(made.id)
    fails("user_not_found", 404, admin.get_user_by_id, made.id)
