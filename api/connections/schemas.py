"""Connections on the wire."""

from typing import Literal

from pydantic import BaseModel, Field

from api.kit.schemas import Payload


class ConnectPage(BaseModel):
    """Where the admin grants access; the vendor sends him back to Smena."""

    url: str


class ConnectionSetup(BaseModel):
    """What connecting takes, before anybody goes to the vendor."""

    offered: bool = Field(description="Is the channel connected on a page of the vendor's?")
    configured: bool = Field(description="Has the installation an app at the vendor?")
    simulated: bool = Field(description="Is the vendor a simulator on this machine?")
    webhook_url: str = Field(description="Where the vendor's app must deliver to.")
    redirect_url: str = Field(description="Where the vendor's app must send the admin back to.")


class Rehearsal(Payload):
    """Something that a made-up person does at the simulated vendor."""

    act: Literal["comment", "message"]


class Rehearsed(BaseModel):
    """Who did it, and what was written; it comes in as the vendor delivers it."""

    username: str
    text: str
