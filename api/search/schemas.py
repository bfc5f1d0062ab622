"""What the search field answers."""

from pydantic import BaseModel

from api.clients.schemas import Status
from api.deals.refs import ClientRef, OwnerRef
from api.deals.schemas import DealCard
from api.tasks.schemas import TaskCard


class FoundClient(ClientRef):
    """A client that matches by name, company, phone or e-mail."""

    company: str | None
    status: Status
    phone: str | None
    email: str | None
    owner: OwnerRef | None


class SearchAnswer(BaseModel):
    """Matches by kind, newest first, at most `limit` of each."""

    clients: list[FoundClient]
    deals: list[DealCard]
    tasks: list[TaskCard]
