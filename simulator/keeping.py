"""State kept in a file, so that what was connected in a demonstration is still connected after a restart.

Posts that were waiting are not kept: to the CRM it is as if they had got lost.
"""

import asyncio
import contextlib
import hashlib
import os
import pickle
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

from simulator.core.clock import Clock
from simulator.telegram import webhook
from simulator.world import World

PARTS = (
    "instagram",
    "messenger",
    "whatsapp",
    "telegram",
    "viber",
    "email",
    "elevenlabs",
    "turnstile",
    "talkers",
)
EVERY_SECONDS = 5


class _Pickler(pickle.Pickler):
    """The clock is a reference: everything shares the running one."""

    def persistent_id(self, thing: Any) -> str | None:
        return "clock" if isinstance(thing, Clock) else None


class _Unpickler(pickle.Unpickler):
    """Reads only files that this program has written, see `load`."""

    def __init__(self, content: bytes, clock: Clock) -> None:
        super().__init__(BytesIO(content))
        self._clock = clock

    def persistent_load(self, _name: Any) -> Clock:
        return self._clock


def save(world: World, path: Path) -> None:
    """Writes everything, all or nothing, for the owner's eyes."""
    content = BytesIO()
    _Pickler(content).dump({name: getattr(world, name) for name in PARTS} | {"now": world.clock.now()})
    fresh = path.with_suffix(".new")
    fresh.touch(0o600)
    fresh.write_bytes(_program() + content.getvalue())
    os.replace(fresh, path)


def load(world: World, path: Path) -> bool:
    """Puts everything back; False when there is nothing, or another version of the simulator wrote it."""
    content = path.read_bytes() if path.exists() else b""
    mark = _program()
    if not content.startswith(mark):
        return False
    kept = _Unpickler(content[len(mark) :], world.clock).load()
    world.clock.forward_to(kept.pop("now"))
    for name, part in kept.items():
        setattr(world, name, part)
    webhook.connected(world.telegram, world.dispatcher("telegram"))
    world.hook()
    return True


@contextlib.asynccontextmanager
async def kept(world: World, path: Path | None) -> AsyncIterator[None]:
    """Loads before, saves every few seconds and after; does nothing without a file."""
    if path is None:
        yield
        return
    load(world, path)
    task = asyncio.create_task(_saving(world, path))
    try:
        yield
    finally:
        task.cancel()
        save(world, path)


async def _saving(world: World, path: Path) -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        save(world, path)


def _program() -> bytes:
    """A mark of this very version of the program: classes may differ in any other."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()
