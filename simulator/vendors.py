"""Who is simulated: the names, the hosts, and what control and edge need of each vendor."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from simulator import facebook
from simulator.core.acts import Act
from simulator.core.faults import ErrorNext
from simulator.instagram import acts as instagram_acts
from simulator.instagram import nodes as instagram_nodes
from simulator.instagram import oauth as instagram_oauth
from simulator.instagram import public as instagram_public
from simulator.instagram import shown as instagram_shown
from simulator.messenger import acts as messenger_acts
from simulator.messenger import oauth as messenger_oauth
from simulator.messenger import shown as messenger_shown
from simulator.meta.graph import usage_headers
from simulator.meta.refusals import refusal
from simulator.whatsapp import acts as whatsapp_acts
from simulator.whatsapp import nodes as whatsapp_nodes
from simulator.whatsapp import shown as whatsapp_shown
from simulator.whatsapp import state as whatsapp_state
from simulator.whatsapp.refusals import at_once as whatsapp_at_once
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


def whatsapp_refusal(error: ErrorNext) -> Response:
    """A refusal in WhatsApp's words, or in the Graph API's where the code is not WhatsApp's own."""
    code = int(error.code)
    return whatsapp_at_once(code, "Asked for").answer() if code >= 100000 else graph_refusal(error)


INSTAGRAM = Vendor(
    name="instagram",
    hosts=("www.instagram.com", "api.instagram.com", "graph.instagram.com"),
    routers=(
        instagram_public.router,
        instagram_oauth.consent,
        instagram_oauth.exchange,
        instagram_oauth.graph,
        instagram_nodes.graph,
    ),
    acts=instagram_acts.ACTS,
    refusal=graph_refusal,
    expire=lambda world, account: world.instagram.tokens.kill(
        account and world.instagram.account(account).id
    ),
    shown=instagram_shown.shown,
    configure=lambda world, order: world.instagram.app.configure(order, world.courier),
    headers=graph_headers("instagram", lambda world: next(iter(world.instagram.accounts))),
)
WHATSAPP = Vendor(
    name="whatsapp",
    hosts=("lookaside.fbsbx.com",),
    routers=(whatsapp_nodes.files,),
    acts=whatsapp_acts.ACTS,
    refusal=whatsapp_refusal,
    expire=lambda world, _account: world.whatsapp.tokens.kill(None),
    shown=whatsapp_shown.shown,
    configure=lambda world, order: world.whatsapp.app.configure(order, world.courier),
    headers=graph_headers("whatsapp", lambda _: whatsapp_state.WABA),
)
MESSENGER = Vendor(
    name="messenger",
    hosts=("www.facebook.com",),
    routers=(messenger_oauth.dialog, messenger_oauth.graph, facebook.graph),
    acts=messenger_acts.ACTS,
    refusal=graph_refusal,
    expire=lambda world, account: world.messenger.tokens.kill(account),
    shown=messenger_shown.shown,
    configure=lambda world, order: world.messenger.app.configure(order, world.courier),
    headers=graph_headers("messenger", lambda world: next(iter(world.messenger.pages))),
)
VENDORS: Mapping[str, Vendor] = {vendor.name: vendor for vendor in (INSTAGRAM, WHATSAPP, MESSENGER)}
HOSTS: Mapping[str, str] = {host: vendor.name for vendor in VENDORS.values() for host in vendor.hosts}


def vendor_of(world: World, path: str) -> str | None:
    """The vendor that a path belongs to: its first part is the vendor's host."""
    host, _, rest = path.lstrip("/").partition("/")
    if rest.startswith("simulated/"):
        return None
    return facebook.vendor_of_node(world, path) if host == facebook.HOST else HOSTS.get(host)
