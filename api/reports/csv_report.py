"""A report as CSV: numbers that the language's spreadsheets read as numbers, no live formulas."""

from api.exports.csv_file import BOM, lines, safe
from api.kit.money import to_decimal
from api.reports.document import Cell, Document


def csv_bytes(document: Document) -> bytes:
    """The whole file: a heading, then the tables with an empty line between."""
    rows: list[list[str]] = [[document.company], [document.title], *([line] for line in document.lines)]
    for table in document.tables:
        rows += [[], [table.title], list(table.headers)]
        rows += [[_text(cell, document) for cell in row] for row in table.all_rows]
    return (BOM + lines(rows, document.language)).encode()


def _text(cell: Cell, document: Document) -> str:
    """Shares as a percentage, time as hours:minutes:seconds."""
    if not isinstance(cell.value, int | float):
        return safe(cell.value)
    if cell.unit in ("money", "money_per_hour"):
        text = str(to_decimal(round(cell.value), document.currency))
    elif cell.unit in ("share", "ratio"):
        text = f"{cell.value * 100:.2f}%"
    elif cell.unit in ("minutes", "seconds"):
        seconds = round(cell.value * (60 if cell.unit == "minutes" else 1))
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    else:
        text = (
            f"{cell.value:.4f}".rstrip("0").rstrip(".") if isinstance(cell.value, float) else str(cell.value)
        )
    return text if document.language == "en" else text.replace(".", ",")
