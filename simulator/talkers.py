"""People of a demonstration who answer by themselves: a few seconds after a message to them they say something polite.

Nobody does unless he was named (`World.talkers`), so tests and rehearsals meet silent people only.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.core.acts import Act

if TYPE_CHECKING:
    from simulator.world import World

AFTER_SECONDS = 4.0
WORDS: Mapping[str, tuple[str, ...]] = {
    "ru": ("Спасибо, понятно! Посоветуемся и напишу.", "Хорошо, жду.", "Отлично, договорились 👍"),
    "uk": ("Дякую, зрозуміло! Порадимось, і напишу.", "Добре, чекаю.", "Чудово, домовились 👍"),
    "en": ("Thank you, that helps! Let me think it over.", "Good, I will wait.", "Great, agreed 👍"),
}


@dataclass
class Talker:
    """`order`: what an act of the vendor's needs to know of him. `said`: how often he has answered."""

    account: str
    order: dict[str, Any]
    language: str
    said: int = 0

    def words(self) -> str:
        """What he says next."""
        known = WORDS[self.language]
        self.said += 1
        return known[(self.said - 1) % len(known)]


# Vendor and whom the vendor knows there -> who it is.
Talkers = dict[tuple[str, str], Talker]


def hears(world: "World", vendor: str, person: str, answer: Act) -> None:
    """Somebody was written to; if he is one who talks, he answers by and by."""
    talker = world.talkers.get((vendor, person))
    if talker is not None:
        loop = asyncio.get_running_loop()
        loop.call_later(
            AFTER_SECONDS, lambda: answer(world, talker.account, text=talker.words(), **talker.order)
        )
