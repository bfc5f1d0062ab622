"""/review: what the rules doubted, one word to decide it, and how far each rule can be trusted. Admins only."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.db.dependencies import Read, Write
from api.errors import Conflict, NotFound, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router
from api.review import queries, service
from api.review.schemas import (
    BuiltInWord,
    NewWord,
    ProductMark,
    ReviewItem,
    RulePrecision,
    Settled,
    Undo,
    Verdicts,
    View,
    Word,
)

router = Router(prefix="/review", tags=["review"])


@router.get("")
async def list_review(
    tx: Read, page: Paging, view: View = "waiting", source_id: UUID | None = None
) -> Listing[ReviewItem]:
    """Comments and messages that wait for a person, became leads by themselves, or were decided; the newest first."""
    return await service.items(tx, view=view, source_id=source_id, page=page)


@router.post("/verdicts")
async def judge_review(tx: Write, wanted: Verdicts) -> Settled:
    """A lead (some seconds later, so that it can be taken back), none, a complaint (a task) or spam."""
    return await service.judge(tx, wanted)


@router.post("/undo")
async def undo_review(tx: Write, wanted: Undo) -> Settled:
    """Takes words back."""
    return await service.undo(tx, wanted.event_ids)


@router.get("/precision")
async def list_rule_precision(tx: Read) -> Listing[RulePrecision]:
    """How often people agreed with each rule, by week; which rules open no lead by themselves any more."""
    return await service.precision(tx)


@router.post("/rules/{rule}/trust", status_code=204, responses=errors(NotFound))
async def trust_rule(tx: Write, rule: str) -> Response:
    """Lets a demoted rule open leads again; only later words count against it."""
    await queries.trust(tx, rule)
    return Response(status_code=204)


@router.get("/words", response_model=Listing[Word])
async def list_intent_words(tx: Read) -> JsonBytes:
    """The company's own words beside the built-in ones."""
    await queries.require_admin(tx)
    return JsonBytes(await queries.words(tx))


@router.get("/words/built-in")
async def list_built_in_words(
    tx: Read,
    q: Annotated[str, Query(max_length=60, description="Part of one; without it those that are off.")] = "",
) -> Listing[BuiltInWord]:
    """Words that come with Smena: what a text finds among them, or what the company has switched off."""
    await queries.require_admin(tx)
    return await service.built_in(tx, q)


@router.post("/words", status_code=201, response_model=Listing[Word], responses=errors(Conflict))
async def add_intent_word(tx: Write, new: NewWord) -> JsonBytes:
    """Adds one, or switches one of ours off; in force with the next comment. Answers the company's own."""
    await queries.require_admin(tx)
    await service.add_word(tx, new)
    return JsonBytes(await queries.words(tx), 201)


@router.delete("/words/{word_id}", status_code=204, responses=errors(NotFound))
async def remove_intent_word(tx: Write, word_id: UUID) -> Response:
    """Removes one; one of ours that was off is on again."""
    await queries.require_admin(tx)
    await queries.remove_word(tx, word_id)
    return Response(status_code=204)


@router.put("/posts", status_code=204)
async def mark_product_post(tx: Write, wanted: ProductMark) -> Response:
    """Says whether a post sells something: the next doubtful comment under it is a lead then."""
    await queries.require_admin(tx)
    await queries.mark_product(tx, **wanted.model_dump())
    return Response(status_code=204)
