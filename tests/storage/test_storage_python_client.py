"""The unmodified Python client through a file's life."""

import os
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from storage3.exceptions import StorageApiError
from supabase import Client

from tests.storage.stage import Person, Server

PNG = b"\x89PNG\r\n\x1a\n" + os.urandom(700_000)


def test_uploads_and_downloads(annas: Client, anna: Person, tmp_path: Path) -> None:
    desk, name = annas.storage.from_("desk"), f"{anna.id}/photo (1).png"
    made = desk.upload(name, PNG, {"content-type": "image/png", "metadata": {"taken": "Київ"}})
    assert (made.path, made.full_path) == (name, f"desk/{name}")
    assert desk.download(name) == PNG
    found = desk.info(name)
    assert (found["size"], found["content_type"], found["metadata"]) == (
        len(PNG),
        "image/png",
        {"taken": "Київ"},
    )
    assert desk.exists(name)
    assert not desk.exists(f"{anna.id}/other.png")
    path = tmp_path / "from disk.txt"
    path.write_text("привет")
    desk.upload(f"{anna.id}/text", path)
    assert desk.download(f"{anna.id}/text").decode() == "привет"


def test_empty_files_are_files(annas: Client, anna: Person) -> None:
    desk = annas.storage.from_("desk")
    desk.upload(f"{anna.id}/empty", b"")
    assert desk.download(f"{anna.id}/empty") == b""
    assert desk.info(f"{anna.id}/empty")["size"] == 0


def test_a_second_upload_needs_upsert(annas: Client, anna: Person, server: Server) -> None:
    desk, name = annas.storage.from_("desk"), f"{anna.id}/note"
    desk.upload(name, b"first")
    with pytest.raises(StorageApiError) as refused:
        desk.upload(name, b"second")
    assert (refused.value.status, refused.value.code) == ("409", "Duplicate")
    assert desk.download(name) == b"first"
    before = desk.info(name)["id"]
    stored = len(server.files("desk"))
    desk.upload(name, b"third", {"upsert": "true"})
    desk.update(name, b"fourth")
    assert desk.download(name) == b"fourth"
    assert desk.info(name)["id"] == before
    assert len(server.files("desk")) == stored


def test_lists_a_folder(annas: Client, anna: Person) -> None:
    desk = annas.storage.from_("desk")
    for name in ("b.txt", "a.txt", "inner/deep/x.txt", "inner/y.txt", "Zeta.txt"):
        desk.upload(f"{anna.id}/{name}", name.encode())
    listed = desk.list(str(anna.id))
    assert [entry["name"] for entry in listed] == ["Zeta.txt", "a.txt", "b.txt", "inner"]
    assert listed[-1]["id"] is None
    assert listed[1]["metadata"]["size"] == 5
    assert [e["name"] for e in desk.list(f"{anna.id}/inner")] == ["deep", "y.txt"]
    assert [e["name"] for e in desk.list(str(anna.id), {"search": "z"})] == ["Zeta.txt"]
    backwards = {"sortBy": {"column": "name", "order": "desc"}, "limit": 2, "offset": 1}
    assert [e["name"] for e in desk.list(str(anna.id), backwards)] == ["b.txt", "a.txt"]
    oldest = desk.list(str(anna.id), {"sortBy": {"column": "created_at", "order": "asc"}})
    assert [e["name"] for e in oldest] == ["inner", "b.txt", "a.txt", "Zeta.txt"]


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("column", ["name", "created_at"])
def test_pages_through_a_prefix(annas: Client, anna: Person, column: str, order: str) -> None:
    desk = annas.storage.from_("desk")
    names = [f"{anna.id}/{name}" for name in ("c", "a", "b/1", "b/2", "d")]
    for name in names:
        desk.upload(name, b"x")
    options = {"prefix": f"{anna.id}/", "limit": 2, "sortBy": {"column": column, "order": order}}
    seen: list[str] = []
    cursor = None
    while True:
        page = desk.list_v2({**options, **({"cursor": cursor} if cursor else {})})
        seen += [entry.name for entry in page.objects]
        if not page.hasNext:
            break
        cursor = page.nextCursor
    expected = sorted(names) if column == "name" else names
    assert seen == (expected if order == "asc" else expected[::-1])
    folded = desk.list_v2({"prefix": f"{anna.id}/", "with_delimiter": True})
    assert [folder.name for folder in folded.folders] == [f"{anna.id}/b/"]
    assert len(folded.objects) == 3


