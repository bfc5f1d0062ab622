"""`python -m bench [WHAT ...]`: prints a report in Markdown; progress goes to the error stream."""

import argparse
import sys
from collections.abc import Iterator

from bench import (
    beats,
    beside,
    channels,
    exports,
    kpi,
    report,
    rls,
    signing_in,
    start,
    statements,
    targets,
    throughput,
)
from bench.beats import Beats
from bench.company import PORT, Company, Size
from bench.requests import GROUPS
from bench.targets import Findings

SIZES = (Size(20_000, 20), Size(1_000_000, 100))
WHAT = (*GROUPS, "sign-in", "statements", "rls", "memory", "kpi", "export", "channels", "beat", "start")


def main(arguments: list[str] | None = None) -> int:
    """Runs what was asked for, at one size or at both."""
    options = _options(arguments)
    asked = WHAT if "all" in options.what else options.what
    sizes = (
        [Size(options.clients, options.managers or _managers(options.clients))] if options.clients else SIZES
    )
    found: list[Findings] = []
    beaten: Beats | None = None
    try:
        for size in sizes if set(asked) - {"beat"} else ():
            found.append(Findings(size))
            _look_at(Company(size, port=options.port), asked, options, found[-1])
        if "beat" in asked:
            company = Company(sizes[0] if options.clients else beats.CROWD, port=options.port)
            with company.running(keep=options.keep_data):
                beaten = beats.measure(company, seconds=options.seconds)
    finally:
        # What was measured before a failure is told all the same.
        print("\n".join(_report(found, beaten)), flush=True)
    return 0


def _look_at(company: Company, asked: tuple[str, ...], options: argparse.Namespace, found: Findings) -> None:
    with company.running(keep=options.keep_data):
        names = [name for group in asked for name in GROUPS.get(group, ())]
        if names:
            found.throughput = throughput.measure(
                company, names, seconds=options.seconds, rounds=options.rounds
            )
        if "sign-in" in asked:
            found.sign_ins = signing_in.measure(company, seconds=options.seconds)
        if "statements" in asked:
            found.timed = statements.measure(company)
        if "rls" in asked:
            found.overheads = rls.measure(company)
        if "kpi" in asked:
            found.kpi = kpi.measure(company)
        if "export" in asked:
            found.exports = exports.measure(company)
        if "memory" in asked:
            found.figures += start.memory(company, seconds=options.seconds)
        if "channels" in asked:
            found.figures += channels.measure(company, channels.Amounts(history=options.messages))
    if "start" in asked:
        found.figures.append(start.second_start(company))


def _report(found: list[Findings], beaten: Beats | None) -> Iterator[str]:
    """The targets first, then the tables behind them."""
    yield f"{report.machine()}\n"
    if found and any(targets.rows(found)):
        yield report.section("Targets", report.table(targets.head(found), targets.rows(found)))
    for one in found:
        if one.throughput:
            yield report.section(
                f"Throughput, {one.size}", report.table(throughput.HEAD, throughput.rows(one.throughput))
            )
        if one.sign_ins:
            yield report.section(
                f"Sign-in, {one.size}", report.table(signing_in.HEAD, signing_in.rows(one.sign_ins))
            )
        if one.overheads:
            yield report.section(
                f"Cost of row level security, {one.size}", report.table(rls.HEAD, rls.rows(one.overheads))
            )
        if one.kpi:
            yield report.section(f"KPI, {one.size}", report.table(beside.HEAD, beside.rows(one.kpi)))
        if one.exports:
            yield report.section(
                f"Export of reports, {one.size}", report.table(exports.HEAD, exports.rows(one.exports))
            )
    if beaten:
        title = f"Beats of working time, {beaten.size}"
        yield report.section(title, report.table(beats.HEAD, beats.rows(beaten)))
        yield report.section(
            f"{title}, over HTTP", report.table(throughput.HEAD, throughput.rows(beaten.throughput))
        )
    if found and found[-1].timed:
        small = found[0].timed if len(found) > 1 else []
        yield report.section("Single statements", statements.summary(small, found[-1].timed))


def _managers(clients: int) -> int:
    return next((size.managers for size in SIZES if size.clients == clients), max(1, clients // 10_000))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="*", choices=("all", *WHAT), default="all", help="default: all")
    parser.add_argument("--clients", type=int, help="one size instead of 20,000 and 1,000,000")
    parser.add_argument("--managers", type=int, help="how many people share them")
    parser.add_argument("--seconds", type=float, default=6.0, help="of load for each turn of each case")
    parser.add_argument("--rounds", type=int, default=2, help="turns of API and pgbench for each case")
    parser.add_argument("--port", type=int, default=PORT, help="where the API under test is served")
    parser.add_argument(
        "--messages", type=int, default=100_000, help="how long a history `channels` reads in"
    )
    parser.add_argument(
        "--keep-data", action="store_true", help="use the data although the migrations have changed"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
