"""Links by which a known client comes to a messenger with a code of ours."""

from collections.abc import Iterable, Mapping

from asyncpg import Record

from api.merges.schemas import InvitationLink
from api.messages import Language
from channels import registry
from channels.capabilities import Inviter

# What the client will say where nothing but his words brings the code.
GREETINGS: Mapping[Language, str] = {"ru": "Добрый день!", "uk": "Добрий день!", "en": "Hello!"}


def links(accounts: Iterable[Record], code: str, language: Language) -> list[InvitationLink]:
    """One for each account whose vendor knows links."""
    return [
        InvitationLink(
            source_id=one["id"],
            channel=one["channel"],
            name=one["name"],
            account=one["account_name"] or one["account_id"],
            simulated=one["simulated"],
            url=url,
        )
        for one in accounts
        if (url := _link(one, code, GREETINGS[language]))
    ]


def _link(account: Record, code: str, greeting: str) -> str | None:
    adapter = registry.find(account["channel"])
    if not isinstance(adapter, Inviter):
        return None
    return adapter.invitation(account["account_id"], account["account_name"] or "", code, greeting)
