"""Every address of the application: what the tests of every page walk through, held against the front end's own list of routes."""

import re

from tests.e2e.data_api import Caller
from tests.e2e.installation import ROOT, Installation

ROUTE_TREE = ROOT / "frontend" / "src" / "routeTree.gen.ts"

# `$client` and `$member` are some client's and some colleague's id; `/$` is an address that leads nowhere.
PAGES = (
    "/", "/clients", "/clients/duplicates", "/clients/$client", "/deals", "/tasks", "/team", "/team/$member", "/team/$member/time",
    "/sources", "/sources/rules", "/import", "/notifications", "/inbox", "/inbox?view=all", "/outbox", "/profile", "/profile/time", "/set-password", "/$",
    "/reports", "/reports?tab=time", "/reports?tab=sources", "/reports?tab=funnel", "/reports?tab=compare", "/reports?tab=ready",
    "/review", "/review?tab=trust", "/review?tab=words",
    "/settings", "/settings?tab=time", "/settings?tab=stages", "/settings?tab=trail",
)  # fmt: skip
# What a manager sees otherwise than an admin.
MANAGER_PAGES = ("/", "/profile", "/profile/time", "/reports")
ENTRY_PAGES = ("/sign-in", "/forgot-password", "/auth/confirm", "/setup")


def routes() -> set[str]:
    """The front end's routes, as the router's generator wrote them down."""
    union = re.search(r"fullPaths:\n((?:\s+\| '[^']+'\n)+)", ROUTE_TREE.read_text("utf-8"))
    assert union, "the route tree looks different now"
    return {path.rstrip("/") or "/" for path in re.findall(r"'([^']+)'", union[1])}


def route_of(page: str) -> str:
    """The route that a page of the lists is an address of."""
    return re.sub(r"\$\w+", "$id", page.partition("?")[0])


def addresses(smena: Installation, pages: tuple[str, ...] = PAGES) -> dict[str, str]:
    """The pages with their addresses on this installation."""
    with Caller(smena, "admin") as admin:
        client = admin.get("/clients?limit=1")["items"][0]["id"]
        member = next(row["id"] for row in admin.get("/team")["items"] if row["email"].startswith("anna"))
    names = {"$client": client, "$member": member, "/$": "/no-such-page"}
    found = {}
    for page in pages:
        path = page
        for name, value in names.items():
            path = path.replace(name, value)
        found[page] = f"{smena.url}{path}"
    return found
