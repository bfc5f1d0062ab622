"""Files of Instagram's and Messenger's messages: their addresses come with them, and die in days."""

from collections.abc import Mapping
from typing import Any

from channels.failures import Failure, VendorError
from channels.media import MediaPlace


def place(attachment: Mapping[str, Any]) -> MediaPlace:
    """Where the file of a stored attachment lies; raises VendorError for one without an address."""
    url = str(attachment.get("url") or "")
    if not url:
        raise VendorError(Failure("permanent", "file_gone"))
    return MediaPlace(url, mime_type=str(attachment.get("mime_type") or ""))
