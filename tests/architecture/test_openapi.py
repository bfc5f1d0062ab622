"""The OpenAPI document is complete and the exported copy is current."""

import json
from collections import Counter
from typing import Any

from api import openapi

DOCUMENT: dict[str, Any] = json.loads(openapi.text())
OPERATIONS = [
    (f"{method.upper()} {path}", spec)
    for path, methods in DOCUMENT["paths"].items()
    for method, spec in methods.items()
]


def test_the_exported_document_is_current() -> None:
    assert openapi.PATH.read_text("utf-8") == openapi.text(), "run python -m api.openapi"


def test_operation_ids_are_unique() -> None:
    ids = Counter(spec["operationId"] for _, spec in OPERATIONS)
    assert [name for name, count in ids.items() if count > 1] == []


def test_every_operation_is_described_and_tagged() -> None:
    poor = [name for name, spec in OPERATIONS if not spec.get("description") or not spec.get("tags")]
    assert not poor, poor


def test_every_answer_that_is_json_has_a_schema() -> None:
    poor = [
        f"{name} {status}"
        for name, spec in OPERATIONS
        for status, answer in spec["responses"].items()
        for media, content in answer.get("content", {}).items()
        if media == "application/json" and not content.get("schema")
    ]
    assert not poor, poor


def test_every_operation_documents_its_errors_in_our_shape() -> None:
    poor = [
        f"{name} {status}"
        for name, spec in OPERATIONS
        for status, answer in spec["responses"].items()
        if int(status) >= 400
        and answer["content"]["application/json"]["schema"] != {"$ref": "#/components/schemas/ErrorAnswer"}
    ]
    assert not poor, poor
    assert all("500" in spec["responses"] for _, spec in OPERATIONS)


def test_an_edit_that_asks_for_a_version_documents_its_refusals() -> None:
    """428 without `If-Match`, 412 with the present row when somebody was faster."""
    poor = [
        name
        for name, spec in OPERATIONS
        if any(given["name"] == "if-match" for given in spec.get("parameters", []))
        and not {"412", "428"} <= set(spec["responses"])
    ]
    assert not poor, poor


# Parts of one thing, not lists: nothing in them has a next page.
NO_LISTS = {
    "GET /api/v1/team/{id}/schedule",  # the hours of a week
    "GET /api/v1/clients/duplicates",  # hints beside a form
    "GET /api/v1/live/changes",  # a stream's catching up
    "GET /api/v1/worktime/team",  # one day as a picture, a strip for each colleague
    "GET /api/v1/schedule/plan",  # a calendar of the days asked for, 366 at the most, drawn as a whole
    "GET /api/v1/schedule/exceptions",  # the same calendar: neighbours are put together, which no page may part
    "GET /api/v1/kpi/formulas",  # the words of a page
    "GET /api/v1/kpi/office-hours",  # the hours of a week, read and put as a whole
    "PUT /api/v1/kpi/office-hours",
}


def test_every_list_has_the_same_shape() -> None:
    odd = []
    for name, spec in OPERATIONS:
        schema = (
            spec["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        )
        if "$ref" in schema:
            schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        fields = set(schema.get("properties", {}))
        if (schema.get("type") == "array" or "items" in fields) and not fields >= {"items", "next", "total"}:
            odd.append(name)
    assert set(odd) == NO_LISTS


def test_signed_in_routes_say_so() -> None:
    """A route whose documentation knows 401 takes a token, and the other way round."""
    odd = [name for name, spec in OPERATIONS if ("401" in spec["responses"]) != bool(spec.get("security"))]
    assert not odd, odd
