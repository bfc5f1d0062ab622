"""What fills a template, as strict as WhatsApp: every blank of the body once, by its number or its name, and the header's file.

https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.whatsapp.refusals import at_once
from simulator.whatsapp.state import Template, WhatsApp


def checked(whatsapp: WhatsApp, template: Template, components: Any) -> None:
    """Raises GraphError for what does not fit the template."""
    if not isinstance(components, list) or not all(isinstance(one, dict) for one in components):
        raise at_once(131009, "template.components must be a list of objects")
    _body(template, _parameters(components, "body"))
    _header(whatsapp, template, _parameters(components, "header"))


def _parameters(components: Sequence[Mapping[str, Any]], kind: str) -> list[dict[str, Any]]:
    found = [one for c in components if c.get("type") == kind for one in c.get("parameters") or []]
    if not all(isinstance(one, dict) for one in found):
        raise at_once(131009, f"parameters of {kind} must be objects")
    return found


def _body(template: Template, given: Sequence[Mapping[str, Any]]) -> None:
    if len(given) != len(template.blanks):
        raise at_once(
            132000,
            f"body: number of localizable_params ({len(given)}) does not match the expected number of params ({len(template.blanks)})",
        )
    names = [one.get("parameter_name") for one in given]
    if template.is_named and set(names) != set(template.blanks):
        raise at_once(132012, "body: Parameter name is missing or does not exist in the template")
    if not template.is_named and any(names):
        raise at_once(132012, "body: parameter_name is for templates with named parameters")
    if not all(str(one.get("text") or "").strip() for one in given):
        raise at_once(131008, "body: text of a parameter is required")


def _header(whatsapp: WhatsApp, template: Template, given: Sequence[Mapping[str, Any]]) -> None:
    wanted, kinds = template.header, [str(one.get("type")).upper() for one in given]
    if kinds != ([wanted] if wanted else []):
        told = ", ".join(kinds) or "UNKNOWN"
        raise at_once(132012, f"header: Format mismatch, expected {wanted or 'none'}, received {told}")
    for one in given:
        media = one.get(wanted.lower())
        if not isinstance(media, dict) or str(media.get("id")) not in whatsapp.media:
            raise at_once(131009, "header: it needs the id of an uploaded file")
