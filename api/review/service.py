"""The queue as people see it; words on many texts; the record of each rule."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record
from asyncpg.exceptions import PostgresError

from api.db.transaction import Transaction
from api.errors import Invalid, NotFound
from api.kit.paging import Listing, Page, encode
from api.review import queries
from api.review.schemas import (
    BuiltInWord,
    NewWord,
    ReviewItem,
    RuleHit,
    RulePrecision,
    Settled,
    Verdicts,
    View,
    Week,
)
from api.sources.service import read_event
from channels.base import Message
from channels.classify.vocabulary import BadPhrase, built_in_phrases, check

WEEKS = 8
FOUND = 60
# What the database answers when somebody else was first, or it is too late (`app.fail`).
REFUSALS = frozenset({"SM404", "SM409"})


async def items(tx: Transaction, *, view: View, source_id: UUID | None, page: Page) -> Listing[ReviewItem]:
    """A page, the newest first."""
    rows = await queries.events(tx, view=view, source_id=source_id, page=page)
    shown = rows[: page.limit]
    keys = [[row["received_at"].isoformat(), str(row["id"])] for row in shown]
    following = encode(json.dumps(keys[-1]), order=view) if len(rows) > page.limit else None
    items = [_item(row) for row in shown]
    products = await queries.product_posts(tx, [item.media_id for item in items if item.media_id])
    for item in items:
        item.is_product = (item.source_id, item.media_id) in products
    return Listing(items=items, next=following, total=None)


async def judge(tx: Transaction, wanted: Verdicts) -> Settled:
    """The same word on each; what somebody else was quicker with is left alone."""

    async def one(event_id: UUID) -> None:
        row = await queries.event(tx, event_id)
        await queries.judge(tx, event_id, said=wanted.said, told=_told(row))

    return await _each(tx, wanted.event_ids, one)


async def undo(tx: Transaction, event_ids: Sequence[UUID]) -> Settled:
    """Takes the words back, as far as they have not made a lead."""

    async def one(event_id: UUID) -> None:
        await queries.unjudge(tx, event_id)

    return await _each(tx, event_ids, one)


async def _each(
    tx: Transaction, event_ids: Sequence[UUID], act: Callable[[UUID], Awaitable[None]]
) -> Settled:
    done, failed = [], []
    for event_id in dict.fromkeys(event_ids):
        try:
            async with tx.savepoint():
                await act(event_id)
            done.append(event_id)
        except (NotFound, PostgresError) as error:
            if isinstance(error, PostgresError) and error.sqlstate not in REFUSALS:
                raise
            failed.append(event_id)
    return Settled(done=done, failed=failed)


async def precision(tx: Transaction) -> Listing[RulePrecision]:
    """Rules by how often a person looked at what they decided."""
    weeks: dict[str, list[Week]] = {}
    for row in await queries.precision(tx, weeks=WEEKS):
        week = Week(week=row["week"], hits=row["hits"], correct=row["correct"])
        weeks.setdefault(row["rule"], []).append(week)
    demoted = {row["rule"]: row["demoted_at"] for row in await queries.demoted(tx)}
    found = [
        RulePrecision(
            rule=rule,
            hits=sum(week.hits for week in weeks.get(rule, ())),
            correct=sum(week.correct for week in weeks.get(rule, ())),
            weeks=weeks.get(rule, []),
            demoted_at=demoted.get(rule),
        )
        for rule in weeks.keys() | demoted.keys()
    ]
    found.sort(key=lambda one: (one.demoted_at is None, -one.hits, one.rule))
    return Listing(items=found, next=None, total=len(found))


async def add_word(tx: Transaction, new: NewWord) -> UUID:
    """The word in our spelling; raises Invalid for what could not be found in any text."""
    try:
        phrase = check(new.list, new.phrase)
    except BadPhrase as error:
        raise Invalid(fields={"phrase": "phrase_invalid"}) from error
    if new.is_off and (new.list, phrase) not in built_in_phrases():
        raise Invalid(fields={"phrase": "phrase_invalid"})
    return await queries.add_word(tx, name=new.list, phrase=phrase, is_off=new.is_off)


async def built_in(tx: Transaction, q: str) -> Listing[BuiltInWord]:
    """Ours that hold a text, at most `FOUND`, or those that are off."""
    off = {(row["list"], row["phrase"]): row["id"] for row in await queries.silenced(tx)}
    part = q.casefold().replace("ё", "е").strip()
    chosen = [one for one in built_in_phrases() if (part in one[1] if part else one in off)]
    items = [BuiltInWord(list=name, phrase=one, off_id=off.get((name, one))) for name, one in chosen[:FOUND]]
    return Listing(items=items, next=None, total=len(chosen))


def _item(row: Record) -> ReviewItem:
    verdict: dict[str, Any] = json.loads(row["verdict"])
    read = read_event(row)
    words = verdict.get("words", [])
    return ReviewItem(
        **{name: row[name] for name in _SAME},
        author=verdict.get("author") or _author(read) or row["client_name"],
        text=read.text if isinstance(read, Message) else None,
        link=verdict.get("link"),
        post=verdict.get("post"),
        media_id=_media(read),
        is_product=False,
        label=verdict.get("label", ""),
        rules=[
            RuleHit(id=rule, words=words[place] if place < len(words) else [])
            for place, rule in enumerate(verdict.get("rules", []))
        ],
        decided_by=row["decided_by_name"],
    )


_SAME = (
    "id", "source_id", "source_name", "channel", "kind", "received_at", "reason", "client_id", "said", "decided_at",
)  # fmt: skip


def _author(read: object) -> str | None:
    if not isinstance(read, Message):
        return None
    return read.person.name or (f"@{read.person.username}" if read.person.username else None)


def _media(read: object) -> str | None:
    """Long ones are no ids."""
    named = read.details.get("media_id") if isinstance(read, Message) else None
    return named if isinstance(named, str) and 0 < len(named) <= 200 else None


def _told(row: Record) -> dict[str, str]:
    """What a task about a complaint says."""
    read, verdict = read_event(row), json.loads(row["verdict"])
    is_message = isinstance(read, Message)
    return {
        "thread_key": read.thread_key if isinstance(read, Message) else str(row["id"]),
        "name": verdict.get("author") or _author(read) or "",
        "text": read.text if isinstance(read, Message) else "",
        "link": verdict.get("link", "") if is_message else "",
    }
