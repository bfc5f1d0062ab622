"""A row of the file -> a candidate for the database, or the reasons why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from api.contacts.rules import BadContact, normal
from api.imports import values
from api.imports.schemas import ImportField, ImportPlan
from api.imports.values import BadValue
from channels.contacts import match_key

LENGTHS: Mapping[str, int] = {"name": 200, "company": 200, "job_title": 200, "city": 120, "note": 10_000}
ContactField = Literal["phone", "email", "instagram", "telegram", "whatsapp", "viber", "website"]
CONTACT_FIELDS: tuple[ContactField, ...] = (
    "phone",
    "email",
    "instagram",
    "telegram",
    "whatsapp",
    "viber",
    "website",
)
SPLIT: frozenset[str] = frozenset({"phone", "email", "whatsapp", "viber"})
MAX_TAGS = 50


@dataclass(frozen=True)
class Company:
    """What rows are read with: the company's ways, its people and sources by lower-cased name."""

    region: str
    zone: ZoneInfo
    source_id: UUID | None
    sources: Mapping[str, UUID]
    people: Mapping[str, UUID]
    owner_id: UUID
    may_assign: bool


@dataclass
class Read:
    """A row that was read: `candidate` for the database, or `reasons`; `name` in both cases, to know it by."""

    number: int
    candidate: dict[str, Any] | None = None
    reasons: list[dict[str, str | None]] = field(default_factory=list)
    name: str | None = None

    @property
    def keys(self) -> set[str]:
        """What its contacts are matched by, as the database has it (app.match_key)."""
        contacts = self.candidate["contacts"] if self.candidate else []
        return {match_key(contact["kind"], contact["normalized"]) for contact in contacts}


def read(number: int, cells: Sequence[str], plan: ImportPlan, company: Company) -> Read:
    """Reads one row by the plan; every fault of it is named, not just the first."""
    given = gathered(cells, plan.mapping)
    row = Read(number)
    candidate: dict[str, Any] = {"number": number, "same": []}
    contacts = _contacts(given, company, row)
    candidate |= _words(given, row)
    candidate |= _choices(given, plan, company, row)
    candidate["contacts"] = contacts
    candidate["phone"] = next((c["value"] for c in contacts if c["kind"] == "phone"), None)
    candidate["email"] = next((c["value"] for c in contacts if c["kind"] == "email"), None)
    candidate["keys"] = " ".join(c["normalized"] for c in contacts)
    candidate["name"] = row.name = _name(given, candidate, row)
    if not row.reasons:
        row.candidate = candidate
    return row


def gathered(cells: Sequence[str], mapping: Sequence[ImportField | None]) -> dict[ImportField, list[str]]:
    """Cells by field, empty ones left out."""
    found: dict[ImportField, list[str]] = {}
    for wanted, cell in zip(mapping, cells, strict=False):
        if wanted is not None and cell.strip():
            found.setdefault(wanted, []).append(cell.strip())
    return found


def _contacts(given: Mapping[ImportField, list[str]], company: Company, row: Read) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    firsts: set[str] = set()
    for kind in CONTACT_FIELDS:
        for cell in given.get(kind, []):
            for text in values.several(cell) if kind in SPLIT else [cell]:
                try:
                    contact = normal(kind, text, region=company.region)
                except BadContact as error:
                    _refuse(row, BadValue(error.code, kind, text))
                    continue
                if len(contact.value) > 320:
                    _refuse(row, BadValue("cell_too_long", kind, text))
                    continue
                stored = {"kind": kind, "value": contact.value, "normalized": contact.normalized}
                found.setdefault((kind, contact.normalized), {**stored, "is_primary": kind not in firsts})
                firsts.add(kind)
    return list(found.values())


def _words(given: Mapping[ImportField, list[str]], row: Read) -> dict[str, str | None]:
    words: dict[str, str | None] = {
        "company": " ".join(given.get("company", [])) or None,
        "job_title": " ".join(given.get("job_title", [])) or None,
        "city": " ".join(given.get("city", [])) or None,
        "note": "\n".join(given.get("note", [])) or None,
    }
    for name, text in words.items():
        if text and len(text) > LENGTHS[name]:
            _refuse(row, BadValue("cell_too_long", name, text))
    return words


