"""Origins of web pages in the one form that browsers send them."""

import re
from urllib.parse import urlsplit

HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9\-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9\-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]")
DEFAULT_PORTS = {"http": 80, "https": 443}


def normal_origin(text: str) -> str:
    """`Shop.ua/contacts` as `https://shop.ua`, `https://*.shop.ua` as it is; raises ValueError for what is none."""
    text = text.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = _ascii_host(parts.netloc.rpartition("@")[2].removesuffix(f":{parts.port}" if parts.port else ""))
    if parts.scheme not in DEFAULT_PORTS or not HOST.fullmatch(host) or host.count("*.") > 1:
        raise ValueError("no origin of a web page")
    if host.startswith("*.") and "." not in host[2:]:
        raise ValueError("a whole top-level domain")
    port = f":{parts.port}" if parts.port and parts.port != DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{host}{port}"


def _ascii_host(host: str) -> str:
    """Browsers send `xn--...` for names in other letters."""
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    star, _, rest = host.rpartition("*.")
    return ("*." if host.startswith("*.") else star) + rest.encode("idna").decode("ascii")
