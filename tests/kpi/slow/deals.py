"""Deals: created, closed, sold, how long they took and what they cost in minutes."""

from datetime import datetime

from tests.kpi.history import Client, Deal, History
from tests.kpi.slow.books import Books
from tests.kpi.slow.client import Lead
from tests.kpi.slow.closings import Closing, chains, in_hryvnias, money

Spent = dict[str, list[tuple[datetime, Deal | None]]]


def count(history: History, client: Lead, spent: Spent, books: Books) -> None:
    """The deals of one client."""
    for deal, record in client.deals:
        birth = deal.moves[0]
        books.add(birth.at, birth.owner, "deals_created", owner=client.owner, source=record.source)
        for chain in chains(deal):
            if chain.counts:
                _closing(history, client, record, deal, chain, books)
                cost = _cost(spent.get(str(client.record.id), []), deal, chain.at)
                books.measure(chain.move.owner, f"{chain.after}_deal_time", cost)
        for at, owner, amount in money(history, deal):
            books.add(at, owner, "sales", amount, owner=client.owner, source=record.source)


def _closing(
    history: History, client: Lead, record: Client, deal: Deal, chain: Closing, books: Books
) -> None:
    move = chain.move
    value = in_hryvnias(history, move.amount, deal.currency, chain.at)
    rated = move.reason not in ("duplicate", "spam", "test")
    figures = {
        f"deals_{chain.after}": 1,
        "closed_rated": int(rated),
        "closed_value": (value or 0) * rated,
    }
    if chain.after == "won":
        took = (chain.at - deal.created_at).total_seconds()
        figures |= {"won_value": value or 0, "unconverted": int(value is None)}
        figures |= {"cycles": 1, "cycle_seconds": int(took)} if took >= 0 else {"cycles_negative": 1}
        if took >= 0:
            books.measure(move.owner, "cycle", took)
    for key, amount in figures.items():
        books.add(chain.at, move.owner, key, amount, owner=client.owner, source=record.source)


def _cost(spent: list[tuple[datetime, Deal | None]], deal: Deal, until: datetime) -> float:
    """Seconds that anybody spent on the deal, or on its client without naming a deal, since it was created."""
    since = deal.created_at.replace(second=0, microsecond=0)
    return 60 * sum(1 for at, on in spent if (on is None or on is deal) and since <= at < until)
