"""Connections on the wire."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.kit.schemas import Payload
from api.sources.schemas import Channel
from channels.failures import FailureKind


class Provider(Payload):
    """Whom the admin signs in with, where the channel leaves a choice."""

    provider: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")] | None = None


class ConnectPage(BaseModel):
    """Where the admin grants access; the vendor sends him back to Smena."""

    url: str


How = Literal["page", "keys", "snippet"]


class SetupField(BaseModel):
    """One thing to fill in. A secret is never answered: only whether it is kept."""

    name: str
    kind: Literal["secret", "text", "email", "number", "switch"]
    required: bool
    default: str
    value: str | None = Field(
        description="As it was filled in last; null for a secret, and before the first time."
    )
    kept: bool = Field(description="Filled in before: a secret that is left empty stays as it is.")


class ConnectionSetup(BaseModel):
    """What connecting takes, before anybody goes to the vendor."""

    how: How | None = Field(
        description="On a page of the vendor's, with keys of the vendor's, or with code on a site; null: not at all."
    )
    configured: bool = Field(description="Has the installation what it takes (an app at the vendor)?")
    simulated: bool = Field(description="Is the vendor a simulator on this machine?")
    public: bool = Field(
        description="Can the vendor reach this installation? If not, the account is read or listened to."
    )
    read: bool = Field(description="Is the account read, or listened to, where nothing is delivered?")
    history: bool = Field(description="Is what was there before the connection read, too?")
    webhook_url: str = Field(description="Where the vendor delivers to; empty where nothing is delivered.")
    redirect_url: str = Field(description="Where the vendor's app must send the admin back to.")
    fields: list[SetupField] = Field(description="What is filled in, where it is connected with keys.")
    providers: list[str] = Field(
        description="Whom one may sign in with instead, on a page of theirs.",
        examples=[["google", "microsoft"]],
    )


class Keys(Payload):
    """What the admin has copied from the vendor's pages. It is kept sealed and never answered."""

    keys: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=8_000)]] = Field(
        repr=False
    )


class AccountHealth(BaseModel):
    """How the connection fares at this moment."""

    works: bool
    kind: FailureKind | None = Field(description="What the refusal means; null when it works.")
    words: str | None = Field(description="The vendor's own, or a code.")


class OfferedChannel(BaseModel):
    """A channel that a source can be connected to here."""

    channel: Channel
    adapter: str | None = Field(description="The package's own channel, where the source's is `other`.")
    how: How
    configured: bool
    simulated: bool


class Acts(BaseModel):
    """What a made-up person can do at the simulated vendor."""

    acts: list[str] = Field(examples=[["comment", "message"]])


class Rehearsal(Payload):
    """Something that a made-up person does at the simulated vendor."""

    act: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class Rehearsed(BaseModel):
    """Who did it, and what was written or said; it comes in as the vendor delivers it."""

    who: str
    text: str
