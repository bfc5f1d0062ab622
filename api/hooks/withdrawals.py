"""Somebody removed the app at Meta, or wants his data deleted: his accounts are asked at once, and those that are closed to us are
disconnected with everything that opened them. What clients wrote to the company is the company's to keep or to erase.
"""

import logging
from urllib.parse import parse_qs

from fastapi import Request

from api.auth.principal import LOGIN
from api.db.pool import Database
from api.errors import Forbidden, NotFound, TooLarge
from api.hooks import queries
from api.messages import Language
from channels import registry
from channels.capabilities import Connector, Receiver
from channels.meta import withdrawals

log = logging.getLogger("smena.hooks")
LONGEST = 20_000
WORDS: dict[Language, str] = {
    "ru": "Запрос {code} принят. Доступ к вашему аккаунту отозван, ключи к нему удаляются в течение нескольких минут. "
    "Переписку с клиентами хранит компания: по её поводу обращайтесь к ней.",
    "uk": "Запит {code} прийнято. Доступ до вашого акаунта відкликано, ключі до нього видаляються протягом кількох хвилин. "
    "Листування з клієнтами зберігає компанія: щодо нього звертайтеся до неї.",
    "en": "Request {code} was received. Access to your account is withdrawn, and what opened it is deleted within a few minutes. "
    "Conversations with clients are kept by the company: please ask it about them.",
}


async def withdraw(request: Request, channel: str, db: Database) -> str:
    """The code of the wish. Raises NotFound where no app of Meta's is behind the channel, Forbidden for a signature that does not hold."""
    adapter = registry.find(channel)
    if not isinstance(adapter, Receiver) or not isinstance(adapter, Connector) or not adapter.secrets():
        raise NotFound
    form = parse_qs((await _body(request)).decode("utf-8", "replace"))
    secrets = adapter.secrets()
    user_id = withdrawals.subject(form.get("signed_request", [""])[0], secrets)
    if user_id is None:
        raise Forbidden("hook_signature_invalid")
    code = withdrawals.confirmation(user_id, secrets[0])
    log.warning("%s: access was withdrawn, wish %s", channel, code)
    async with db.write(LOGIN) as tx:
        await queries.read_accounts_soon(tx, channel=channel)
    return code


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise TooLarge
    return bytes(body)
