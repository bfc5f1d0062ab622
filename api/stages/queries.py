"""Statements about stages."""

from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.json import as_json
from api.stages.schemas import NewStage, StagePatch

sql = load(__file__)


async def stages(tx: Transaction, *, archived: bool) -> str:
    """Stages in the board's order, archived ones too when asked for."""
    return await tx.document(sql.list_stages, archived=archived)


async def stage(tx: Transaction, *, stage_id: UUID) -> str:
    """One stage; raises NotFound."""
    return await tx.document(sql.stage, stage_id=stage_id)


async def add(tx: Transaction, *, stage: NewStage) -> UUID:
    """Adds it at its place among the others; its id."""
    stage_id = UUID(str(await tx.value(sql.add_stage, stage=stage.model_dump_json())))
    await tx.run(sql.make_room, stage_id=stage_id)
    return stage_id


async def edit(tx: Transaction, *, stage_id: UUID, version: int, patch: StagePatch) -> bool:
    """False when it is not there or has another version."""
    return await tx.find(sql.edit_stage, stage_id=stage_id, version=version, patch=as_json(patch)) is not None


async def live_ids(tx: Transaction) -> list[UUID]:
    """Live stages in their order, kept from others until the transaction ends."""
    return [row["id"] for row in await tx.rows(sql.live_stages)]


async def order(tx: Transaction, *, stage_ids: list[UUID]) -> None:
    """Numbers them 1, 2, 3…"""
    await tx.run(sql.order_stages, stage_ids=stage_ids)


async def archive(tx: Transaction, *, stage_id: UUID, move_deals_to: UUID | None) -> str:
    """Archives a stage; it and how many deals moved. Raises what `app.archive_stage` raises."""
    moved = int(await tx.value(sql.archive_stage, stage_id=stage_id, move_deals_to=move_deals_to))
    return await tx.document(sql.archived_stage, stage_id=stage_id, moved=moved)


async def require_admin(tx: Transaction) -> None:
    """Raises Forbidden (`admin_only`) for everybody else."""
    await tx.run(sql.require_admin)
