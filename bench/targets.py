"""The targets of the benchmark, each with what was measured at every size: what a reader looks at first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench import rls, statements
from bench.beside import Beside
from bench.company import Size
from bench.exports import Export
from bench.rls import Overhead
from bench.signing_in import SignIns
from bench.start import Figure
from bench.statements import Timed
from bench.throughput import Throughput


@dataclass
class Findings:
    """Everything measured at one size; what was not asked for stays empty."""

    size: Size
    throughput: list[Throughput] = field(default_factory=list)
    sign_ins: SignIns | None = None
    timed: list[Timed] = field(default_factory=list)
    overheads: list[Overhead] = field(default_factory=list)
    kpi: list[Beside] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def head(found: Sequence[Findings]) -> list[str]:
    """A column for each size."""
    return ["target", *(str(one.size) for one in found), "met"]


def rows(found: Sequence[Findings]) -> Iterator[list[str]]:
    """One row a target."""
    yield from _ratios(found)
    yield from _slowest(found[-1], len(found))
    if len(found) > 1 and found[-1].timed:
        yield _flat(found)
    yield from _policies(found)
    yield from _times(found)
    for figures in zip(*(one.figures for one in found), strict=False):
        name = f"{figures[0].name}, under {figures[0].limit:.0f} {figures[0].unit}"
        values = [f"{figure.value:.1f} {figure.unit}" for figure in figures]
        yield [name, *values, _met(all(figure.value < figure.limit for figure in figures))]


def _ratios(found: Sequence[Findings]) -> Iterator[list[str]]:
    for cases in zip(*(one.throughput for one in found), strict=False):
        target = cases[0].case.target
        if target is not None:
            values = [f"{case.ratio or 0:.2f} (by CPU {case.expected or 0:.2f})" for case in cases]
            met = all(max(case.ratio or 0, case.expected or 0) >= target for case in cases)
            yield [f"{cases[0].case.title}: {target} of pgbench", *values, _met(met)]


def _slowest(large: Findings, columns: int) -> Iterator[list[str]]:
    """By the clock, and by CPU time, which neighbours on a busy machine do not lengthen."""
    if not large.timed:
        return
    worst = max(large.timed, key=lambda one: one.work)
    by_clock = sum(one.usual > statements.CEILING_MS for one in large.timed)
    by_cpu = sum(one.work > statements.CEILING_MS for one in large.timed)
    text = (
        f"{by_clock} of {len(large.timed)} above by the clock, {by_cpu} by CPU time; "
        f"the heaviest {worst.usual:.0f} ms, {worst.work:.0f} of CPU ({worst.view}, {worst.person})"
    )
    yield [
        f"No statement over {statements.CEILING_MS:.0f} ms",
        *["-"] * (columns - 1),
        text,
        _met(not by_clock),
    ]


def _flat(found: Sequence[Findings]) -> list[str]:
    verdicts = [flat for *_, flat in statements.compared(found[0].timed, found[-1].timed)]
    steep = verdicts.count(False)
    text = f"{steep} of {len(verdicts)} statements grow more"
    return [f"Flat within {statements.FLAT}", *["-"] * (len(found) - 1), text, _met(not steep)]


def _policies(found: Sequence[Findings]) -> Iterator[list[str]]:
    for overheads in zip(*(one.overheads for one in found), strict=False):
        if overheads[0].case in rls.LISTS:
            values = [f"{one.share:+.0%} ({one.under - one.without:+.2f} ms)" for one in overheads]
            met = all(one.share <= rls.LIMIT for one in overheads)
            yield [f"Row level security at most {rls.LIMIT:.0%}: {overheads[0].case}", *values, _met(met)]


def _times(found: Sequence[Findings]) -> Iterator[list[str]]:
    """The verdict is the largest company's."""
    for cases in zip(*(one.kpi for one in found), strict=False):
        if cases[0].limit is not None:
            values = [f"{case.usual:,.1f} ms ({case.work:,.1f} of CPU)" for case in cases]
            yield [f"KPI of {cases[0].title}: under {cases[0].limit:.0f} ms", *values, cases[-1].verdict]


def _met(met: bool) -> str:
    return "yes" if met else "**no**"
