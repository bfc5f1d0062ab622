"""The public intake on the wire. Forms have their own names for fields: these are the ones we give ours."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field


class Accepted(BaseModel):
    """Stored. The same for every sender and person: nobody learns here who is known or what was doubted."""

    id: UUID
    status: Literal["accepted"]


class PublicLead(BaseModel):
    """A lead as our widget sends it. Common names of other forms (`tel`, `имя`, `your-email`, `fields[phone]`) are understood too."""

    site_key: str | None = Field(default=None, description="Also as ?site_key= or header X-Smena-Key.")
    submission_id: str | None = Field(
        default=None, description="Repeating it stores nothing new. Also as Idempotency-Key."
    )
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    message: str | None = None
    company: str | None = None
    city: str | None = None
    telegram: str | None = None
    whatsapp: str | None = None
    viber: str | None = None
    instagram: str | None = None
    consent: bool | None = None
    consent_text: str | None = None
    page_url: str | None = None
    landing_url: str | None = Field(
        default=None, description="First page of the visit; UTM and click ids are read from it."
    )
    referrer: str | None = None
    utm_source: str | None = Field(
        default=None, description="utm_* and click ids (gclid, fbclid, ttclid, ysclid, ...) are kept."
    )
    locale: str | None = None
    elapsed_ms: int | None = Field(
        default=None, description="Since the page was opened; under 1000 the submission is parked."
    )


class PublicComment(BaseModel):
    """A comment under a page of the site; `external_id` is its id there."""

    site_key: str | None = None
    external_id: str | None = None
    author_name: str | None = None
    author_email: str | None = None
    author_id: str | None = Field(
        default=None, description="The author's id on the site: his comments join one client."
    )
    text: str
    thread_url: str | None = None
    thread_title: str | None = None


def request_body(model: type[BaseModel]) -> dict[str, Any]:
    """`openapi_extra` of a route that reads the raw body itself; a text/plain body is JSON (sendBeacon)."""
    kinds = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
    schema = model.model_json_schema()
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}}
