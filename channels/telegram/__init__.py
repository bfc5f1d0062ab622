"""Telegram's bots for clients: what people write to the bot, and to whoever attached it to his own business account."""

from channels.telegram.adapter import Telegram

__all__ = ["Telegram"]
