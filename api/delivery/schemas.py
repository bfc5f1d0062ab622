"""How a person is reached, on the wire."""

from datetime import datetime, time
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.kit.schemas import Payload
from api.notifications.schemas import NotificationKind

Channel = Literal["email", "telegram"]
DeliveryStatus = Literal["pending", "sent", "skipped", "ambiguous", "dead", "discarded"]


class KindWays(BaseModel):
    """The ways that one kind of news takes to the caller."""

    kind: NotificationKind
    in_app: bool = Field(description="False: it is born read, no bell and no pop-up.")
    email: bool
    telegram: bool
    urgent: bool = Field(description="Comes in quiet hours, too.")


class EmailChannel(BaseModel):
    """Mail to the caller's own address."""

    is_ready: bool = Field(description="False: this installation has no mail server.")
    address: str
    error: str | None = Field(description="What the mail server said last, for admins.")


class TelegramChannel(BaseModel):
    """The bot and the caller's chat with it."""

    is_ready: bool = Field(description="False: this installation has no bot.")
    bot: str | None
    error: str | None = Field(description="What Telegram said last, for admins.")
    name: str | None = Field(description="Whose chat is connected; null: none.")
    linked_at: datetime | None
    blocked_at: datetime | None = Field(description="The bot was blocked then; nothing is sent since.")


class Channels(BaseModel):
    """The ways out of the house."""

    email: EmailChannel
    telegram: TelegramChannel


class DeliverySettings(BaseModel):
    """Everything a person may set about his notifications."""

    kinds: list[KindWays]
    quiet_hours: bool = Field(description="What is not urgent waits for the next planned start of work.")
    digest_at: time | None = Field(description="When the morning mail goes out, company time; null: never.")
    channels: Channels


class WaysEdit(Payload):
    """Absent ways stay as they are."""

    in_app: bool | None = None
    email: bool | None = None
    telegram: bool | None = None


class SettingsEdit(Payload):
    """Absent fields stay as they are; `digest_at: null` switches the morning mail off."""

    quiet_hours: bool | None = None
    digest_at: time | None = None


class TelegramInvitation(BaseModel):
    """Where the caller meets the bot; pressing Start there connects the chat. Good for once."""

    url: str
    expires_at: datetime


class TestOutcome(BaseModel):
    """What became of a test message."""

    status: DeliveryStatus = Field(description="pending: no worker has taken it up within ten seconds.")
    reason: str | None
    error: str | None = Field(description="The vendor's own words.")


class Recipient(BaseModel):
    """Whom a message was for."""

    id: UUID
    full_name: str


class ParkedDelivery(BaseModel):
    """A message that did not arrive, or nobody knows whether it did."""

    id: UUID
    person: Recipient
    channel: Channel
    kind: str
    status: DeliveryStatus
    reason: str | None
    error: str | None
    attempts: int
    due_at: datetime
    created_at: datetime
