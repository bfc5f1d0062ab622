"""Viber's bots: messages in and out, receipts, who came and who left."""

from channels.viber.adapter import Viber

__all__ = ["Viber"]
