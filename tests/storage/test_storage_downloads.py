"""Ranges, caching and what a browser is told about a file it must not trust; signed URLs in wrong hands."""

import time
from collections.abc import Iterator

import httpx
import pytest
from jose import jwt
from supabase import Client

from tests.storage.stage import SECRET, Person, Server

CONTENT = bytes(range(256)) * 2000


@pytest.fixture
def url(annas: Client, anna: Person, server: Server) -> str:
    annas.storage.from_("desk").upload(f"{anna.id}/data", CONTENT, {"content-type": "video/mp4"})
    return f"{server.storage}/object/authenticated/desk/{anna.id}/data"


RANGES = {
    "bytes=0-0": (0, 1),
    "bytes=100-299": (100, 300),
    "bytes=511000-": (511_000, 512_000),
    "bytes=-5": (511_995, 512_000),
    "bytes=511990-999999": (511_990, 512_000),
    "bytes=-9999999": (0, 512_000),
}


@pytest.mark.parametrize("header", RANGES)
def test_a_range_is_a_part(url: str, anna: Person, header: str) -> None:
    start, end = RANGES[header]
    answer = httpx.get(url, headers={**anna.headers, "range": header})
    assert answer.status_code == 206
    assert answer.content == CONTENT[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/512000"


@pytest.mark.parametrize("header", ["bytes=5-2", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b"])
def test_an_odd_range_is_the_whole(url: str, anna: Person, header: str) -> None:
    answer = httpx.get(url, headers={**anna.headers, "range": header})
    assert (answer.status_code, answer.content) == (200, CONTENT)


def test_a_range_outside_is_an_error(url: str, anna: Person) -> None:
    for header in ("bytes=512000-", "bytes=-0"):
        assert httpx.get(url, headers={**anna.headers, "range": header}).status_code == 416


def test_versions_are_told_apart(url: str, anna: Person, annas: Client) -> None:
    etag = httpx.get(url, headers=anna.headers).headers["etag"]
    assert httpx.get(url, headers={**anna.headers, "if-none-match": etag}).status_code == 304
    resumed = {**anna.headers, "range": "bytes=5-", "if-range": etag}
    assert httpx.get(url, headers=resumed).status_code == 206
    annas.storage.from_("desk").update(f"{anna.id}/data", b"another")
    assert httpx.get(url, headers={**anna.headers, "if-none-match": etag}).content == b"another"
    assert httpx.get(url, headers=resumed).status_code == 200


def test_head_tells_without_sending(url: str, anna: Person) -> None:
    answer = httpx.head(url, headers=anna.headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "512000"
    assert answer.headers["content-type"] == "video/mp4"


@pytest.mark.parametrize(
    "mimetype", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript"]
)
def test_files_cannot_act_in_the_application_s_name(
    annas: Client, anna: Person, server: Server, mimetype: str
) -> None:
    """The files share the application's origin here: a page among them must not run."""
    name = f"{anna.id}/page"
    annas.storage.from_("desk").upload(name, b"<script>steal()</script>", {"content-type": mimetype})
    headers = httpx.get(f"{server.storage}/object/desk/{name}", headers=anna.headers).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert "html" not in headers["content-type"]
    assert headers["cache-control"].startswith("private")


def test_header_values_come_from_no_row(annas: Client, anna: Person, server: Server) -> None:
    name = f"{anna.id}/row"
    annas.storage.from_("desk").upload(name, b"x")
    server.base.psql(
        'update storage.objects set metadata = \'{"mimetype": "text/plain\\r\\nset-cookie: a=b", "eTag": 5}\''
        f" where name = '{name}';"
    )
    answer = httpx.get(f"{server.storage}/object/desk/{name}", headers=anna.headers)
    assert (answer.status_code, answer.content) == (200, b"x")
    assert "set-cookie" not in answer.headers


def test_downloads_get_a_name(url: str, anna: Person) -> None:
    plain = httpx.get(url, params={"download": ""}, headers=anna.headers)
    assert plain.headers["content-disposition"] == "attachment"
    named = httpx.get(url, params={"download": 'a"\r\nb.mp4'}, headers=anna.headers)
    assert (
        named.headers["content-disposition"]
        == "attachment; filename=a%22%0D%0Ab.mp4; filename*=UTF-8''a%22%0D%0Ab.mp4"
    )


@pytest.fixture
def link(annas: Client, anna: Person) -> Iterator[httpx.URL]:
    desk = annas.storage.from_("desk")
    desk.upload(f"{anna.id}/signed", b"signed")
    desk.upload(f"{anna.id}/other", b"other")
    yield httpx.URL(str(desk.create_signed_url(f"{anna.id}/signed", 60)["signedUrl"]))
    assert desk.download(f"{anna.id}/signed") == b"signed"


def test_a_link_opens_its_own_file_only(link: httpx.URL, anna: Person) -> None:
    assert httpx.get(link).content == b"signed"
    other = link.copy_with(path=link.path.replace("/signed", "/other"))
    assert httpx.get(other).json()["error"] == "InvalidSignature"


def test_a_tampered_link_is_refused(link: httpx.URL) -> None:
    token = link.params["token"]
    head, body, signature = token.split(".")
    forged = jwt.encode(jwt.get_unverified_claims(token), "guess", algorithm="HS256")
    unsigned = f"eyJhbGciOiJub25lIn0.{body}."
    for bad in (
        f"{head}.{body}.{signature[::-1]}",
        f"{head}.{body}x.{signature}",
        forged,
        unsigned,
        "",
        "a.b.c",
    ):
        answer = httpx.get(link.copy_merge_params({"token": bad}))
        assert (answer.status_code, answer.json()["error"]) == (400, "InvalidJWT")


def test_an_expired_link_is_refused(annas: Client, anna: Person) -> None:
    desk = annas.storage.from_("desk")
    desk.upload(f"{anna.id}/brief", b"x")
    url = str(desk.create_signed_url(f"{anna.id}/brief", 1)["signedUrl"])
    assert httpx.get(url).status_code == 200
    time.sleep(2.1)
    assert httpx.get(url).json()["error"] == "InvalidJWT"


def test_a_link_that_reads_does_not_write(link: httpx.URL, annas: Client, anna: Person) -> None:
    upload = link.copy_with(path=link.path.replace("/object/sign/", "/object/upload/sign/"))
    answer = httpx.put(upload, content=b"overwritten", headers={"content-type": "text/plain"})
    assert answer.json()["error"] == "InvalidSignature"
    write = annas.storage.from_("desk").create_signed_upload_url(f"{anna.id}/new")
    read = httpx.URL(write["signed_url"].replace("/object/upload/sign/", "/object/sign/"))
    assert httpx.get(read).json()["error"] == "InvalidSignature"


def test_a_link_s_token_is_no_session(link: httpx.URL, anna: Person, server: Server) -> None:
    bearer = {"authorization": f"Bearer {link.params['token']}"}
    answer = httpx.get(f"{server.storage}/object/authenticated/desk/{anna.id}/signed", headers=bearer)
    assert answer.json()["statusCode"] == "403"
    session = link.copy_merge_params(
        {
            "token": jwt.encode(
                {"url": f"desk/{anna.id}/signed", "scope": "download", "exp": time.time() + 60},
                SECRET,
                algorithm="HS256",
            )
        }
    )
    assert httpx.get(session).json()["error"] == "InvalidJWT"


@pytest.mark.parametrize("seconds", [0, -5, "soon", None, 10**12])
def test_a_link_needs_a_lifetime(annas: Client, anna: Person, server: Server, seconds: object) -> None:
    annas.storage.from_("desk").upload(f"{anna.id}/x", b"x")
    answer = httpx.post(
        f"{server.storage}/object/sign/desk/{anna.id}/x", headers=anna.headers, json={"expiresIn": seconds}
    )
    assert answer.json()["statusCode"] == "400"
