"""Reads a multipart body as it arrives: small fields whole, the one file in chunks."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from local.storage.errors import InvalidRequest, TooLarge

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST_FIELDS = 10
LONGEST_FIELD = 2**20


@dataclass(frozen=True)
class Field:
    """A text field."""

    name: str
    value: str


@dataclass(frozen=True)
class FileStart:
    """The file begins; its bytes follow as they come."""

    mimetype: str


Event = Field | FileStart | bytes


class _Reader:
    """Turns the parser's callbacks into events."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._headers: dict[bytes, bytes] = {}
        self._header: tuple[bytes, bytes] = (b"", b"")
        self._field: bytearray | None = None
        self._name = ""
        self._fields = 0
        self._files = 0

    def on_part_begin(self) -> None:
        self._headers = {}

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        name, value = self._header
        self._header = (name + data[start:end], value)

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        name, value = self._header
        self._header = (name, value + data[start:end])

    def on_header_end(self) -> None:
        name, value = self._header
        self._headers[name.lower()] = value
        self._header = (b"", b"")

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        self._name = options.get(b"name", b"").decode(errors="replace")
        if b"filename" in options:
            self._begin_file()
        else:
            self._fields += 1
            self._field = bytearray()
        if self._files > 1 or self._fields > MOST_FIELDS:
            raise InvalidRequest("One file and a few fields at a time")

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._field is None:
            self.events.append(data[start:end])
        elif len(self._field) + end - start > LONGEST_FIELD:
            raise TooLarge("The user_metadata exceeded the maximum allowed size")
        else:
            self._field += data[start:end]

    def on_part_end(self) -> None:
        if self._field is not None:
            self.events.append(Field(self._name, self._field.decode(errors="replace")))
            self._field = None

    def take(self) -> list[Event]:
        events, self.events = self.events, []
        return events

    def _begin_file(self) -> None:
        self._files += 1
        mimetype = self._headers.get(b"content-type", b"application/octet-stream")
        self.events.append(FileStart(mimetype.decode("latin-1")))


async def read(content_type: str, chunks: AsyncIterator[bytes]) -> AsyncGenerator[Event, None]:
    """The events of a body. InvalidRequest for a body that is none, TooLarge for a field that is a file in disguise."""
    reader = _Reader()
    try:
        parser = MultipartParser(_boundary(content_type), _callbacks(reader))
        async for chunk in chunks:
            parser.write(chunk)
            for event in reader.take():
                yield event
        parser.finalize()
    except FormParserError as failure:
        raise InvalidRequest(f"Invalid multipart body: {failure}") from failure


def _boundary(content_type: str) -> bytes:
    _, options = parse_options_header(content_type)
    if not options.get(b"boundary"):
        raise InvalidRequest("Invalid multipart body: no boundary")
    return options[b"boundary"]


def _callbacks(reader: _Reader) -> "MultipartCallbacks":
    return {
        "on_part_begin": reader.on_part_begin,
        "on_header_field": reader.on_header_field,
        "on_header_value": reader.on_header_value,
        "on_header_end": reader.on_header_end,
        "on_headers_finished": reader.on_headers_finished,
        "on_part_data": reader.on_part_data,
        "on_part_end": reader.on_part_end,
    }
