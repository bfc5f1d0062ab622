"""The Graph API's refusals, as a table (https://developers.facebook.com/docs/graph-api/guides/error-handling)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response


@dataclass
class GraphError(Exception):
    """`{"error": {...}}` with an HTTP status."""

    code: int
    message: str
    subcode: int | None = None
    status: int = 400
    type: str = "OAuthException"
    transient: bool = False
    data: Mapping[str, Any] | None = None

    def body(self) -> dict[str, Any]:
        """The document."""
        error: dict[str, Any] = {"message": self.message, "type": self.type, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.transient:
            error["is_transient"] = True
        if self.data is not None:
            error["error_data"] = dict(self.data)
        return {"error": {**error, "fbtrace_id": f"A{secrets.token_urlsafe(16)}"}}

    def answer(self) -> Response:
        """The HTTP answer."""
        return JSONResponse(self.body(), self.status)


# (code, subcode) -> HTTP status, type, words. Codes without a subcode are the fall-back of those with one.
KNOWN: dict[tuple[int, int | None], tuple[int, str, str]] = {
    (1, None): (500, "OAuthException", "An unknown error occurred"),
    (2, None): (503, "OAuthException", "Service temporarily unavailable"),
    (2, 1545133): (503, "OAuthException", "Service temporarily unavailable"),
    (4, None): (403, "OAuthException", "(#4) Application request limit reached"),
    (10, None): (403, "OAuthException", "(#10) Application does not have permission for this action"),
    (10, 1893063): (403, "OAuthException", "(#10) Sending is restricted for this account"),
    (10, 2018278): (400, "OAuthException", "(#10) This message is sent outside of allowed window."),
    (10, 2534022): (400, "IGApiException", "This message is sent outside of allowed window."),
    (10, 2534025): (400, "IGApiException", "The comment already has a private reply."),
    (17, None): (400, "OAuthException", "(#17) User request limit reached"),
    (32, None): (403, "OAuthException", "(#32) Page request limit reached"),
    (20, 1772107): (400, "OAuthException", "(#20) Unsupported fields parameter on this edge"),
    (100, 33): (
        400,
        "GraphMethodException",
        "Unsupported request. Object does not exist, cannot be loaded due to missing permissions, "
        "or does not support this operation.",
    ),
    (100, 2018001): (400, "OAuthException", "(#100) No matching user found"),
    (100, 2534014): (400, "IGApiException", "The requested user cannot be found."),
    (190, 458): (
        400,
        "OAuthException",
        "Error validating access token: The user has not authorized application.",
    ),
    (190, 460): (
        400,
        "OAuthException",
        "Error validating access token: The session was changed with the password.",
    ),
    (190, 463): (400, "OAuthException", "Error validating access token: Session has expired."),
    (190, 467): (400, "OAuthException", "Error validating access token: This session has been invalidated."),
    (190, 492): (400, "OAuthException", "Error validating access token: The user has no role on the asset."),
    (190, None): (400, "OAuthException", "Invalid OAuth access token - Cannot parse access token"),
    (200, None): (403, "OAuthException", "(#200) Permissions error"),
    (200, 1545041): (
        403,
        "OAuthException",
        "(#200) This person is not receiving messages from you right now.",
    ),
    (230, None): (403, "OAuthException", "(#230) User consent is required to access user profile"),
    (368, None): (
        400,
        "OAuthException",
        "(#368) The action attempted has been deemed abusive or is otherwise disallowed",
    ),
    (551, None): (400, "OAuthException", "(#551) This person isn't available right now."),
    (551, 1545041): (400, "OAuthException", "(#551) This person isn't available right now."),
    (613, None): (400, "OAuthException", "(#613) Calls to this api have exceeded the rate limit."),
    (80001, None): (400, "OAuthException", "(#80001) There have been too many calls to this Page account."),
    (80002, None): (
        400,
        "OAuthException",
        "(#80002) There have been too many calls to this Instagram account.",
    ),
    (80006, None): (
        400,
        "OAuthException",
        "(#80006) There have been too many calls to this Messenger account.",
    ),
    (80007, None): (
        400,
        "OAuthException",
        "(#80007) There have been too many calls to this WhatsApp account.",
    ),
}
TRANSIENT = {1, 2}


def refusal(code: int, subcode: int | None = None, words: str = "", status: int | None = None) -> GraphError:
    """The refusal with Meta's words for it, or with `words` of the caller's."""
    known = (
        KNOWN.get((code, subcode)) or KNOWN.get((code, None)) or (400, "OAuthException", f"(#{code}) Refused")
    )
    return GraphError(code, words or known[2], subcode, status or known[0], known[1], code in TRANSIENT)


def missing(parameter: str) -> GraphError:
    """A required parameter is not there."""
    return refusal(100, None, f"(#100) The parameter {parameter} is required")


def invalid(words: str) -> GraphError:
    """A parameter is not what it should be."""
    return refusal(100, None, f"(#100) {words}")


def not_found(identifier: str) -> GraphError:
    """No such object, as far as this token can see."""
    return refusal(
        100,
        33,
        f"Unsupported request. Object with ID '{identifier}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation.",
    )


async def answered(_request: Request, error: Exception) -> Response:
    """FastAPI's handler of GraphError."""
    return error.answer() if isinstance(error, GraphError) else refusal(1).answer()
