"""Telegram's Bot API: one bot, by itself (`create_app`, as reminders need it) or among the other vendors."""

from simulator.telegram.bot import TOKEN, Telegram
from simulator.telegram.server import create_app

__all__ = ["TOKEN", "Telegram", "create_app"]
