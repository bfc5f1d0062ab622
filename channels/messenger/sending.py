"""Answers of a page: Messenger within its window, a public answer to a comment, one private reply to each.

https://developers.facebook.com/docs/messenger-platform/send-messages
"""

from collections.abc import Mapping, Sequence

from channels.capabilities import Account, Mode, Outgoing, Pace, Sent
from channels.messenger.login import COMMENTS, MESSAGES
from channels.meta import sending as outgoing
from channels.meta.graph import Graph
from channels.meta.windows import Windows
from channels.pieces import pieces

LONGEST_TEXT, LONGEST_COMMENT = 2000, 8000
WINDOWS = Windows(MESSAGES, COMMENTS, LONGEST_TEXT)
# Below Meta's own limits.
PACES: Mapping[Mode, Pace] = {
    "direct": Pace(7_200, 10),
    "private_reply": Pace(600, 5),
    "comment": Pace(120, 5),
}


def parts(mode: Mode, text: str) -> Sequence[str]:
    """Two thousand letters each."""
    return list(pieces(text, LONGEST_COMMENT if mode == "comment" else LONGEST_TEXT))


async def send(graph: Graph, account: Account, message: Outgoing, *, human_agent: bool) -> Sent:
    """One call; raises VendorError. Its echo brings our id of the message back."""
    if message.mode == "comment":
        return await outgoing.reply(graph, account, message, "comments")
    tagged = message.mode == "direct" and human_agent
    kind = (
        {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if tagged else {"messaging_type": "RESPONSE"}
    )
    return await outgoing.send(graph, account, message, metadata=str(message.id), **kind)
