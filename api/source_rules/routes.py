"""/source-rules: how touches get their source. Admins only."""

from typing import Annotated

from fastapi import Path, Response

from api.db.dependencies import Read, Write
from api.errors import NotFound, VersionConflict, errors
from api.kit.paging import Listing
from api.kit.routing import Router
from api.source_rules import queries, service
from api.source_rules.schemas import (
    Preview,
    Rerun,
    RuleText,
    RuleWrite,
    SourceRuleRow,
    SourceRulesHealth,
    Trial,
)

router = Router(prefix="/source-rules", tags=["source rules"])
RuleId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_\-]{1,40}$")]


@router.get("")
async def list_source_rules(tx: Read) -> Listing[SourceRuleRow]:
    """Every rule in the order tried: those of the release, as the company has them, and its own."""
    await queries.require_admin(tx)
    found = await service.rules(tx)
    return Listing(items=found, next=None, total=len(found))


@router.get("/health")
async def get_source_rules_health(tx: Read) -> SourceRulesHealth:
    """How much of the last thirty days no rule knew, and the last run over history."""
    return SourceRulesHealth(**await queries.health(tx))


@router.post("/try")
async def try_source_rule(tx: Read, text: RuleText) -> Trial:
    """On how many of the last hundred touches a rule would fit."""
    return await service.attempt(tx, text)


@router.post("/preview")
async def preview_source_rules(tx: Read) -> Preview:
    """What a run over history would change."""
    return await service.preview(tx)


@router.post("/rerun")
async def rerun_source_rules(tx: Write) -> Rerun:
    """Judges every touch by the rules of now."""
    await queries.require_admin(tx)
    return Rerun(changed=await service.rerun(tx))


@router.post("/rerun/undo", responses=errors(NotFound))
async def undo_source_rules_rerun(tx: Write) -> Rerun:
    """Every touch as it was before the last run."""
    return Rerun(changed=await queries.undo_rerun(tx))


@router.put("/{rule}", responses=errors(VersionConflict))
async def write_source_rule(tx: Write, rule: RuleId, wanted: RuleWrite) -> SourceRuleRow:
    """Adds a rule, or edits, moves or switches one; one of the release keeps its own text beside it."""
    await queries.require_admin(tx)
    return await service.write(tx, rule, wanted)


@router.delete("/{rule}", status_code=204, responses=errors(NotFound))
async def forget_source_rule(tx: Write, rule: RuleId) -> Response:
    """Removes a rule of the company's own; one of the release is as it came again."""
    await queries.require_admin(tx)
    await queries.forget(tx, rule)
    return Response(status_code=204)
