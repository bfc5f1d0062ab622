"""Pages of an edge: `limit`, `after`, `paging.next` with the token in it, as the Graph API gives it."""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from simulator.meta.fields import Node, Wanted, project
from simulator.meta.refusals import invalid

DEFAULT_LIMIT = 25


class Identified(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Identified)


def page(
    items: Sequence[T],
    node: Callable[[T], Node],
    wanted: Sequence[Wanted],
    params: Mapping[str, Any],
    url: str,
    most: int = 100,
) -> dict[str, Any]:
    """`{"data": [...], "paging": {...}}` of the items in their order; `next` only where there is more."""
    limit = min(_number(params.get("limit"), DEFAULT_LIMIT), most)
    start = _position(items, params.get("after"))
    shown = items[start : start + limit]
    answer: dict[str, Any] = {"data": [project(node(item), wanted) for item in shown]}
    if shown:
        after = _cursor(shown[-1])
        answer["paging"] = {"cursors": {"before": _cursor(shown[0]), "after": after}}
        if start + limit < len(items):
            query = {**params, "limit": limit, "after": after}
            answer["paging"]["next"] = f"{url}?{urlencode(query)}"
    return answer


def _number(text: Any, default: int) -> int:
    if text in (None, ""):
        return default
    if not str(text).isdigit() or int(text) < 1:
        raise invalid("param limit must be a positive integer")
    return int(text)


def _cursor(item: Identified) -> str:
    return base64.urlsafe_b64encode(item.id.encode()).decode().rstrip("=")


def _position(items: Sequence[Identified], after: Any) -> int:
    if not after:
        return 0
    for index, item in enumerate(items):
        if _cursor(item) == after:
            return index + 1
    raise invalid("Invalid cursor")
