"""Sizes, types and names a bucket takes."""

import asyncio
import os
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import psutil
import pytest
from storage3.exceptions import StorageApiError
from supabase import Client

from tests.storage.stage import LIMIT, Person, Server, rows


def test_the_bucket_s_size_limit_holds(annas: Client, anna: Person, server: Server) -> None:
    small = annas.storage.from_("small")
    small.upload(f"{anna.id}/fits", b"x" * 1000, {"content-type": "text/plain"})
    for method in ("POST", "PUT"):
        answer = httpx.request(
            method,
            f"{server.storage}/object/small/{anna.id}/over",
            content=b"x" * 1001,
            headers={**anna.headers, "content-type": "text/plain"},
        )
        assert answer.json()["statusCode"] == "413"
    with pytest.raises(StorageApiError) as refused:
        small.upload(f"{anna.id}/over", b"x" * 1001, {"content-type": "text/plain"})
    assert (refused.value.status, refused.value.code) == ("413", "Payload too large")
    with pytest.raises(StorageApiError) as refused:
        small.update(f"{anna.id}/fits", b"y" * 5_000_000, {"content-type": "text/plain"})
    assert small.download(f"{anna.id}/fits") == b"x" * 1000
    assert len(rows(server.base, bucket="small", prefix=str(anna.id))) == 1
    assert server.files(".incoming") == set()


