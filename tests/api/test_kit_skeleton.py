"""The skeleton as a caller sees it."""

from tests.support.client import Api
from tests.support.people import ADMIN, ANNA, GONE


async def test_health_needs_no_database(api: Api) -> None:
    answer = await api.anonymous().get("/api/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


async def test_ready_names_the_schema(api: Api) -> None:
    answer = await api.anonymous().get("/api/ready")
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["schema_version"]) == 14


async def test_live_changes_need_an_active_profile(api: Api) -> None:
    assert (await api.anonymous().get("/api/v1/live/changes")).status_code == 401
    refused = await api.as_(GONE).get("/api/v1/live/changes")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "profile_inactive")
    for person in (ANNA, ADMIN):
        assert (await api.as_(person).get("/api/v1/live/changes")).status_code == 200
