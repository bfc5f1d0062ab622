"""Line 2, and the cases that GoTrue's own tests name "admin": pages, filter, and what an admin is not told."""

import uuid
from typing import Any

import httpx

from tests.auth.checks import check
from tests.auth.server import Stack, outcome


@check(2)
async def pages_of_users(stack: Stack) -> None:
    """Newest first or not, filtered by name or address; `page` first and rel in quotes; bad numbers are refused."""
    name = f"Сторінка {uuid.uuid4().hex}"
    made = [await stack.member(user_metadata={"full_name": f"{name} {number}"}) for number in range(3)]
    oldest_first = [user["id"] for user in made]

    async def page(query: str) -> httpx.Response:
        return await stack.call("GET", f"/admin/users?{query}", secret=True)

    first = await page(f"page=1&per_page=2&filter={name.lower()}")
    assert first.headers["x-total-count"] == "3"
    assert first.headers["link"] == (
        '</admin/users?page=2&per_page=2>; rel="next", </admin/users?page=2&per_page=2>; rel="last"'
    )
    assert ids(first) == oldest_first[:0:-1]
    assert first.json()["users"][0]["identities"] is None
    last = await page(f"page=2&per_page=2&filter={name}&sort=created_at asc")
    assert ids(last) == oldest_first[2:]
    assert last.headers["link"] == '</admin/users?page=2&per_page=2>; rel="last"'
    assert ids(await page(f"filter={made[1]['email'].upper()}")) == oldest_first[1:2]
    assert ids(await page("filter=%25")) == [], "a text, not a pattern"
    assert (await page("page=&per_page=")).status_code == 200
    assert (await page("per_page=0")).status_code == 200
    assert outcome(await page("page=x")) == (400, "validation_failed")


def ids(answer: httpx.Response) -> list[Any]:
    """Of the users on the page."""
    return [user["id"] for user in answer.json()["users"]]
