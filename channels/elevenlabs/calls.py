"""What a call of the agent means: a lead with what was said, or nothing where nobody spoke."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from channels import contacts, fields
from channels.base import Company, Contact, Happening, Lead, Nothing, Parked, StoredEvent
from channels.elevenlabs.transcripts import Turn, clock, roles_in, spoken
from channels.meta.moments import moment

SHORTEST_SECONDS = 5
MOST_TURNS = 500
LONGEST = 50_000
# Why nothing becomes of a delivery, by its kind.
LEFT = {
    "call_audio": "call_audio",
    "call_failure": "call_failed",
    "transcript": "transcript",
    "unknown": "unknown",
}
PHONES = ("system__caller_id", "phone", "phone_number", "customer_phone")
NAMES = ("customer_name", "name", "full_name", "user_name")


def understand(event: StoredEvent, company: Company) -> Happening:
    """Raises Parked for a talk with somebody whom nobody could call back."""
    document = json.loads(event.body)
    data = _part(document, "data")
    if event.kind != "call":
        return Nothing(LEFT.get(event.kind, "unknown"))
    turns = _turns(data)
    said = [turn.text for turn in turns if turn.speaker == "customer"]
    if not said or _seconds(data) < SHORTEST_SECONDS:
        return Nothing("call_attempt")
    region = company.phone_region
    found = contacts.distinct(_contacts(data, said, region))
    if not found and not event.released:
        raise Parked("no_contact")
    at = moment(_part(data, "metadata").get("start_time_unix_secs"), event.received_at)
    return _lead(data, turns, found, tuple(_lines(data, region)), at)


def _lead(
    data: Mapping[str, Any],
    turns: Sequence[Turn],
    found: Sequence[Contact],
    lines: Sequence[Contact],
    at: datetime,
) -> Lead:
    name = next((value for value in _named(data, NAMES)), "")[:200]
    return Lead(
        external_id=f"call:{data.get('conversation_id')}",
        kind="call",
        received_at=at,
        name=name,
        message=_message(data, turns),
        author_name=name or None,
        contacts=found,
        verified=lines,
        first_touch=_first_touch(_variables(data)),
        details=_details(data, turns),
    )


def _contacts(data: Mapping[str, Any], said: Sequence[str], region: str) -> Iterator[Contact]:
    """The line that called first: nobody mistypes it. Then what the agent asked for, then what was said on the way."""
    yield from _lines(data, region)
    for value in _named(data, PHONES):
        yield from filter(None, [contacts.phone(value, region)])
    for value in _named(data, ("email", "customer_email")):
        yield from filter(None, [contacts.email(value)])
    for text in said:
        yield from contacts.inside(text, region)


def _lines(data: Mapping[str, Any], region: str) -> Iterator[Contact]:
    """The line that called, as the telephone network or WhatsApp tells it: as sure as if he had shared it."""
    meta = _part(data, "metadata")
    line = _part(meta, "phone_call").get("external_number")
    yield from filter(None, [contacts.phone(str(line or ""), region)])
    chat = _part(meta, "whatsapp").get("whatsapp_user_id")
    yield from filter(None, [contacts.phone(str(chat or ""), region, "whatsapp")])


def _message(data: Mapping[str, Any], turns: Sequence[Turn]) -> str:
    """What it was about, then who said what and when, in the language of the talk."""
    roles = roles_in(str(_part(data, "metadata").get("main_language") or ""))
    summary = str(_part(data, "analysis").get("transcript_summary") or "").strip()
    talk = spoken(turns, {**roles, "agent": roles["assistant"]})
    return "\n\n".join(part for part in (summary, talk) if part)[:LONGEST]


def _details(data: Mapping[str, Any], turns: Sequence[Turn]) -> dict[str, Any]:
    meta, analysis = _part(data, "metadata"), _part(data, "analysis")
    call = _part(meta, "phone_call")
    known = {
        "conversation_id": data.get("conversation_id"),
        "agent_id": data.get("agent_id"),
        "duration_seconds": _seconds(data),
        "direction": call.get("direction"),
        "way": meta.get("conversation_initiation_source"),
        "ended_by": meta.get("termination_reason"),
        "language": meta.get("main_language"),
        "successful": analysis.get("call_successful"),
        "summary": analysis.get("transcript_summary"),
        "cost": meta.get("cost"),
        "has_audio": data.get("has_audio"),
        "user_id": data.get("user_id"),
    }
    said = [
        {"speaker": turn.speaker, "at": clock(turn.start), "text": turn.text} for turn in turns[:MOST_TURNS]
    ]
    return {**{name: value for name, value in known.items() if value is not None}, "transcript": said}


def _turns(data: Mapping[str, Any]) -> list[Turn]:
    """Of the vendor's roles `user` is the client; tools and silence are left out."""
    found = data.get("transcript")
    listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [
        Turn(
            "customer" if one.get("role") == "user" else "agent",
            _number(one.get("time_in_call_secs")),
            str(one["message"]).strip(),
        )
        for one in listed
        if str(one.get("message") or "").strip()
    ]


def _named(data: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    """What the agent was told, and what it was begun with, under one of the names."""
    collected, variables = _part(_part(data, "analysis"), "data_collection_results"), _variables(data)
    for name in names:
        for value in (_part(collected, name).get("value"), variables.get(name)):
            if isinstance(value, str | int) and str(value).strip():
                yield str(value).strip()


def _variables(data: Mapping[str, Any]) -> dict[str, Any]:
    return _part(_part(data, "conversation_initiation_client_data"), "dynamic_variables")


def _first_touch(variables: Mapping[str, Any]) -> dict[str, str]:
    """UTM and click ids that the page gave to the agent."""
    marks = {
        name: str(value)[:300] for name, value in variables.items() if isinstance(value, str | int) and value
    }
    return {
        name: value for name, value in marks.items() if name.startswith("utm_") or name in fields.CLICK_IDS
    }


def _seconds(data: Mapping[str, Any]) -> int:
    return int(_number(_part(data, "metadata").get("call_duration_secs")))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _part(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}
