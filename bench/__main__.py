"""`python -m bench [WHAT ...]`: prints a report in Markdown; progress goes to the error stream."""

import argparse
import sys

from bench import report, rls, start, statements, throughput
from bench.company import PORT, Company, Size
from bench.requests import GROUPS

SIZES = (Size(20_000, 20), Size(1_000_000, 100))
WHAT = (*GROUPS, "statements", "rls", "memory", "start")


def main(arguments: list[str] | None = None) -> int:
    """Runs what was asked for, at one size or at both."""
    options = _options(arguments)
    asked = WHAT if "all" in options.what else options.what
    sizes = (
        [Size(options.clients, options.managers or _managers(options.clients))] if options.clients else SIZES
    )
    companies = [Company(size, port=options.port) for size in sizes]
    print(f"{report.machine()}\n", flush=True)
    timed = {}
    for company in companies:
        with company.running(keep=options.keep_data):
            _throughput(company, asked, options)
            if "statements" in asked:
                timed[company.size] = statements.measure(company)
            if "rls" in asked:
                _print(
                    f"Cost of row level security, {company.size}", rls.HEAD, rls.rows(rls.measure(company))
                )
            if "memory" in asked:
                figures = start.memory(company, seconds=options.seconds)
                _print(f"Memory, {company.size}", start.HEAD, [one.row() for one in figures])
        if "start" in asked:
            _print(f"Start, {company.size}", start.HEAD, [start.second_start(company).row()])
    if timed:
        found = list(timed.values())
        _print(
            "Single statements",
            statements.HEAD,
            statements.rows(found[0] if len(found) > 1 else [], found[-1]),
        )
    return 0


def _throughput(company: Company, asked: tuple[str, ...], options: argparse.Namespace) -> None:
    names = [name for group in asked for name in GROUPS.get(group, ())]
    if names:
        found = throughput.measure(company, names, seconds=options.seconds, rounds=options.rounds)
        _print(f"Throughput, {company.size}", throughput.HEAD, throughput.rows(found))


def _print(title: str, head: list[str], rows: object) -> None:
    print(report.section(title, report.table(head, rows)), flush=True)  # type: ignore[arg-type]


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
        "--keep-data", action="store_true", help="use the data although the migrations have changed"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
