"""Lead Ads: what somebody wrote into the form of an advertisement.

https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from channels import contacts
from channels.base import Contact, Lead
from channels.meta.values import rows, text

FIELDS = "id,created_time,ad_id,ad_name,adset_id,campaign_id,campaign_name,form_id,platform,field_data"
NAMES, PHONES, EMAILS = ("full_name",), ("phone_number", "work_phone_number"), ("email", "work_email")
TOUCHED = ("ad_id", "ad_name", "adset_id", "campaign_id", "campaign_name", "form_id", "platform")
PLACED = {*NAMES, *PHONES, *EMAILS, "first_name", "last_name", "company_name", "city"}
DUMMY = "<test lead:"  # of Meta's own testing tool
LONGEST = 10_000


def value_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A lead as it was read, in the form of its webhook."""
    return {**{name: value for name, value in row.items() if name != "id"}, "leadgen_id": row["id"]}


def lead(value: Mapping[str, Any], at: datetime, region: str) -> Lead:
    """The lead of a form; `leadgen_id` is its name whichever way it came."""
    given = {text(row, "name"): _words(row) for row in rows(value, "field_data")}
    is_test = any(words.startswith(DUMMY) for words in given.values())
    full = text(given, *NAMES) or " ".join(filter(None, (given.get("first_name"), given.get("last_name"))))
    return Lead(
        external_id=str(value["leadgen_id"]),
        kind="form",
        received_at=at,
        name=full[:200],
        message=_message(given),
        company=given.get("company_name") or None,
        city=given.get("city") or None,
        contacts=contacts.distinct(_contacts(given, region)),
        first_touch=_touch(value),
        details={"fields": {name[:200]: words[:1000] for name, words in given.items()}},
        test=is_test,
    )


def _words(row: Mapping[str, Any]) -> str:
    values = row.get("values")
    return ", ".join(str(one) for one in values)[:LONGEST] if isinstance(values, list) else ""


def _contacts(given: Mapping[str, str], region: str) -> Iterator[Contact]:
    for name in PHONES:
        yield from filter(None, [contacts.phone(given.get(name, ""), region)])
    for name in EMAILS:
        yield from filter(None, [contacts.email(given.get(name, ""))])


def _message(given: Mapping[str, str]) -> str:
    """The form's own questions with their answers."""
    asked = ((name.replace("_", " "), words) for name, words in given.items() if name not in PLACED and words)
    return "\n".join(f"{question}: {answer}" for question, answer in asked)[:LONGEST]


def _touch(value: Mapping[str, Any]) -> dict[str, str]:
    """The campaign's name is what rules of the source know it by."""
    adset = {"adset_id": text(value, "adset_id", "adgroup_id")}
    told = {name: text(value, name)[:300] for name in TOUCHED} | adset
    campaign = {"utm_campaign": text(value, "campaign_name", "ad_name")[:300]}
    named = {"leadgen_id": text(value, "leadgen_id")}
    return {name: words for name, words in {**named, **told, **campaign}.items() if words}
