"""CSV from wherever: encoding and delimiter are found out, not asked."""

import csv
import io
from collections import Counter

from api.imports.reading import Sheet, UnreadableFile

DELIMITERS = ";,\t|"
SAMPLE_LINES = 30
MAX_FIELD = 2**20
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(data: bytes) -> Sheet:
    """The rows of a CSV file; raises UnreadableFile."""
    text, encoding = decode(data)
    delimiter = find_delimiter(text)
    sheet = Sheet("csv", encoding, delimiter)
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        number = 1
        for cells in reader:
            sheet.add(number, [unguarded(cell) for cell in cells])
            number = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("file_unreadable") from error
    return sheet


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in; Windows-1251 is what remains, as old accounting programs write it."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UnreadableFile("file_unreadable") from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace"), "cp1251"


def find_delimiter(text: str) -> str:
    """The character that splits the first lines into the same number of columns most often, the more columns the better."""
    sample = text[: 64 * 1024].splitlines()[:SAMPLE_LINES]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [
            len(row) for row in csv.reader(sample, delimiter=delimiter) if any(cell.strip() for cell in row)
        ]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        score = (times / len(widths)) * min(width, 20) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that exports put before what a spreadsheet would run."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell
