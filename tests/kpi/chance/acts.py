"""What an admin does when all of it has happened: records of one client are merged, clients are given away, data are erased."""

from uuid import UUID

from tests.kpi.chance.dice import Dice
from tests.kpi.history import NOBODY, Assign, Client, Erase, History, Merge

Acts = list[Merge | Assign | Erase]


def acts(dice: Dice, history: History, clients: list[Client], managers: list[UUID]) -> Acts:
    """Of these clients; who was merged into another is not spoken of any more."""
    made: Acts = [*_mistakes(dice, clients), *_merges(dice, clients)]
    gone = [act.loser for act in made if isinstance(act, Merge) and not act.undone]
    for client in clients:
        if client in gone:
            continue
        if dice.chance(0.06):
            made.append(Assign(client, dice.random.choice([*managers, history.managers[0], NOBODY])))
        if dice.chance(0.04):
            made.append(Erase(client))
    return made


def _mistakes(dice: Dice, clients: list[Client]) -> Acts:
    """Two of one manager's, joined and taken apart again."""
    if len(clients) < 2 or dice.chance(0.6):
        return []
    one, other = dice.random.sample(clients, 2)
    return [Merge(one, other, undone=True)] if one.owner == other.owner else []


def _merges(dice: Dice, clients: list[Client]) -> Acts:
    """Two of them; of three one after the other into the same, or the one that had the others into the third."""
    if len(clients) < 2 or dice.chance(0.7):
        return []
    first, second, *others = dice.random.sample(clients, len(clients))
    made: Acts = [Merge(first, second)]
    for third in others:
        if dice.chance(0.6):
            made.append(Merge(first, third) if dice.chance(0.5) else Merge(third, first))
    return made
