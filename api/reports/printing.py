"""Values as a person reads them, as api/reports/document.py has them: for PDF and mail."""

from api.kit.money import exponent
from api.messages import Language
from api.reports.document import Cell
from api.reports.words import words

DASH = "—"
NBSP = "\u00a0"
SYMBOLS = {"UAH": "₴", "USD": "$", "EUR": "€", "RUB": "₽", "KZT": "₸", "GEL": "₾", "PLN": "zł", "GBP": "£"}


def number(value: float, language: Language, digits: int = 0) -> str:
    """1234.5 as "1 234,5", or "1,234.5" in English."""
    text = f"{value:,.{digits}f}"
    if language != "en":
        text = text.replace(",", NBSP).replace(".", ",")
    return text.replace("-", "−")


def money(minor: float, currency: str, language: Language) -> str:
    """Minor units as "1 234,50 ₴"; whole sums without a fraction."""
    digits = exponent(currency)
    whole = minor / 10**digits
    shown = 0 if round(minor) % 10**digits == 0 else digits
    return f"{number(whole, language, shown)}{NBSP}{SYMBOLS.get(currency, currency)}"


def duration(seconds: float, language: Language) -> str:
    """As "45 с", "7 ч 35 мин", "17,5 дн."."""
    unit = words(language)["units"]
    if seconds < 60:
        return f"{number(seconds, language)}{NBSP}{unit['s']}"
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [f"{number(hours, language)}{NBSP}{unit['h']}"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes}{NBSP}{unit['min']}")
    return NBSP.join(parts)


def printed(cell: Cell, currency: str, language: Language) -> str:
    """The cell as text; nothing to divide by is a dash."""
    if cell.value is None:
        return DASH
    if isinstance(cell.value, str):
        return cell.value
    bound = "≥ " if cell.is_bound else ""
    return bound + _valued(cell.value, cell.unit, currency, language)


def _valued(value: float, unit: str, currency: str, language: Language) -> str:
    if unit in ("money", "money_per_hour"):
        return money(round(value), currency, language)
    if unit in ("share", "ratio"):
        return f"{number(value * 100, language, 1)}{NBSP if language != 'en' else ''}%"
    if unit == "minutes":
        return duration(value * 60, language) if value else f"0{NBSP}{words(language)['units']['min']}"
    if unit == "seconds":
        days = words(language)["units"]["d"]
        return (
            f"{number(value / 86_400, language, 1)}{NBSP}{days}"
            if value >= 172_800
            else duration(value, language)
        )
    return number(value, language, 2 if unit == "per_hour" else 0)
