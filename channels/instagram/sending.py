"""Answers on Instagram: Direct within its window, a public reply to a comment, one private reply to each.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from channels.capabilities import Account, Mode, Outgoing, Pace, Sent, Thread, Way
from channels.failures import Failure, VendorError
from channels.instagram.login import COMMENTS, MESSAGES
from channels.meta.graph import Graph

WINDOW, HUMAN_AGENT_WINDOW, PRIVATE_REPLY_WINDOW = timedelta(hours=24), timedelta(days=7), timedelta(days=7)
LONGEST_TEXT = 1000  # bytes of UTF-8: half as many Cyrillic letters
LONGEST_COMMENT = 2200  # letters
# Below Meta's own limits; that of comments (60 an hour) is not published.
PACES: Mapping[Mode, Pace] = {
    "direct": Pace(7_200, 10),
    "private_reply": Pace(600, 5),
    "comment": Pace(30, 3),
}


def ways(thread: Thread, at: datetime, *, human_agent: bool) -> Sequence[Way]:
    """What may be sent now, by Meta's rules and by what the admin granted."""
    if thread.kind == "direct":
        return (_direct(thread, at, human_agent=human_agent),)
    return (_comment(thread), _private(thread, at))


def _direct(thread: Thread, at: datetime, *, human_agent: bool) -> Way:
    if thread.last_in is None:
        return Way("direct", why_not="nothing_to_answer", longest=LONGEST_TEXT)
    until = thread.last_in.occurred_at + (HUMAN_AGENT_WINDOW if human_agent else WINDOW)
    closed = "permission_missing" if MESSAGES in thread.missing else "window_closed" if at >= until else None
    return Way("direct", until, closed, longest=LONGEST_TEXT)


def _comment(thread: Thread) -> Way:
    if thread.last_in is None:
        return Way("comment", why_not="nothing_to_answer")
    closed = "permission_missing" if COMMENTS in thread.missing else None
    return Way("comment", None, closed, thread.last_in.external_id)


def _private(thread: Thread, at: datetime) -> Way:
    if thread.last_in is None:
        return Way("private_reply", why_not="nothing_to_answer", longest=LONGEST_TEXT)
    until = thread.last_in.occurred_at + PRIVATE_REPLY_WINDOW
    reasons = (
        (MESSAGES in thread.missing or COMMENTS in thread.missing, "permission_missing"),
        (thread.last_in.answered_privately, "private_reply_used"),
        (at >= until, "window_closed"),
    )
    closed = next((reason for holds, reason in reasons if holds), None)
    return Way("private_reply", until, closed, thread.last_in.external_id, LONGEST_TEXT)


def parts(mode: Mode, text: str) -> Sequence[str]:
    """Direct takes a thousand bytes; a private reply is one message: what is over goes into no other."""
    if mode == "comment":
        return [text[start : start + LONGEST_COMMENT] for start in range(0, len(text), LONGEST_COMMENT)]
    return list(_pieces(text, LONGEST_TEXT))


def _pieces(text: str, most: int) -> Iterator[str]:
    """At the end of a paragraph, of a sentence or of a word, in this order; a letter is never cut."""
    rest = text.strip()
    while len(rest.encode()) > most:
        head = rest.encode()[:most].decode("utf-8", "ignore")
        cut = next(
            (
                found + len(mark)
                for mark in ("\n", ". ", "! ", "? ", " ")
                if (found := head.rfind(mark)) > len(head) // 2
            ),
            len(head),
        )
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest


async def send(graph: Graph, account: Account, message: Outgoing, *, human_agent: bool) -> Sent:
    """One call; raises VendorError."""
    if message.mode == "comment":
        return await _reply(graph, account, message)
    to = {"comment_id": message.target} if message.mode == "private_reply" else {"id": message.address}
    body: dict[str, object] = {"recipient": to, "message": {"text": message.text}}
    if message.mode == "direct" and human_agent:
        body |= {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    try:
        answer = await graph.post(account.token, f"{account.account_id}/messages", body, sending=True)
    except VendorError as error:
        raise _of_comment(error, message) from error
    recipient = str(answer.get("recipient_id") or "") or None
    thread_key = f"direct:{recipient}" if recipient and message.mode == "private_reply" else None
    return Sent(_id(answer, "message_id"), recipient, thread_key)


async def _reply(graph: Graph, account: Account, message: Outgoing) -> Sent:
    # (Never with `fields`: the comment would be there, and the answer a refusal.)
    try:
        answer = await graph.post(
            account.token, f"{message.target}/replies", {"message": message.text}, sending=True
        )
    except VendorError as error:
        raise _of_comment(error, message) from error
    return Sent(_id(answer, "id"))


def _of_comment(error: VendorError, message: Outgoing) -> VendorError:
    """A comment that is gone says nothing of who wrote it."""
    if message.mode != "direct" and error.failure.kind == "recipient_gone":
        return VendorError(Failure("permanent", "comment_gone", error.failure.words))
    return error


def _id(answer: Mapping[str, object], name: str) -> str:
    found = answer.get(name)
    if not found:
        raise VendorError(Failure("ambiguous", "unreadable", f"no {name}"))
    return str(found)
