"""How the intake answers: JSON to scripts, a page or a redirect to plain forms, CORS for the key's own origins."""

from uuid import UUID

from fastapi import Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from api import error_answers
from api.errors import SmenaError
from api.leads import pages, rules
from api.leads.queries import Site
from api.leads.service import Arrival
from api.messages import Language, find, language_of

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
ALLOWED = {
    "access-control-allow-methods": "POST, OPTIONS",
    "access-control-allow-headers": "content-type, idempotency-key, x-smena-key, x-site-key",
    "access-control-max-age": "600",
}


class Answers:
    """Answers one submission. `site` is known once the key was found: only then an origin may read the answer."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.arrival: Arrival | None = None
        self.site: Site | None = None

    def accepted(self, event_id: UUID) -> Response:
        """The same whether the submission became a lead, was parked, or had come before."""
        if not self._is_plain_form:
            return self._readable(JSONResponse({"id": str(event_id), "status": "accepted"}, 202))
        wanted = self.arrival.field("redirect") if self.arrival else ""
        target = rules.redirect_target(wanted, self._request.headers, self.site.origins if self.site else ())
        if target is not None:
            return RedirectResponse(target, 303)
        kind = self.arrival.kind if self.arrival else "form"
        return pages.thanks(kind, self._language, self._back)

    def refused(self, error: SmenaError) -> Response:
        """An error, to a person as a sentence."""
        if not self._is_plain_form:
            return self._readable(error_answers.answer(error, self._language))
        text = find(self._language, "errors", error.code, error.params) or find(
            self._language, "errors", "unavailable"
        )
        page = pages.sorry(text or "", self._language, self._back, error.status)
        page.headers.update(error.headers or {})
        return page

    def _readable(self, response: Response) -> Response:
        """A refusal before any key was found says nothing about anybody: every page may read it, and tell its visitor."""
        origins = self.site.origins if self.site else (self._request.headers.get("origin", "").lower(),)
        response.headers.update(cors(self._request, origins))
        return response

    @property
    def _is_plain_form(self) -> bool:
        """Did a browser send the form itself, and will it show what we answer?"""
        kind = self._request.headers.get("content-type", "").partition(";")[0].strip().lower()
        return kind in FORMS and "text/html" in self._request.headers.get("accept", "")

    @property
    def _language(self) -> Language:
        stated = self.arrival.field("locale") if self.arrival else ""
        return language_of(stated or self._request.headers.get("accept-language", ""))

    @property
    def _back(self) -> str | None:
        """The page that the form is on, when it is one of the key's."""
        page = self._request.headers.get("referer") or self._request.headers.get("origin", "")
        return rules.redirect_target(page, {}, self.site.origins if self.site else ())


def cors(request: Request, origins: tuple[str, ...]) -> dict[str, str]:
    """Headers that let a listed origin read the answer; without credentials, and never from a shared cache."""
    origin = request.headers.get("origin", "")
    allowed = {"access-control-allow-origin": origin, "access-control-expose-headers": "retry-after"}
    return {"vary": "Origin", **(allowed if origin and rules.is_listed(origin.lower(), origins) else {})}


def preflight(request: Request, origins: tuple[str, ...]) -> Response:
    """204 to everybody; only a listed origin is told that it may send. Whether a key exists is not said."""
    headers = cors(request, origins)
    headers.pop("access-control-expose-headers", None)
    if "access-control-allow-origin" in headers:
        headers |= ALLOWED
    return Response(status_code=204, headers=headers)
