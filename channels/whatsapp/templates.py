"""Templates of a business account that can be sent from here: approved ones whose only blanks are in the body, with or without a file above.

https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from channels.capabilities import Account
from channels.media import FileLimit
from channels.meta.graph import Graph
from channels.meta.values import rows, text
from channels.templates import Header, Template
from channels.whatsapp.access import keys_of
from channels.whatsapp.files import FILES

FIELDS = "name,language,status,category,components"
BLANK = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
NAME = re.compile(r"\w+")
# Above a template a document is a PDF.
HEADERS = {
    "IMAGE": Header("image", FILES["image"]),
    "VIDEO": Header("video", FILES["video"]),
    "DOCUMENT": Header("file", FileLimit(FILES["file"].most, ("application/pdf",))),
}
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
        is_odd = not all(NAME.fullmatch(blank) for blank in blanks)
        if body and not is_odd and row.get("category") != NOT_FOR_PEOPLE and not _asks_more(parts):
            yield Template(
                text(row, "name"),
                text(row, "language"),
                body,
                sorted(blanks, key=int) if numbered else blanks,
                text(row, "category"),
                named=not numbered,
                header=HEADERS.get(text(parts.get("HEADER", {}), "format")),
            )


def _asks_more(parts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Has it a place above, or blanks elsewhere?"""
    header = text(parts.get("HEADER", {}), "format")
    return header not in ("", "TEXT", *HEADERS) or BLANK.search(str(dict(parts))) is not None
