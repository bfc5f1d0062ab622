"""Facebook pages: Messenger, comments under posts, Lead Ads."""

from channels.messenger.adapter import Messenger

__all__ = ["Messenger"]
