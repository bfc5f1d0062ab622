"""Connects the demo's channels as an admin does on the integrations page, with the simulated vendors."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urldefrag, urlsplit
from uuid import UUID

import httpx

from api.auth.principal import Principal, acting_as
from api.connections import keyed, service
from local.demo.accounts import ADMIN
from local.demo.live.company import Company, fetch, sql
from simulator.messenger.state import PAGE
from simulator.telegram import TOKEN

HEAD: Principal = acting_as(ADMIN.id)
NAMES = {"telegram": "Telegram", "messenger": "Facebook"}


class NotConnected(Exception):
    """A simulated vendor refused."""


async def connected(company: Company, since: datetime) -> Mapping[str, UUID]:
    """The sources of both channels by name; to them it is as if they had been connected at `since`."""
    sources = {channel: await _source(company, channel, name) for channel, name in NAMES.items()}
    keys = {"token": TOKEN}
    url = company.settings.public_url
    await keyed.connect(company.api, HEAD, company.vault, sources["telegram"], keys, url)
    await _page(company, sources["messenger"])
    await fetch(company.owner, sql.connected_long_ago, source_ids=list(sources.values()), connected_at=since)
    return sources


async def _source(company: Company, channel: str, name: str) -> UUID:
    async with company.api.write(HEAD) as tx:
        found: UUID | None = await tx.value(sql.source, channel=channel)
        return found or await tx.value(sql.add_source, channel=channel, name=name)


async def _page(company: Company, source_id: UUID) -> None:
    """To the consent page, where everything is allowed for one page, and back."""
    url = company.settings.public_url
    address = urlsplit(await service.begin(company.api, HEAD, company.vault, source_id, None, url))
    form = {**dict(parse_qsl(address.query)), "decision": "allow", "account": PAGE}
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{address.scheme}://{address.netloc}{address.path}", data=form)
    back = urlsplit(urldefrag(answer.headers["location"]).url)
    shown = await service.finish(company.api, company.vault, dict(parse_qsl(back.query)), url)
    if "connected=1" not in shown:
        raise NotConnected(shown)