def test_moves_and_copies(annas: Client, anna: Person) -> None:
    desk = annas.storage.from_("desk")
    desk.upload(f"{anna.id}/a", b"content", {"content-type": "text/plain"})
    before = desk.info(f"{anna.id}/a")["id"]
    desk.move(f"{anna.id}/a", f"{anna.id}/b")
    assert not desk.exists(f"{anna.id}/a")
    assert desk.info(f"{anna.id}/b")["id"] == before
    desk.copy(f"{anna.id}/b", f"{anna.id}/c")
    desk.remove([f"{anna.id}/b"])
    assert desk.download(f"{anna.id}/c") == b"content"
    assert desk.info(f"{anna.id}/c")["content_type"] == "text/plain"
    with pytest.raises(StorageApiError) as missing:
        desk.move(f"{anna.id}/nowhere", f"{anna.id}/d")
    assert missing.value.status == "404"


def test_removes(annas: Client, anna: Person, server: Server) -> None:
    desk = annas.storage.from_("desk")
    desk.upload(f"{anna.id}/a", b"1")
    desk.upload(f"{anna.id}/b", b"2")
    before = len(server.files("desk"))
    gone = desk.remove([f"{anna.id}/a", f"{anna.id}/b", f"{anna.id}/never"])
    assert {entry["name"] for entry in gone} == {f"{anna.id}/a", f"{anna.id}/b"}
    assert not desk.exists(f"{anna.id}/a")
    assert len(server.files("desk")) == before - 2


def test_signed_urls_read(annas: Client, anna: Person) -> None:
    desk, name = annas.storage.from_("desk"), f"{anna.id}/a b.txt"
    desk.upload(name, b"signed", {"content-type": "text/plain", "cache-control": "60"})
    url = desk.create_signed_url(name, 60, {"download": "счёт.txt"})["signedUrl"]
    answer = httpx.get(str(url))
    assert answer.content == b"signed"
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.txt")
    assert answer.headers["cache-control"] == "private, max-age=60"
    several = desk.create_signed_urls([name, f"{anna.id}/none"], 60)
    assert httpx.get(str(several[0]["signedUrl"])).content == b"signed"
    assert several[1]["signedUrl"] is None
    assert several[1]["error"]


def test_signed_upload_urls_write(annas: Client, anna: Person, server: Server) -> None:
    desk, name = annas.storage.from_("desk"), f"{anna.id}/by link"
    link = desk.create_signed_upload_url(name)
    with httpx.Client() as stranger:
        answer = stranger.put(link["signed_url"], content=b"hello", headers={"content-type": "text/plain"})
        assert answer.status_code == 200, answer.text
        again = stranger.put(link["signed_url"], content=b"again", headers={"content-type": "text/plain"})
    assert again.json()["statusCode"] == "409"
    assert desk.download(name) == b"hello"
    link = desk.create_signed_upload_url(f"{anna.id}/second")
    desk.upload_to_signed_url(f"{anna.id}/second", link["token"], b"two")
    assert desk.download(f"{anna.id}/second") == b"two"
    owner = server.base.psql(f"select owner_id, owner from storage.objects where name = '{name}';")
    assert owner == f"{anna.id}|{anna.id}"


def test_buckets_have_a_life(service: Client) -> None:
    name = f"bucket-{uuid4()}"
    service.storage.create_bucket(
        name, options={"public": False, "file_size_limit": 5_000, "allowed_mime_types": ["text/plain"]}
    )
    made = service.storage.get_bucket(name)
    assert (made.public, made.file_size_limit, made.allowed_mime_types) == (False, 5_000, ["text/plain"])
    assert name in {bucket.id for bucket in service.storage.list_buckets()}
    service.storage.update_bucket(name, {"public": True})
    changed = service.storage.get_bucket(name)
    assert (changed.public, changed.file_size_limit) == (True, 5_000)
    files = service.storage.from_(name)
    files.upload("a", b"x", {"content-type": "text/plain"})
    assert httpx.get(files.get_public_url("a")).content == b"x"
    with pytest.raises(StorageApiError) as full:
        service.storage.delete_bucket(name)
    assert full.value.status == "409"
    service.storage.empty_bucket(name)
    assert files.list() == []
    service.storage.delete_bucket(name)
    with pytest.raises(StorageApiError) as gone:
        service.storage.get_bucket(name)
    assert gone.value.status == "404"
    with pytest.raises(StorageApiError) as twice:
        service.storage.create_bucket("desk")
    assert twice.value.status == "409"
