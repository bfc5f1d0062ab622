"""Templates of a business account that can be sent from here: approved ones whose only blanks are numbered ones in the body.

https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from channels.capabilities import Account
from channels.meta.graph import Graph
from channels.meta.values import rows, text
from channels.templates import Template
from channels.whatsapp.access import keys_of

FIELDS = "name,language,status,category,components"
BLANK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
# Codes for signing in are no conversation.
NOT_FOR_PEOPLE = "AUTHENTICATION"


async def approved(graph: Graph, account: Account) -> Sequence[Template]:
    """Raises VendorError."""
    keys = keys_of(account)
    pages = graph.pages(
        keys.token, f"{keys.waba}/message_templates", status="APPROVED", fields=FIELDS, limit=100
    )
    return [one async for page in pages for one in _offered(page)]


def _offered(page: Sequence[Mapping[str, Any]]) -> Iterator[Template]:
    for row in page:
        parts = {text(one, "type").upper(): one for one in rows(row, "components")}
        body = text(parts.pop("BODY", {}), "text")
        blanks = list(dict.fromkeys(BLANK.findall(body)))
        numbered = all(blank.isdigit() for blank in blanks)
        if body and numbered and row.get("category") != NOT_FOR_PEOPLE and not _asks_more(parts):
            ordered = sorted(blanks, key=int)
            yield Template(text(row, "name"), text(row, "language"), body, ordered, text(row, "category"))


def _asks_more(parts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Has it a picture above, or blanks elsewhere?"""
    header = parts.get("HEADER", {})
    return text(header, "format") not in ("", "TEXT") or BLANK.search(str(dict(parts))) is not None
