"""ElevenLabs' refusals: `detail` is an object, a list for 422, or (an old shape) text."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

# status word -> HTTP status, type, message
KNOWN: dict[str, tuple[int, str, str]] = {
    "invalid_api_key": (401, "authentication_error", "Invalid API key"),
    "needs_authorization": (
        401,
        "authentication_error",
        "Neither authorization header nor xi-api-key received, please provide one.",
    ),
    "quota_exceeded": (401, "quota_error", "This request exceeds your quota."),
    "too_many_concurrent_requests": (429, "rate_limit_error", "Too many concurrent requests."),
    "system_busy": (429, "rate_limit_error", "The system is experiencing heavy traffic, please try again."),
    "voice_not_found": (404, "not_found_error", "A voice with the given id was not found."),
    "max_character_limit_exceeded": (
        400,
        "validation_error",
        "The text is longer than the model takes at once.",
    ),
    "unsupported_model": (400, "validation_error", "This model cannot do that."),
    "output_format_not_allowed": (400, "validation_error", "This output format is not part of your plan."),
    "invalid_file": (400, "validation_error", "The file has no sound in it."),
    "document_not_found": (404, "not_found_error", "Not found."),
    "internal_error": (500, "api_error", "Something went wrong."),
}


@dataclass
class ElevenLabsError(Exception):
    """A status word of the table, or 422 with its list."""

    word: str
    message: str = ""
    status: int | None = None
    missing: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self) -> Response:
        """The HTTP answer."""
        if self.missing:
            listed = [
                {"type": "missing", "loc": ["body", name], "msg": "Field required", "input": None}
                for name in self.missing
            ]
            return JSONResponse({"detail": listed}, 422)
        status, kind, words = KNOWN.get(self.word, (400, "validation_error", self.word))
        detail: dict[str, Any] = {
            "type": kind,
            "code": self.word,
            "status": self.word,
            "message": self.message or words,
        }
        return JSONResponse({"detail": detail}, self.status or status, self.headers)


async def answered(_request: Request, error: Exception) -> Response:
    """FastAPI's handler of ElevenLabsError."""
    return (
        error.answer() if isinstance(error, ElevenLabsError) else ElevenLabsError("internal_error").answer()
    )
