"""Hourly: rules that were wrong too often open no lead by themselves any more. An admin may trust them again."""

from api.auth.principal import SERVICE
from api.db.pool import Database
from channels.classify.positives import LEADS
from workers.queries import sql


async def demote_rules(database: Database) -> None:
    """Repeating it changes nothing: a rule is demoted once until it is trusted again."""
    async with database.write(SERVICE) as tx:
        await tx.rows(sql.demote_rules, opening=[rule.id for rule in LEADS])
