"""Which adapter understands a channel: the built-in ones, then those of installed packages."""

import logging
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from channels.base import SourceAdapter
from channels.elevenlabs import ElevenLabs
from channels.email import Email
from channels.instagram import Instagram
from channels.messenger import Messenger
from channels.telegram import Telegram
from channels.viber import Viber
from channels.website import Website
from channels.whatsapp import WhatsApp

GROUP = "smena.sources"
log = logging.getLogger("smena.channels")


@cache
def adapters() -> Mapping[str, SourceAdapter]:
    """Channel -> adapter. A built-in channel cannot be taken over; a broken package is logged and left out."""
    found: dict[str, SourceAdapter] = {}
    for entry in entry_points(group=GROUP):
        adapter = _load(entry)
        if adapter is not None:
            found[entry.name] = adapter
    built_in: tuple[SourceAdapter, ...] = (
        Website(),
        Instagram(),
        Messenger(),
        WhatsApp(),
        Telegram(),
        Viber(),
        Email(),
        ElevenLabs(),
    )
    return {**found, **{adapter.channel: adapter for adapter in built_in}}


def find(channel: str) -> SourceAdapter | None:
    """The adapter of a channel, or None when no installed package has one."""
    return adapters().get(channel)


def _load(entry: EntryPoint) -> SourceAdapter | None:
    """An entry point names an adapter or a class of one."""
    try:
        named = entry.load()
        adapter = named() if isinstance(named, type) else named
    except Exception:  # somebody else's code: whatever it raises must not stop the other sources
        log.exception("lead source %s could not be loaded from %s", entry.name, entry.value)
        return None
    if not isinstance(adapter, SourceAdapter):
        log.error("lead source %s: %s is no SourceAdapter", entry.name, entry.value)
        return None
    return adapter
