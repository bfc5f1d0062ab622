"""The storage service in a process of its own: `python -m tests.storage.serve` with one JSON argument."""

import json
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from jose import JWTError, jwt
from starlette.applications import Starlette
from starlette.routing import Mount

from local.storage.app import create_app, running
from local.storage.settings import StorageSettings


def main() -> None:
    """Serve until SIGTERM."""
    options = json.loads(sys.argv[1])

    def verify(token: str) -> Mapping[str, Any] | None:
        try:
            return jwt.decode(token, options["secret"], algorithms=["HS256"], audience="authenticated")
        except JWTError:
            return None

    storage = create_app(
        StorageSettings(
            database_url=options["database_url"],
            root=Path(options["root"]),
            verify=verify,
            file_size_limit=options["file_size_limit"],
        )
    )
    app = Starlette(routes=[Mount("/storage/v1", storage)], lifespan=lambda _: running(storage))
    listener = socket.socket(fileno=options["listener"])
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main()
