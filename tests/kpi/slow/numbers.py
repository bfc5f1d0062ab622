"""Arithmetic as PostgreSQL does it."""

import statistics
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def percentile(values: list[float], share: float) -> float:
    """Between the two neighbours, as percentile_cont."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def mean(values: list[float]) -> float:
    """The average."""
    return statistics.fmean(values)


def rounded(value: Fraction, digits: int = 0) -> Decimal:
    """Halves go away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
