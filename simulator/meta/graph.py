"""A call to the Graph API: its parameters wherever they are, its token, its limits, and the headers of its answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from simulator.core.forms import read_form
from simulator.core.limits import Limit, Limiter
from simulator.meta.refusals import invalid, refusal
from simulator.meta.tokens import Token, Tokens


@dataclass(frozen=True)
class GraphCall:
    """Path, parameters (query, form and JSON together), token."""

    request: Request
    params: Mapping[str, Any]
    token: Token

    @property
    def url(self) -> str:
        """The address as the caller called it, with the version that the edge has taken off."""
        version = self.request.scope.get("state", {}).get("graph_version", "")
        address = self.request.url.replace(query="")
        host, _, rest = address.path.lstrip("/").partition("/")
        return str(address.replace(path=f"/{host}/{version}/{rest}" if version else f"/{host}/{rest}"))

    def text(self, name: str) -> str:
        """A parameter as text, empty when it is not there."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def needs(self, scope: str) -> None:
        """Refuses a token without this permission."""
        if scope not in self.token.scopes:
            raise refusal(10, None, f"(#10) Application does not have permission for this action: {scope}")


async def parameters(request: Request) -> dict[str, Any]:
    """Everything the caller said, whatever way he said it."""
    return {**request.query_params, **await _body(request)}


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if not raw:
        return {}
    if request.headers.get("content-type", "").startswith("application/json"):
        return _json(raw)
    return {name: _maybe_json(value) for name, value in await read_form(request)}


def _json(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw)
    except ValueError:
        raise invalid("The request body is no JSON") from None
    if not isinstance(document, dict):
        raise invalid("The request body must be a JSON object")
    return document


def _maybe_json(value: Any) -> Any:
    """Objects may come as JSON in a form: recipient={"id":"1"}."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.loads(value)
        except ValueError:
            raise invalid("A parameter is no JSON") from None
    return value


def bearer(request: Request, params: Mapping[str, Any]) -> str:
    """The token of the Authorization header, or of the parameter."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else str(params.get("access_token") or "")


async def call(request: Request, tokens: Tokens) -> GraphCall:
    """A call with a valid token; 190 without one."""
    params = await parameters(request)
    value = bearer(request, params)
    if not value:
        raise refusal(104, None, "An access token is required to request this resource.", status=400)
    return GraphCall(request, params, tokens.valid(value))


def within(limiter: Limiter, key: str, limit: Limit, code: int) -> None:
    """Refuses what is over a limit, in the words of the limit's code."""
    if limiter.wait(key, limit):
        raise refusal(code)


def usage_headers(kind: str, subject: str, percent: int) -> dict[str, str]:
    """X-App-Usage and X-Business-Use-Case-Usage: percents, and minutes until access returns."""
    app = {"call_count": percent, "total_time": percent // 2, "total_cputime": percent // 3}
    minutes = 12 if percent >= 100 else 0
    business = {
        "type": kind,
        "call_count": percent,
        "total_cputime": percent // 3,
        "total_time": percent // 2,
        "estimated_time_to_regain_access": minutes,
    }
    return {
        "x-app-usage": json.dumps(app),
        "x-business-use-case-usage": json.dumps({subject: [business]}),
    }
