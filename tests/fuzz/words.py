"""What is thrown at the endpoints: what vendors and forms really send, bent and broken, and things that are nothing at all."""

import json
from typing import Any

from hypothesis import strategies as st

ODD = ("", "\x00", "0", "-1", "null", "NaN", "\ud800", "ї" * 400, "'; drop table x; --", "<script>", "1" * 400, "2026-13-45", "🤦🏽‍♀️", "%00", "\u202e", "9" * 30)  # fmt: skip
texts = st.one_of(st.text(max_size=30), st.sampled_from(ODD))
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), texts, st.just([]), st.just({})
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)


def written(document: Any) -> bytes:
    """As JSON, lone surrogates and NaN among it, as bad senders write them."""
    return json.dumps(document).encode()


@st.composite
def bent(draw: st.DrawFn, examples: tuple[bytes, ...]) -> bytes:
    """An example with one to four of its values replaced, dropped or doubled."""
    document = json.loads(draw(st.sampled_from(examples)))
    for _ in range(draw(st.integers(1, 4))):
        _bend(draw, document)
    return written(document)


def _bend(draw: st.DrawFn, document: Any) -> None:
    """Walks down to a random place and changes what is there."""
    while isinstance(document, dict | list) and document:
        keys: list[Any] = list(document) if isinstance(document, dict) else list(range(len(document)))
        key = draw(st.sampled_from(keys))
        inner = document[key]
        if isinstance(inner, dict | list) and inner and draw(st.integers(0, 5)):
            document = inner
            continue
        how = draw(st.sampled_from(("replace", "replace", "drop", "double")))
        if how == "drop":
            del document[key]
        elif how == "double" and isinstance(document, list):
            document.append(inner)
        else:
            document[key] = draw(values)
        return


def bodies(examples: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    """Mostly bent examples; now and then any JSON, any bytes, or an example cut short."""
    readable = tuple(body for body in examples if body[:1] in b"{[" and body.endswith((b"}", b"]")))
    cut = st.tuples(st.sampled_from(examples), st.integers(0, 400)).map(lambda pair: pair[0][: pair[1]])
    bending = bent(readable)
    return st.one_of(bending, bending, bending, values.map(written), st.binary(max_size=60), cut)
