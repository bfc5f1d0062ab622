"""What a persona can ask the API without a browser: to prepare and to check, never instead of clicking."""

from typing import Any

import httpx

from tests.e2e.installation import Installation
from tests.e2e.person import PASSWORD


class Caller:
    """A persona of the demo with an access token of its own sign-in."""

    def __init__(self, smena: Installation, login: str, password: str = PASSWORD) -> None:
        keys = smena.keys()
        self._http = httpx.Client(base_url=keys.api_url, timeout=30)
        answer = self._http.post(
            "/auth/v1/token?grant_type=password",
            headers={"apikey": keys.publishable_key},
            json={"email": f"{login}@demo.example", "password": password},
        )
        answer.raise_for_status()
        self._http.headers["authorization"] = f"Bearer {answer.json()['access_token']}"

    def ask(self, method: str, path: str, body: dict[str, object] | None = None) -> httpx.Response:
        """Whatever comes of it; a whole path."""
        return self._http.request(method, path, json=body)

    def get(self, path: str) -> Any:
        """JSON of a path under /api/v1."""
        return self._http.get(f"/api/v1{path}").raise_for_status().json()

    def post(self, path: str, body: dict[str, object] | None = None) -> Any:
        """What the call made or changed."""
        return self._http.post(f"/api/v1{path}", json=body).raise_for_status().json()

    def post_empty(self, path: str, body: dict[str, object] | None = None) -> None:
        """A call that answers nothing."""
        self._http.post(f"/api/v1{path}", json=body).raise_for_status()

    def patch(self, path: str, version: int, body: dict[str, object]) -> Any:
        """An edit that starts from a version."""
        sent = self._http.patch(f"/api/v1{path}", json=body, headers={"if-match": f'"{version}"'})
        return sent.raise_for_status().json()

    def put(self, path: str, body: dict[str, object]) -> Any:
        """What stands there now."""
        return self._http.put(f"/api/v1{path}", json=body).raise_for_status().json()

    def delete(self, path: str) -> None:
        """Takes away what the path names."""
        self._http.delete(f"/api/v1{path}").raise_for_status()

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()
