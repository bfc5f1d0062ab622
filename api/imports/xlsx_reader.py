"""XLSX: the first sheet that holds anything, values as text."""

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from api.imports.reading import Sheet, UnreadableFile

MAX_UNPACKED = 300 * 2**20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read(data: bytes) -> Sheet:
    """The rows of a workbook; raises UnreadableFile."""
    _refuse_bombs(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles that we do not look at
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                return _first_filled(book)
            finally:
                book.close()
    except UnreadableFile:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        ParseError,
        OSError,
        AttributeError,
    ) as error:
        raise UnreadableFile("file_unreadable") from error


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableFile("file_unreadable") from error
    if unpacked > MAX_UNPACKED:
        raise UnreadableFile("file_unreadable")


def _first_filled(book: Any) -> Sheet:
    found = Sheet("xlsx")
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            found.add(number, [text_of(cell) for cell in cells])
        if found.rows:
            break
    return found


def text_of(value: Any) -> str:
    """A cell as a person reads it: dates in ISO form, whole numbers without a fraction (phones come as numbers)."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
