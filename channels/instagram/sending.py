"""Answers on Instagram: Direct within its window, a public reply to a comment, one private reply to each.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
"""

from collections.abc import Mapping, Sequence

from channels.capabilities import Account, Mode, Outgoing, Pace, Sent
from channels.instagram.login import COMMENTS, MESSAGES
from channels.meta import sending as outgoing
from channels.meta.graph import Graph
from channels.meta.windows import Windows
from channels.pieces import pieces

LONGEST_TEXT = 1000  # bytes of UTF-8: half as many Cyrillic letters
LONGEST_COMMENT = 2200  # letters
WINDOWS = Windows(MESSAGES, COMMENTS, LONGEST_TEXT)
# Below Meta's own limits; that of comments (60 an hour) is not published.
PACES: Mapping[Mode, Pace] = {
    "direct": Pace(7_200, 10),
    "private_reply": Pace(600, 5),
    "comment": Pace(30, 3),
}
ways = WINDOWS.ways


def parts(mode: Mode, text: str) -> Sequence[str]:
    """Direct takes a thousand bytes; a private reply is one message: what is over goes into no other."""
    if mode == "comment":
        return [text[start : start + LONGEST_COMMENT] for start in range(0, len(text), LONGEST_COMMENT)]
    return list(pieces(text, LONGEST_TEXT, "bytes"))


async def send(graph: Graph, account: Account, message: Outgoing, *, human_agent: bool) -> Sent:
    """One call; raises VendorError."""
    if message.mode == "comment":
        return await outgoing.reply(graph, account, message, "replies")
    tagged = message.mode == "direct" and human_agent
    more = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if tagged else {}
    return await outgoing.send(graph, account, message, **more)
