"""Reads the body of a posted form, whatever wrote it: JSON, urlencoded, multipart, plain text; UTF-8 or an old charset.

The answer is flat: names as they came (`fields[phone]`, `author.name`), values as text.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

OLD_CHARSET = "cp1251"  # what pages of the region used before UTF-8; decides only where UTF-8 does not fit
MAX_FIELDS = 200
MAX_DEPTH = 8


class Unreadable(Exception):
    """The body is not what its content type says."""


@dataclass(frozen=True, slots=True)
class Form:
    """`fields` in the order of the form, repeated names kept; `files` are the names of files that were left out."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


def decode(content_type: str, body: bytes) -> Form:
    """The fields of a body; raises Unreadable."""
    kind, options = parse_options_header(content_type)
    charset = options.get(b"charset", b"").decode("latin-1").lower()
    if kind == b"multipart/form-data":
        return _multipart(body, options.get(b"boundary", b""), charset)
    stripped = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind == b"application/json" or kind.endswith(b"+json") or stripped[:1] == b"{":
        return _json(body, charset)
    return _urlencoded(body, charset)


def _json(body: bytes, charset: str) -> Form:
    try:
        document = json.loads(_text(body.removeprefix(b"\xef\xbb\xbf"), charset))
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error
    if not isinstance(document, dict):
        raise Unreadable("json")
    return _form(_flatten("", document, 0))


def _flatten(path: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """`{"author": {"name": "x"}}` as `author.name`; lists of plain values as one text."""
    if depth > MAX_DEPTH:
        raise Unreadable("json")
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flatten(f"{path}.{name}" if path else name, inner, depth + 1)
    elif isinstance(value, list):
        if any(isinstance(item, (dict, list)) for item in value):
            for position, item in enumerate(value):
                yield from _flatten(f"{path}.{position}", item, depth + 1)
        else:
            yield path, ", ".join(_plain(item) for item in value)
    else:
        yield path, _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _urlencoded(body: bytes, charset: str) -> Form:
    # Latin-1 keeps every byte as it is until the charset is known: a form may name it in `_charset_`.
    try:
        pairs = parse_qsl(
            body.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=MAX_FIELDS
        )
    except ValueError as error:
        raise Unreadable("form") from error
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    return _form(_decoded(raw, charset))


def _multipart(body: bytes, boundary: bytes, charset: str) -> Form:
    parts = _Parts()
    try:
        parser = MultipartParser(boundary, parts.callbacks())
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise Unreadable("multipart") from error
    if not parts.complete or len(parts.fields) > MAX_FIELDS:
        raise Unreadable("multipart")
    return _form(_decoded(parts.fields, charset), tuple(_text(name, charset) for name in parts.files))


class _Parts:
    """Collects the parts of a multipart body; files are noted by name, their bytes dropped."""

    def __init__(self) -> None:
        self.fields: list[tuple[bytes, bytes]] = []
        self.files: list[bytes] = []
        self.complete = False
        self._header, self._value, self._data = b"", b"", bytearray()
        self._disposition = b""

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_part_data": self._part_data,
            "on_part_end": self._end,
            "on_end": self._complete,
        }

    def _begin(self) -> None:
        self._header, self._value, self._disposition = b"", b"", b""
        self._data = bytearray()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def _end(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"filename" in options:
            if options[b"filename"]:
                self.files.append(options[b"filename"])
        elif b"name" in options:
            self.fields.append((options[b"name"], bytes(self._data)))

    def _complete(self) -> None:
        self.complete = True


def _decoded(raw: list[tuple[bytes, bytes]], charset: str) -> Iterator[tuple[str, str]]:
    """All fields in one charset: browsers send a form whole in the page's, or in the one that `_charset_` names."""
    named = dict(raw).get(b"_charset_", b"").decode("latin-1").lower()
    chosen = named or charset or _guess(b"\n".join(name + b"\n" + value for name, value in raw))
    for name, value in raw:
        if name != b"_charset_":
            yield _text(name, chosen), _text(value, chosen)


def _guess(sample: bytes) -> str:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError:
        return OLD_CHARSET
    return "utf-8"


def _text(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset or _guess(raw))
    except (LookupError, UnicodeDecodeError):
        return raw.decode(_guess(raw), "replace")


def _form(fields: Iterator[tuple[str, str]], files: tuple[str, ...] = ()) -> Form:
    kept = tuple((_clean(name).strip(), _clean(value).strip()) for name, value in fields)
    if len(kept) > MAX_FIELDS:
        raise Unreadable("fields")
    return Form(kept, tuple(_clean(name) for name in files))


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot store: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
