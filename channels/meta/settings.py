"""Meta's addresses: secure ones, or a simulator on this machine."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _secure(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("an address of a vendor must begin with https://")
    return value.rstrip("/")


VendorUrl = Annotated[str, AfterValidator(_secure)]
