"""Money is an integer of minor units with an ISO 4217 currency; it never becomes a float."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated

from pydantic import Field

MAX_MINOR = 10**15
# Currencies without or with three decimals; every other one has two.
EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # fmt: skip

AmountMinor = Annotated[int, Field(ge=0, le=MAX_MINOR, description="Minor units: 125000 is 1250.00.")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217.", examples=["UAH"])]


def exponent(currency: str) -> int:
    """How many decimals the currency has."""
    return EXPONENTS.get(currency, 2)


def to_minor(text: str, currency: str) -> int:
    """`"1 250,50"` as 125050; raises ValueError for what is no amount, is negative or too large."""
    cleaned = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    if "," in cleaned and "." in cleaned:  # the last mark is the decimal one, the other groups thousands
        grouping = "," if cleaned.rfind(",") < cleaned.rfind(".") else "."
        cleaned = cleaned.replace(grouping, "")
    try:
        value = Decimal(cleaned.replace(",", "."))
        if not value.is_finite():
            raise InvalidOperation
        minor = int((value * 10 ** exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP))
    except (InvalidOperation, OverflowError) as error:
        raise ValueError(f"not an amount: {text!r}") from error
    if not 0 <= minor <= MAX_MINOR:
        raise ValueError(f"not an amount: {text!r}")
    return minor


def to_decimal(minor: int, currency: str) -> Decimal:
    """125050 as Decimal("1250.50")."""
    return Decimal(minor).scaleb(-exponent(currency))
