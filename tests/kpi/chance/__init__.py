"""Random histories that dwell on the edges: midnight, changes of clocks, five minutes, the last second before the answer is late."""

from datetime import datetime, timedelta

from tests.kpi.calendar import local_day
from tests.kpi.chance import acts, selling, working
from tests.kpi.chance.dice import Dice, changes_of_clocks
from tests.kpi.history import History

# Of so many histories one manager, and of so many one whose working time is told: counting that in Python is slow.
MANAGERS, WORKING = 13, 30

__all__ = ["Chance", "changes_of_clocks"]


class Chance:
    """Makes one small history after the other into one company."""

    def __init__(self, seed: int, now: datetime, histories: int) -> None:
        self.dice = Dice(seed, now)
        self.history = history = History(now=now)
        history.managers = [self.dice.id() for _ in range(2 + histories // MANAGERS)]
        self.working = history.managers[: 2 + histories // WORKING]
        history.sources = [self.dice.id() for _ in range(3)]
        winter, summer = self.dice.changes[1], self.dice.changes[0]
        history.rates = [
            (winter - timedelta(days=9), "USD", "41.37"),
            (summer + timedelta(days=1, hours=7), "USD", "43.0125"),
            (summer, "JPY", "0.2712345678"),
        ]
        history.office = {**dict.fromkeys(range(1, 6), (540, 1080)), 6: (1320, 240)}
        history.holidays = {local_day(self.dice.moment()) for _ in range(5)} - {local_day(now)}

    def add(self) -> None:
        """Two managers of the company, a few clients, their work, and what an admin makes of it in the end."""
        history, dice = self.history, self.dice
        managers = dice.random.sample(history.managers, 2)
        clients = [
            selling.client(dice, history, managers, number) for number in range(dice.random.randint(1, 3))
        ]
        history.clients += clients
        for manager in managers:
            if manager in self.working and manager not in history.work:
                history.work[manager] = working.work(dice, history, clients)
        history.acts += acts.acts(dice, history, clients, managers)


def made(histories: int, seed: int, now: datetime) -> History:
    """That many."""
    chance = Chance(seed, now, histories)
    for _ in range(histories):
        chance.add()
    return chance.history
