"""The figures once more, the slow and obvious way: loops over plain objects, no SQL. Written from docs/kpi.md, not from the database.

client.py    who is one client: records that were merged, the first owner, the inquiry that counts
leads.py     leads, conversion, answers, the parts of the wait, office hours
closings.py  what moves come to: episodes, slips, sums
deals.py     deals created, won, lost, sold, and what they cost in time
stages.py    the funnel
tasks.py     done, on time, overdue
plan.py      what was planned, and which day a shift belongs to
work.py      presence, activity, lateness, calls, minutes on clients
now.py       velocity, workload, targets
spells.py    unions and overlaps of stretches of time
numbers.py   rounding, percentiles
"""

from tests.kpi.history import History
from tests.kpi.slow import deals, leads, tasks, work
from tests.kpi.slow.books import Books
from tests.kpi.slow.client import Lead, leads_of


class Slow:
    """A history, counted. `books` hold every figure of every day, but for the state of overdue tasks."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.clients: list[Lead] = leads_of(history)
        self.books = Books()
        spent = work.minutes_on_deals(history, self.clients)
        for client in self.clients:
            if client.excluded is None:
                leads.count(history, client, self.books)
            if client.counts:
                leads.count_touches(client, self.books)
                deals.count(history, client, spent, self.books)
                tasks.count(client, self.books)
                work.count_calls(client, self.books)
        work.count_attested(self.books)
        for manager in history.work:
            work.count(history, manager, self.clients, self.books)
