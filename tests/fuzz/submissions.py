"""Forms and comments as pages, robots and broken plugins post them."""

from typing import Any

from hypothesis import strategies as st

from tests.edge.sent import SENT
from tests.fuzz.words import bodies
from tests.support.site import ORIGIN

KINDS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain", "text/html;charset=cp1251", "x/y; charset=\x22", "")  # fmt: skip
FORMS = tuple(sent.body for sent in SENT if sent.body.startswith(b"{") and sent.body.endswith(b"}"))
HEADERS = ("origin", "referer", "user-agent", "accept", "accept-language", "idempotency-key", "x-smena-signature", "x-smena-timestamp", "x-forwarded-for", "content-length", "x-hub-signature-256")  # fmt: skip
WORDS = (ORIGIN, "null", "text/html", "1", str(2**70), "http://[", "sha256=ї", "\u00ff", "'", "*" * 3000, "ru;q=x", "https://shop.example/a b")  # fmt: skip
headers = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(WORDS), max_size=3)


@st.composite
def submissions(draw: st.DrawFn) -> dict[str, Any]:
    body = draw(st.one_of(bodies(FORMS), bodies(tuple(sent.body for sent in SENT))))
    return {"content": body, "headers": {"content-type": draw(st.sampled_from(KINDS)), **draw(headers)}}
