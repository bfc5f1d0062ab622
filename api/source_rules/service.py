"""Rules merged with those of the release; one rule tried; all of them run over history."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Record

from api.db.transaction import Transaction
from api.errors import Invalid, NotFound, VersionConflict
from api.source_rules import queries
from api.source_rules.schemas import (
    Hit,
    Preview,
    RuleText,
    RuleWrite,
    SourceMove,
    SourceRuleRow,
    SourceWords,
    Trial,
)
from channels.classify.hints import SourceHints, facts
from channels.classify.rules import SourceRule, defaults, effective
from channels.classify.source import classify
from channels.classify.touch import told

CHUNK = 2_000
TRIED, EXAMPLES, MOVES = 100, 10, 50
NAMED = ("channel", "type", "medium", "campaign", "label")
# What makes two verdicts different ones: the rest explains them.
COMPARED = (*NAMED, "source", "rule", "named_by")


async def rules(tx: Transaction) -> list[SourceRuleRow]:
    """Every rule in the order tried."""
    rows = {row["rule"]: row for row in await queries.kept(tx)}
    return [_row(rule, rows.get(rule.id)) for rule in await _effective(tx)]


async def write(tx: Transaction, rule: str, wanted: RuleWrite) -> SourceRuleRow:
    """The rule as it is now; raises VersionConflict with it when somebody else was first."""
    shipped = rule in {one.id for one in defaults()}
    if wanted.text is None and not shipped:
        raise Invalid(fields={"text": "missing"})
    document = wanted.text.document() if wanted.text else None
    done = await queries.write(
        tx, rule, position=wanted.position, is_on=wanted.is_on, document=document, version=wanted.version
    )
    current = next((one for one in await rules(tx) if one.id == rule), None)
    if current is None:
        raise NotFound("rule_not_found")
    if not done:
        raise VersionConflict(current.model_dump(mode="json"))
    return current


async def attempt(tx: Transaction, text: RuleText) -> Trial:
    """The rule against the latest touches, as if it were the only one."""
    rule = SourceRule.model_validate({**text.document(), "id": "trial", "position": 0})
    rows = await queries.newest_touches(tx, limit=TRIED)
    hits = [hit for hit in (_hit(rule, row) for row in rows) if hit]
    return Trial(of=len(rows), hits=len(hits), examples=hits[:EXAMPLES])


async def preview(tx: Transaction) -> Preview:
    """What a run would change, nothing written."""
    read, moves = 0, Counter[tuple[tuple[str, ...] | None, tuple[str, ...]]]()
    async for count, changes in _changes(tx):
        read += count
        moves.update((_named(change["before"]), _named(change["verdict"]) or ()) for change in changes)
    shown = [
        SourceMove(before=_origin(before) if before else None, after=_origin(after), touches=touches)
        for (before, after), touches in moves.most_common(MOVES)
    ]
    return Preview(read=read, changed=moves.total(), moves=shown)


async def rerun(tx: Transaction) -> int:
    """Every touch judged by the rules of now; how many changed."""
    run, changed = uuid4(), 0
    async for _, changes in _changes(tx):
        if changes:
            changed += await queries.rejudge(tx, rerun=run, changes=changes)
    return changed


async def _changes(tx: Transaction) -> AsyncIterator[tuple[int, list[dict[str, Any]]]]:
    """Chunks of history: how many were read, and those whose verdict is another one now."""
    current, after = await _effective(tx), None
    while rows := await queries.history(tx, after=after, limit=CHUNK):
        # (Some ten thousand touches a second: away from the loop that serves everybody else.)
        yield len(rows), await asyncio.to_thread(_judged, rows, current)
        after = rows[-1]["interaction_id"]


def _judged(rows: Sequence[Record], current: tuple[SourceRule, ...]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        hints = _hints(row)
        verdict = classify(hints, current).document()
        before = json.loads(row["verdict"]) if row["verdict"] else None
        if before is None or any(before.get(name, "") != verdict[name] for name in COMPARED):
            change = {"interaction_id": row["interaction_id"], "hints": hints.document(), "verdict": verdict}
            found.append({**change, "before": before})
    return found


def _hints(row: Record) -> SourceHints:
    """As they were stored; of what came before there were touches, from the interaction itself."""
    if row["hints"]:
        return SourceHints.from_document(json.loads(row["hints"]))
    details = json.loads(row["details"])
    touch = details.pop("first_touch", {})
    return told(row["channel"], row["kind"], str(row["source_id"]), touch, details, row["reply_to"])


def _hit(rule: SourceRule, row: Record) -> Hit | None:
    known = facts(SourceHints.from_document(json.loads(row["hints"])))
    matched = rule.matched(known)
    if matched is None:
        return None
    shown: dict[str, UUID | str | Any] = {
        name: row[name] for name in ("interaction_id", "client_id", "client_name", "occurred_at")
    }
    return Hit(**shown, facts={name: known.said[name] for name in matched if name in known.said})


async def _effective(tx: Transaction) -> tuple[SourceRule, ...]:
    rows = await queries.kept(tx)
    return effective(
        [{**row, "document": json.loads(row["document"]) if row["document"] else None} for row in rows]
    )


def _row(rule: SourceRule, row: Record | None) -> SourceRuleRow:
    text = RuleText(
        channels=list(rule.channels), kinds=list(rule.kinds), when=list(rule.when), outcome=rule.then
    )
    return SourceRuleRow(
        id=rule.id,
        position=rule.position,
        is_on=rule.on,
        is_shipped=rule.id in {one.id for one in defaults()},
        is_edited=row is not None and row["document"] is not None,
        is_changed=row is not None,
        version=row["version"] if row else 0,
        changed_at=row["updated_at"] if row else None,
        changed_by=row["changed_by_name"] if row else None,
        text=text,
    )


def _named(verdict: dict[str, Any] | None) -> tuple[str, ...] | None:
    return tuple(str(verdict.get(name, "")) for name in NAMED) if verdict else None


def _origin(named: tuple[str, ...]) -> SourceWords:
    return SourceWords(**dict(zip(NAMED, named, strict=True)))