async def test_a_lying_client_is_stopped_while_it_streams(anna: Person, server: Server) -> None:
    """No Content-Length to believe: the bytes are counted as they come."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 500
            await asyncio.sleep(0)

    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{server.storage}/object/small/{anna.id}/endless",
            content=endless(),
            headers={**anna.headers, "content-type": "text/plain"},
        )
    assert answer.json()["statusCode"] == "413"
    assert rows(server.base, bucket="small", prefix=str(anna.id)) == []


@pytest.mark.parametrize("mimetype", ["application/pdf", "text/html", "textplain", "image", "", "a/b\tc"])
def test_the_bucket_s_types_hold(annas: Client, anna: Person, server: Server, mimetype: str) -> None:
    small = annas.storage.from_("small")
    small.upload(f"{anna.id}/picture", b"x", {"content-type": "image/webp"})
    with pytest.raises(StorageApiError) as refused:
        small.upload(f"{anna.id}/other", b"x", {"content-type": mimetype})
    assert (refused.value.status, refused.value.code) == ("415", "invalid_mime_type")
    assert len(rows(server.base, bucket="small", prefix=str(anna.id))) == 1


def test_a_move_between_buckets_keeps_the_rules(annas: Client, anna: Person, server: Server) -> None:
    """Else a copy would be the way past the limits of the other bucket."""
    desk = annas.storage.from_("desk")
    desk.upload(f"{anna.id}/page", b"x", {"content-type": "application/pdf"})
    desk.upload(f"{anna.id}/long", b"x" * 2000, {"content-type": "text/plain"})
    desk.upload(f"{anna.id}/fine", b"fine", {"content-type": "text/plain"})
    expected = {"page": "415", "long": "413", "fine": "200"}
    for name, status in expected.items():
        for call in ("copy", "move"):
            answer = httpx.post(
                f"{server.storage}/object/{call}",
                headers=anna.headers,
                json={
                    "bucketId": "desk",
                    "sourceKey": f"{anna.id}/{name}",
                    "destinationBucket": "small",
                    "destinationKey": f"{anna.id}/{call}-{name}",
                },
            )
            assert answer.json().get("statusCode", "200") == status, answer.text
    small = annas.storage.from_("small")
    assert small.download(f"{anna.id}/copy-fine") == small.download(f"{anna.id}/move-fine") == b"fine"
    assert not desk.exists(f"{anna.id}/fine")
    assert desk.download(f"{anna.id}/page") == b"x"


BAD_NAMES = (
    "../desk/x",
    "a/../../x",
    "..",
    ".",
    "a/./b",
    "a//b",
    "a/",
    "привет.txt",
    "a\\b",
    "a%b",
    "a\x00b",
    "a\rb",
    "~root",
    "x" * 1025,
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_walk_are_refused(anna: Person, server: Server, name: str) -> None:
    tree = {str(path) for path in server.root.parent.rglob("*")}
    written = quote(name, safe="").replace(".", "%2E")  # else httpx itself would resolve the dots
    for method in ("POST", "PUT"):
        answer = httpx.request(
            method,
            f"{server.storage}/object/desk/{anna.id}/{written}",
            content=b"x",
            headers={**anna.headers, "content-type": "text/plain"},
        )
        assert answer.json()["error"] == "InvalidKey", answer.text
    for call in ("move", "copy"):
        body = {"bucketId": "desk", "sourceKey": f"{anna.id}/a", "destinationKey": f"{anna.id}/{name}"}
        answer = httpx.post(f"{server.storage}/object/{call}", headers=anna.headers, json=body)
        assert answer.json()["error"] == "InvalidKey"
    assert {str(path) for path in server.root.parent.rglob("*")} == tree


@pytest.mark.parametrize(
    "path", ["/object/desk/%2e%2e/%2e%2e/etc/passwd", "/object/public/..%2f..%2fetc/passwd"]
)
def test_no_path_reads_the_machine_s_files(anna: Person, server: Server, path: str) -> None:
    answer = httpx.get(server.storage + path, headers=anna.headers)
    assert answer.status_code in {400, 404}
    assert b"root:" not in answer.content


@pytest.mark.parametrize("name", ["..", ".incoming", "a/b", "", " a", "x" * 101, "ведро"])
def test_buckets_are_folders(server: Server, name: str) -> None:
    answer = httpx.post(
        f"{server.storage}/bucket", headers=Person("service_role").headers, json={"name": name}
    )
    assert answer.json()["error"] == "Invalid Input"


BROKEN = (
    (b"", "multipart/form-data"),
    (b"nonsense", "multipart/form-data; boundary=x"),
    (
        b"--x\r\ncontent-disposition: form-data; name=a\r\n\r\nvalue\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    (
        b"--x\r\ncontent-disposition: form-data; name=a; filename=a\r\ncontent-type: text/plain\r\n\r\n1\r\n"
        * 2
        + b"--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
)


@pytest.mark.parametrize(("content", "mimetype"), BROKEN)
def test_broken_bodies_are_refused(anna: Person, server: Server, content: bytes, mimetype: str) -> None:
    answer = httpx.post(
        f"{server.storage}/object/desk/{anna.id}/broken",
        content=content,
        headers={**anna.headers, "content-type": mimetype},
    )
    assert answer.json()["statusCode"] in {"400", "415"}, answer.text
    assert rows(server.base, bucket="desk", prefix=str(anna.id)) == []


@pytest.mark.parametrize(
    "body", [b"[]", b"{", b'{"prefix": 1}', b'{"prefix": "a\\u0000"}', b'{"prefix": "", "limit": 0}']
)
def test_broken_questions_are_refused(anna: Person, server: Server, body: bytes) -> None:
    answer = httpx.post(f"{server.storage}/object/list/desk", content=body, headers=anna.headers)
    assert (answer.status_code, answer.json()["statusCode"]) == (400, "400")


def test_big_files_do_not_pass_through_memory(anna: Person, server: Server) -> None:
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    content = os.urandom(2**20) * 64
    assert len(content) < LIMIT
    url = f"{server.storage}/object/desk/{anna.id}/big"
    httpx.post(url, files={"file": ("a", b"warm up", "text/plain")}, headers=anna.headers)
    before = process.memory_info().rss
    answer = httpx.put(url, files={"file": ("a", content, "video/mp4")}, headers=anna.headers, timeout=60)
    assert answer.status_code == 200, answer.text
    with httpx.stream("GET", url, headers=anna.headers) as download:
        assert sum(map(len, download.iter_bytes())) == len(content)
    assert process.memory_info().rss - before < 24 * 2**20
