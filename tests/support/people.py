"""The personas of the tests and how accounts come into being: the way Supabase Auth makes them, by its own role."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from tests.support.database import Base

PASSWORD_HASH = "$2a$04$1L3vFqvVZ0ZXnBhCqZbhjO6Xj1C8bT0vJwZzqkq3m3o8x7n5y0aJe"


@dataclass(frozen=True)
class Person:
    """A member of the test company."""

    id: UUID
    email: str
    full_name: str
    role: str = "manager"
    status: str = "active"


ADMIN = Person(UUID("a0000000-0000-4000-8000-000000000001"), "admin@test.example", "Ирина Руденко", "admin")
ANNA = Person(UUID("a0000000-0000-4000-8000-00000000000a"), "anna@test.example", "Анна Шевченко")
BOHDAN = Person(UUID("a0000000-0000-4000-8000-00000000000b"), "bohdan@test.example", "Богдан Їжак")
GONE = Person(
    UUID("a0000000-0000-4000-8000-00000000000d"), "gone@test.example", "Олег Бывший", status="inactive"
)
PEOPLE = (ADMIN, ANNA, BOHDAN, GONE)


async def settle(base: Base) -> None:
    """Names the company and lets the personas in."""
    await base.run(
        """insert into public.company (name, time_zone, currency, phone_region, locale)
        values ('Ромашка', 'Europe/Kyiv', 'UAH', 'UA', 'ru')"""
    )
    for person in PEOPLE:
        await add(base, person)
    await base.run("delete from private.live_events")


async def add(base: Base, person: Person) -> Person:
    """An account and its profile with the person's role and status."""
    await add_account(base, person.id, person.email)
    await base.run(
        "update public.profiles set full_name = $2, role = $3, status = $4 where id = $1",
        person.id,
        person.full_name,
        person.role,
        person.status,
    )
    return person


async def hire(base: Base, full_name: str = "Новый Менеджер", *, role: str = "manager") -> Person:
    """One more active colleague with ids of his own."""
    user_id = uuid4()
    return await add(base, Person(user_id, f"{user_id.hex[:10]}@test.example", full_name, role))


async def add_account(base: Base, user_id: UUID, email: str) -> None:
    """A row in auth.users with its identity, in GoTrue's shape; the profile follows by trigger."""
    async with base.connected("supabase_auth_admin") as auth, auth.transaction():
        await auth.execute(
            """insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
              confirmation_token, recovery_token, email_change_token_new, email_change_token_current, email_change,
              phone_change, phone_change_token, reauthentication_token, raw_app_meta_data, raw_user_meta_data,
              created_at, updated_at)
            values ('00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2, $3, now(),
              '', '', '', '', '', '', '', '', '{"provider":"email","providers":["email"]}', '{}', now(), now())""",
            user_id,
            email,
            PASSWORD_HASH,
        )
        await auth.execute(
            """insert into auth.identities (id, provider_id, user_id, identity_data, provider, created_at, updated_at)
            values (gen_random_uuid(), $1::text, $1::uuid, jsonb_build_object('sub', $1::text, 'email', $2::text),
              'email', now(), now())""".replace("$1::text", "($1::uuid)::text"),
            user_id,
            email,
        )


async def sign_in(base: Base, user_id: UUID) -> UUID:
    """An auth session, as a sign-in makes it (the day opens by trigger); its id for the token."""
    session_id = uuid4()
    async with base.connected("supabase_auth_admin") as auth:
        await auth.execute(
            """insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
            values ($1, $2, now(), now(), 'aal1', 'tests', '127.0.0.1')""",
            session_id,
            user_id,
        )
    return session_id
