"""Who is simulated: the names, the hosts, and what control and edge need of each vendor."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from simulator.core.acts import Act
from simulator.core.faults import ErrorNext
from simulator.instagram import acts as instagram_acts
from simulator.instagram import nodes as instagram_nodes
from simulator.instagram import oauth as instagram_oauth
from simulator.instagram import shown as instagram_shown
from simulator.meta.graph import usage_headers
from simulator.meta.refusals import refusal
from simulator.world import World

Configure = Callable[[World, Mapping[str, Any]], Awaitable[str]]


@dataclass(frozen=True)
class Vendor:
    """One of them. `configure` returns words of what is wrong, or none; `expire` ends tokens and counts them."""

    name: str
    hosts: Sequence[str]
    routers: Sequence[APIRouter]
    acts: Mapping[str, Act]
    refusal: Callable[[ErrorNext], Response]
    expire: Callable[[World, str | None], int]
    shown: Callable[[World], dict[str, Any]]
    configure: Configure
    headers: Callable[[World], Mapping[str, str]] = lambda _: {}


def graph_refusal(error: ErrorNext) -> Response:
    """A refusal in the Graph API's words."""
    return refusal(int(error.code), error.subcode, status=error.status).answer()


def graph_headers(vendor: str, subject: Callable[[World], str]) -> Callable[[World], Mapping[str, str]]:
    """The headers about limits."""
    return lambda world: usage_headers(vendor, subject(world), world.faults(vendor).usage_header or 1)


INSTAGRAM = Vendor(
    name="instagram",
    hosts=("www.instagram.com", "api.instagram.com", "graph.instagram.com"),
    routers=(instagram_oauth.consent, instagram_oauth.exchange, instagram_oauth.graph, instagram_nodes.graph),
    acts=instagram_acts.ACTS,
    refusal=graph_refusal,
    expire=lambda world, account: world.instagram.tokens.kill(
        account and world.instagram.account(account).id
    ),
    shown=instagram_shown.shown,
    configure=lambda world, order: world.instagram.app.configure(order, world.courier),
    headers=graph_headers("instagram", lambda world: next(iter(world.instagram.accounts))),
)
VENDORS: Mapping[str, Vendor] = {vendor.name: vendor for vendor in (INSTAGRAM,)}
HOSTS: Mapping[str, str] = {host: vendor.name for vendor in VENDORS.values() for host in vendor.hosts}


def vendor_of(path: str) -> str | None:
    """The vendor that a path belongs to: its first part is the vendor's host."""
    return HOSTS.get(path.split("/", 2)[1])
