"""When threads of Instagram and Messenger may be answered.

https://developers.facebook.com/docs/messenger-platform/policy/policy-overview
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.capabilities import Thread, Way

WINDOW, HUMAN_AGENT_WINDOW, PRIVATE_REPLY_WINDOW = timedelta(hours=24), timedelta(days=7), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Windows:
    """`messages`, `comments`: permissions without which nothing is sent there; `longest`: of a direct message."""

    messages: str
    comments: str
    longest: int

    def ways(self, thread: Thread, at: datetime, *, human_agent: bool) -> Sequence[Way]:
        """What may be sent now, by Meta's rules and by what the admin granted."""
        if thread.kind == "direct":
            return (self._direct(thread, at, human_agent=human_agent),)
        return (self._comment(thread), self._private(thread, at))

    def _direct(self, thread: Thread, at: datetime, *, human_agent: bool) -> Way:
        if thread.last_in is None:
            return Way("direct", why_not="nothing_to_answer", longest=self.longest)
        until = thread.last_in.occurred_at + (HUMAN_AGENT_WINDOW if human_agent else WINDOW)
        is_missing = self.messages in thread.missing
        closed = "permission_missing" if is_missing else "window_closed" if at >= until else None
        return Way("direct", until, closed, longest=self.longest)

    def _comment(self, thread: Thread) -> Way:
        if thread.last_in is None:
            return Way("comment", why_not="nothing_to_answer")
        closed = "permission_missing" if self.comments in thread.missing else None
        return Way("comment", None, closed, thread.last_in.external_id)

    def _private(self, thread: Thread, at: datetime) -> Way:
        if thread.last_in is None:
            return Way("private_reply", why_not="nothing_to_answer", longest=self.longest)
        until = thread.last_in.occurred_at + PRIVATE_REPLY_WINDOW
        reasons = (
            (self.messages in thread.missing or self.comments in thread.missing, "permission_missing"),
            (thread.last_in.answered_privately, "private_reply_used"),
            (at >= until, "window_closed"),
        )
        closed = next((reason for holds, reason in reasons if holds), None)
        return Way("private_reply", until, closed, thread.last_in.external_id, self.longest)
