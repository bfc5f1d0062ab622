"""Meta's addresses: secure ones, or a simulator on this machine."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def is_simulator(url: str) -> bool:
    """Does the address lead to this machine?"""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _secure(value: str) -> str:
    if urlsplit(value).scheme != "https" and not is_simulator(value):
        raise ValueError("an address of a vendor must begin with https://")
    return value.rstrip("/")


VendorUrl = Annotated[str, AfterValidator(_secure)]
