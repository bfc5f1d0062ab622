"""A made-up person writes to a simulated account: the simulator is asked, and its webhook brings it in like any other."""

import secrets
from uuid import UUID

import httpx

from api.auth.principal import Principal
from api.connections import queries
from api.connections.schemas import Rehearsal, Rehearsed
from api.db.pool import Database
from api.errors import Conflict, Unavailable
from api.messages import Language

ANSWER_SECONDS = 10.0
ACTS = {"comment": "comment", "message": "dm"}
PEOPLE = ("olena.k", "taras_shop", "iryna.design", "maksym.v", "oksana_home", "dmytro.b")
TEXTS: dict[Language, dict[str, tuple[str, ...]]] = {
    "ru": {
        "comment": ("Здравствуйте! Сколько стоит?", "Какая цена и есть ли доставка?", "Хочу заказать, как оформить?"),
        "message": ("Добрый день! Сколько стоит и когда доставите?", "Здравствуйте, хочу заказать. Есть в наличии?"),
    },
    "uk": {
        "comment": ("Добрий день! Скільки коштує?", "Яка ціна і чи є доставка?", "Хочу замовити, як оформити?"),
        "message": ("Добрий день! Скільки коштує і коли доставите?", "Вітаю, хочу замовити. Є в наявності?"),
    },
    "en": {
        "comment": ("Hello! How much is it?", "What is the price, and do you deliver?", "I want to order, how?"),
        "message": ("Hello! How much is it, and when can you deliver?", "Hi, I would like to order. Is it in stock?"),
    },
}  # fmt: skip


async def rehearse(
    db: Database, user: Principal, source_id: UUID, what: Rehearsal, simulator: str, language: Language
) -> Rehearsed:
    """Raises NotFound, Conflict where nothing is simulated or the simulator knows nothing of us, Unavailable."""
    async with db.read(user) as tx:
        row = await queries.account(tx, source_id=source_id)
    if not simulator or not row["simulated"]:
        raise Conflict("not_simulated")
    # (A new person each time: a new lead, not one more message of an old one.)
    username = f"{secrets.choice(PEOPLE)}{secrets.randbelow(900) + 100}"
    done = Rehearsed(username=username, text=secrets.choice(TEXTS[language][what.act]))
    url = f"{simulator}/_sim/{row['channel']}/{row['account_id']}/{ACTS[what.act]}"
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as http:
            answer = await http.post(url, json=done.model_dump())
        told = answer.is_success and answer.json().get("told")
    except (httpx.HTTPError, ValueError) as error:
        raise Unavailable("simulator_unavailable") from error
    if not told:
        raise Conflict("simulator_forgot")
    return done
