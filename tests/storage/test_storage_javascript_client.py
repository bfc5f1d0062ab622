"""The unmodified supabase-js in Node through the same life."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.storage.stage import Person, Server
from tests.support import npm

FOLDER = Path(__file__).parents[1] / "js"


def test_supabase_js(server: Server, anna: Person, bohdan: Person) -> None:
    npm.install(FOLDER)
    command = [npm.node(), "storage.mjs", server.url]
    tokens = [anna.token, bohdan.token, Person("service_role").token, str(anna.id)]
    done = subprocess.run(
        [*command, *tokens], cwd=FOLDER, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    _check(json.loads(done.stdout), str(anna.id))


def _check(seen: dict[str, Any], anna: str) -> None:
    name = f"{anna}/js/report 1.txt"
    assert (seen["upload"]["path"], seen["upload"]["fullPath"]) == (name, f"desk/{name}")
    assert seen["blob"]["path"] == f"{anna}/js/blob.bin"
    assert (seen["duplicate"]["statusCode"], seen["duplicate"]["message"]) == (
        "409",
        "The resource already exists",
    )
    assert seen["upsert"]["id"] == seen["upload"]["id"]
    assert seen["download"] == seen["stream"] == seen["unchanged"] == "replaced"
    assert (seen["info"]["size"], seen["info"]["contentType"]) == (8, "text/plain")
    assert seen["exists"] == [True, False]
    assert seen["list"] == ["report 1.txt", "blob.bin"]
    assert seen["listV2"] == [f"{anna}/js/"]
    assert seen["signed"] == ["replaced", "attachment; filename=r.txt; filename*=UTF-8''r.txt"]
    assert seen["signedMany"] == ["replaced", None, True]
    assert seen["uploadedByLink"]["path"] == f"{anna}/js/by link"
    refused = seen["refused"]
    assert refused["download"] == "404"
    assert refused["overwrite"]["statusCode"] == refused["bucket"]["statusCode"] == "403"
    assert refused["list"] == refused["remove"] == []
    assert refused["signed"]["statusCode"] == "404"
    assert (seen["copy"]["path"], seen["move"], seen["moved"]) == (
        f"desk/{anna}/js/copy",
        "Successfully moved",
        "replaced",
    )
    assert seen["remove"] == [f"{anna}/js/moved", name]
    assert seen["created"] == {"name": "js-bucket"}
    assert (seen["bucket"]["file_size_limit"], seen["bucket"]["public"]) == (1000, True)
    assert (seen["tooLarge"]["statusCode"], seen["wrongType"]["statusCode"]) == ("413", "415")
    assert seen["public"] == "public"
    assert seen["updated"] == {"message": "Successfully updated"}
    assert seen["listed"] == ["js-bucket"]
    assert seen["deleted"] == {"message": "Successfully deleted"}
