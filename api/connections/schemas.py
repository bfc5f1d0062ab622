"""Connections on the wire."""

from pydantic import BaseModel


class ConnectPage(BaseModel):
    """Where the admin grants access; the vendor sends him back to Smena."""

    url: str
