"""Who is simulated: the names, the hosts, and what control and edge need of each vendor."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from simulator import facebook
from simulator.core.acts import Act
from simulator.core.faults import ErrorNext
from simulator.elevenlabs import acts as elevenlabs_acts
from simulator.elevenlabs import agents as elevenlabs_agents
from simulator.elevenlabs import hearing as elevenlabs_hearing
from simulator.elevenlabs import speaking as elevenlabs_speaking
from simulator.elevenlabs.refusals import ElevenLabsError
from simulator.email import acts as email_acts
from simulator.email import oauth as email_oauth
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
from simulator.telegram import acts as telegram_acts
from simulator.telegram import hosted as telegram_hosted
from simulator.turnstile import siteverify as turnstile
from simulator.viber import acts as viber_acts
from simulator.viber import api as viber_api
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
    accounts: Callable[[World], Sequence[str]]
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


async def _by_its_own_api(_world: World, _order: Mapping[str, Any]) -> str:
    return "there is no dashboard for this: the vendor's own API sets the webhook"


INSTAGRAM = Vendor(
    name="instagram",
    accounts=lambda world: [account.username for account in world.instagram.accounts.values()],
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
    accounts=lambda world: list(world.whatsapp.numbers),
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
    accounts=lambda world: list(world.messenger.pages),
    hosts=("www.facebook.com",),
    routers=(messenger_oauth.dialog, messenger_oauth.graph, facebook.graph),
    acts=messenger_acts.ACTS,
    refusal=graph_refusal,
    expire=lambda world, account: world.messenger.tokens.kill(account),
    shown=messenger_shown.shown,
    configure=lambda world, order: world.messenger.app.configure(order, world.courier),
    headers=graph_headers("messenger", lambda world: next(iter(world.messenger.pages))),
)
TELEGRAM = Vendor(
    name="telegram",
    accounts=lambda world: [world.telegram.username],
    hosts=(telegram_hosted.HOST,),
    routers=(telegram_hosted.router,),
    acts=telegram_acts.ACTS,
    refusal=telegram_hosted.refusal,
    expire=lambda world, _account: int(telegram_acts.token(world, world.telegram.username)["revoked"]),
    shown=telegram_hosted.shown,
    configure=_by_its_own_api,
)
VIBER = Vendor(
    name="viber",
    accounts=lambda _: ["bot"],
    hosts=("chatapi.viber.com",),
    routers=(viber_api.router,),
    acts=viber_acts.ACTS,
    refusal=viber_api.refusal,
    expire=lambda world, _account: int(viber_acts.token(world, "bot")["revoked"]),
    shown=viber_acts.shown,
    configure=_by_its_own_api,
)
EMAIL = Vendor(
    name="email",
    accounts=lambda world: list(world.email.passwords),
    hosts=email_oauth.HOSTS,
    routers=(email_oauth.router,),
    acts=email_acts.ACTS,
    refusal=email_oauth.refusal,
    expire=lambda world, account: world.email.tokens.expire(account),
    shown=email_acts.shown,
    configure=_by_its_own_api,
)
ELEVENLABS = Vendor(
    name="elevenlabs",
    accounts=lambda _: ["workspace"],
    hosts=("api.elevenlabs.io",),
    routers=(elevenlabs_hearing.router, elevenlabs_speaking.router, elevenlabs_agents.router),
    acts=elevenlabs_acts.ACTS,
    refusal=lambda error: ElevenLabsError(str(error.code), status=error.status).answer(),
    expire=lambda world, _account: int(not elevenlabs_acts.key(world, "workspace")["works"]),
    shown=elevenlabs_acts.shown,
    configure=elevenlabs_acts.configure,
)
TURNSTILE = Vendor(
    name="turnstile",
    accounts=lambda _: ["localhost"],
    hosts=("challenges.cloudflare.com",),
    routers=(turnstile.router,),
    acts=turnstile.ACTS,
    refusal=turnstile.refusal,
    expire=lambda world, _account: world.turnstile.forget(),
    shown=turnstile.shown,
    configure=_by_its_own_api,
)
ALL = (INSTAGRAM, MESSENGER, WHATSAPP, TELEGRAM, VIBER, EMAIL, ELEVENLABS, TURNSTILE)
VENDORS: Mapping[str, Vendor] = {vendor.name: vendor for vendor in ALL}
HOSTS: Mapping[str, str] = {host: vendor.name for vendor in VENDORS.values() for host in vendor.hosts}


def vendor_of(world: World, path: str) -> str | None:
    """The vendor that a path belongs to: its first part is the vendor's host."""
    host, _, rest = path.lstrip("/").partition("/")
    if rest.startswith("simulated/"):
        return None
    return facebook.vendor_of_node(world, path) if host == facebook.HOST else HOSTS.get(host)
