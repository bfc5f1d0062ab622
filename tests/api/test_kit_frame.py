"""What wraps every answer: headers, static files, documentation."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support import client
from tests.support.client import Api
from tests.support.database import Base


@pytest.fixture
async def site(db: Base, tmp_path: Path) -> AsyncIterator[Api]:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<title>Smena</title>")
    (dist / "assets" / "app-1a2b.js").write_text("let a = 1")
    (dist / "assets" / "app-1a2b.js.br").write_bytes(b"brotli")
    (dist / "manifest.webmanifest").write_text("{}")
    (tmp_path / "secret.txt").write_text("secret")
    async with client.running(db, smena_frontend_dir=dist, public_url="https://crm.example") as running:
        yield running


async def test_every_page_of_the_spa_is_its_index(site: Api) -> None:
    for path in ("/", "/clients", "/deals/17?x=1", "/вход"):
        answer = await site.anonymous().get(path)
        assert (answer.status_code, answer.text) == (200, "<title>Smena</title>"), path
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"].startswith("text/html")


async def test_hashed_files_are_kept_for_ever_and_sent_compressed(site: Api) -> None:
    plain = await site.anonymous().get("/assets/app-1a2b.js", headers={"accept-encoding": "identity"})
    assert plain.text == "let a = 1"
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["content-type"].startswith("text/javascript")
    async with site.anonymous().stream(
        "GET", "/assets/app-1a2b.js", headers={"accept-encoding": "gzip, br"}
    ) as packed:
        assert packed.headers["content-encoding"] == "br"
        assert b"".join([chunk async for chunk in packed.aiter_raw()]) == b"brotli"


async def test_nothing_outside_the_build_is_served(site: Api) -> None:
    for path in (
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/../../secret.txt",
        "/assets/missing.js",
        "/favicon.ico",
    ):
        answer = await site.anonymous().get(path)
        assert answer.status_code == 404, path
        assert "secret" not in answer.text
    assert (await site.anonymous().post("/clients")).status_code == 405


async def test_unknown_addresses_of_the_api_answer_in_its_own_shape(site: Api) -> None:
    answer = await site.anonymous().get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    answer = await site.anonymous().delete("/api/health")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")


async def test_security_headers_are_on_every_answer(site: Api) -> None:
    for path in ("/", "/api/health", "/api/v1/nothing", "/api/docs"):
        headers = (await site.anonymous().get(path)).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "connect-src 'self' http://auth.test" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["strict-transport-security"]
        assert len(headers["x-request-id"]) == 16
    assert (await site.anonymous().get("/api/health")).headers["cache-control"] == "no-store"


async def test_the_documentation_needs_nothing_from_elsewhere(site: Api) -> None:
    page = await site.anonymous().get("/api/docs")
    assert page.status_code == 200
    for line in page.text.splitlines():
        assert "http" not in line
    for path in ("/api/docs/docs.js", "/api/docs/docs.css", "/api/openapi.json"):
        assert path in page.text + (await site.anonymous().get("/api/docs/docs.js")).text
        assert (await site.anonymous().get(path)).status_code == 200


async def test_the_public_configuration_holds_no_secret(site: Api) -> None:
    config = (await site.anonymous().get("/api/v1/config")).json()
    assert config["supabase_url"] == "http://auth.test"
    assert config["needs_setup"] is False
    assert "secret" not in str(config)