def _choices(
    given: Mapping[ImportField, list[str]], plan: ImportPlan, company: Company, row: Read
) -> dict[str, Any]:
    options = plan.options
    tags = [*options.tags, *(tag for cell in given.get("tags", []) for tag in values.tags(cell))]
    source_id = options.source_id or company.source_id
    for text in given.get("source", []):
        # A source that Smena does not know stays on the client as a tag: nothing of the file is lost.
        source_id = company.sources.get(text.lower(), source_id)
        if text.lower() not in company.sources:
            tags.append(text[:40].strip())
    owner_id, status, received_at = options.owner_id or company.owner_id, options.status, None
    try:
        for text in given.get("status", []):
            status = values.status(text)
    except BadValue as error:
        _refuse(row, error)
    for text in given.get("owner", []) if company.may_assign else []:
        if text.lower() in company.people:
            owner_id = company.people[text.lower()]
        else:
            _refuse(row, BadValue("owner_unknown", "owner", text))
    received_at = _received_at(given, plan, company, row)
    return {
        "tags": list(dict.fromkeys(tags))[:MAX_TAGS],
        "source_id": str(source_id) if source_id else None,
        "owner_id": str(owner_id),
        "status": status,
        "received_at": received_at.isoformat() if received_at else None,
    }


def _received_at(
    given: Mapping[ImportField, list[str]], plan: ImportPlan, company: Company, row: Read
) -> datetime | None:
    for text in given.get("received_at", []):
        try:
            return values.moment(text, plan.options.date_order, company.zone)
        except BadValue as error:
            _refuse(row, error)
    return None


def _name(given: Mapping[ImportField, list[str]], candidate: Mapping[str, Any], row: Read) -> str | None:
    parts = [*given.get("last_name", []), *given.get("first_name", [])]
    name = " ".join(given.get("name", []) or parts)
    # A row with a phone and nothing else is still somebody.
    name = name or candidate["company"] or next((c["value"] for c in candidate["contacts"]), "")
    if not name and not row.reasons:
        _refuse(row, BadValue("name_missing", "name", ""))
    elif len(name) > LENGTHS["name"]:
        _refuse(row, BadValue("cell_too_long", "name", name))
    return name or None


def _refuse(row: Read, error: BadValue) -> None:
    row.reasons.append({"code": error.code, "field": error.field, "value": error.value or None})


def fold(rows: Sequence[Read], plan: ImportPlan) -> list[dict[str, Any]]:
    """Candidates of a batch, each contact once: a later row with the same contact follows the first one.

    With `update` it also adds to it. With `create` every row stays for itself.
    """
    leaders: dict[str, dict[str, Any]] = {}
    found: list[dict[str, Any]] = []
    for row in rows:
        if row.candidate is None:
            continue
        leader = next((leaders[key] for key in row.keys if key in leaders), None)
        if plan.options.duplicates == "create" or leader is None:
            leader = row.candidate
            found.append(leader)
        else:
            leader["same"].append(row.number)
            if plan.options.duplicates == "update":
                _add_to(leader, row.candidate)
        for key in row.keys:
            leaders.setdefault(key, leader)
    return found


def _add_to(leader: dict[str, Any], later: Mapping[str, Any]) -> None:
    for name in ("company", "job_title", "city"):
        leader[name] = later[name] or leader[name]
    if later["note"] and later["note"] not in (leader["note"] or ""):
        leader["note"] = f"{leader['note']}\n\n{later['note']}"[:10_000] if leader["note"] else later["note"]
    leader["tags"] = list(dict.fromkeys([*leader["tags"], *later["tags"]]))[:MAX_TAGS]
    known = {(c["kind"], c["normalized"]) for c in leader["contacts"]}
    added = [
        {**c, "is_primary": False} for c in later["contacts"] if (c["kind"], c["normalized"]) not in known
    ]
    leader["contacts"].extend(added)
    leader["phone"] = leader["phone"] or later["phone"]
    leader["email"] = leader["email"] or later["email"]
    leader["keys"] = " ".join(c["normalized"] for c in leader["contacts"])
