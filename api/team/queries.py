"""Statements about colleagues."""

from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.json import as_json
from api.kit.phones import require_e164
from api.messages import Language
from api.team.schemas import Invite, MemberEdit

sql = load(__file__)


async def team(tx: Transaction) -> str:
    """A list answer of `schemas.Member`; admins only."""
    return await tx.document(sql.team)


async def member(tx: Transaction, *, id: UUID) -> str:
    """One `schemas.Member`; an admin sees everybody, a manager himself."""
    return await tx.document(sql.member, id=id)


async def schedule(tx: Transaction, *, id: UUID) -> str:
    """A JSON array of `schemas.WorkHours`; raises NotFound for somebody the caller may not see."""
    await member(tx, id=id)
    return await tx.document(sql.schedule, id=id)


async def directory(tx: Transaction) -> str:
    """A list answer of `schemas.Colleague`."""
    return await tx.document(sql.directory)


async def record_invitation(tx: Transaction, *, invite: Invite) -> Language:
    """Notes who is awaited, before the mail goes out; the account then finds its role here. Admins only.

    Answers the language of the mail: the one wished, else the company's.
    """
    settings = await tx.row(sql.settings)
    phone = require_e164(invite.phone, settings["phone_region"]) if invite.phone else None
    locale: Language = invite.locale or settings["locale"]
    await tx.value(
        sql.invite,
        email=str(invite.email),
        full_name=invite.full_name,
        role=invite.role,
        hired_on=invite.hired_on,
        phone=phone,
        locale=locale,
    )
    return locale


async def edit(tx: Transaction, *, id: UUID, edit: MemberEdit, version: int) -> str:
    """Raises VersionConflict, NotFound, Conflict `last_admin`."""
    patch = edit.model_dump(mode="json", exclude_unset=True)
    patch = {key: value for key, value in patch.items() if value is not None or key in ("phone", "hired_on")}
    if patch.get("phone"):
        settings = await tx.row(sql.settings)
        patch["phone"] = require_e164(patch["phone"], settings["phone_region"])
    await tx.value(sql.update_member, id=id, patch=as_json(patch), version=version)
    return await member(tx, id=id)
