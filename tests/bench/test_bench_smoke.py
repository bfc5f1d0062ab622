"""The harness on a tiny company: every part runs and says what it says it measures. Never how fast."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import (
    beats,
    beside,
    exports,
    kpi,
    load,
    pgbench,
    report,
    rls,
    signing_in,
    statements,
    targets,
    throughput,
)
from bench.client import main as own_client
from bench.company import Company, Size
from bench.recording import record
from bench.requests import CASES, UNIQUE, facts
from bench.server import served
from bench.start import Figure
from local.listener import Address, claim
from tests.support.cluster import aside


def _free_port() -> int:
    with claim(Address("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    """200 clients of two managers, gone at the end."""
    home = Path(tempfile.mkdtemp(prefix="smena-bench-"))
    home.chmod(0o755)
    try:
        with Company(Size(200, 2), home=home, port=_free_port()).running() as running:
            yield running
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_statements_of_a_request_are_what_the_api_sends(company: Company) -> None:
    """Recorded on the API's own connection; pgbench runs them with the same values, as the same person."""
    known = aside(asyncio.run, facts(company))
    for case in CASES:
        if case.name in ("list", "search", "intake"):
            recorded = aside(asyncio.run, record(company, throughput.requests(case, known)))
            assert len(recorded) == 16
            assert all(one.statements for one in recorded)
            script = aside(asyncio.run, pgbench.script(company, case.name, recorded))
            assert UNIQUE not in script.text or "replace(" in script.text
            assert pgbench.run(company, script, seconds=1, clients=2).transactions >= 0


def test_one_process_is_driven_and_compared(company: Company) -> None:
    """A row of the report for a case, with the web process's CPU and memory."""
    (found,) = aside(lambda: throughput.measure(company, ["card"], seconds=1, rounds=1))
    (row,) = throughput.rows([found])
    assert len(row) == len(throughput.HEAD)
    assert found.rss_mb > 10
    assert len(found.loads) == len(found.yardsticks) == 1


def test_the_own_client_counts_answers_and_refusals(company: Company) -> None:
    """Where wrk is missing: refusals count as errors."""
    with served(company):
        raw = [f"GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n" for path in ("/api/health", "/api/v1/me")]
        plan = {"port": company.address.port, "raw": raw, "seconds": 0.3, "connections": 2, "mark": UNIQUE}
        counted = aside(asyncio.run, own_client(plan))
    assert counted["requests"] > 1
    assert 0 < counted["errors"] < counted["requests"]


def test_every_hot_view_is_timed(company: Company) -> None:
    """Each view as two kinds of people; the admin's own views as him alone."""
    found = statements.measure(company, rounds=1)
    assert len({one.view for one in found}) > 60
    assert {one.person for one in found} == {"manager", "admin"}
    rows = list(statements.rows(found, found))
    assert all(len(row) == len(statements.HEAD) for row in rows)
    assert f"of {len(found)} statements meet both targets" in statements.summary(found, found)


def test_policies_are_measured_against_none(company: Company) -> None:
    """The same statements under the policies and without."""
    found = rls.measure(company, chunks=1)
    assert {one.case for one in found} == set(rls.HOT)
    assert all(one.under > 0 and one.without > 0 for one in found)


def test_figures_stand_beside_plain_sql(company: Company) -> None:
    """Every case of the KPI, on a history with rollups, minutes and days in it."""
    found = kpi.measure(company, rounds=1)
    assert [one.limit for one in found if one.limit] == [kpi.LIVE_MS, kpi.STORED_MS]
    assert len(found) == len(kpi.CASES)
    assert all(len(row) == len(beside.HEAD) for row in beside.rows(found))


def test_reports_are_exported_in_every_format(company: Company) -> None:
    """Each file is made, over HTTP."""
    found = aside(lambda: exports.measure(company, rounds=1))
    assert len(found) == len(exports.REPORTS) * len(exports.FORMATS)
    assert all(one.size > 500 and one.sql_cpu for one in found)
    assert all(len(row) == len(exports.HEAD) for row in exports.rows(found))


def test_beats_are_counted_and_none_is_lost(company: Company) -> None:
    """One by one, many at once over pgbench and HTTP, and two racing."""
    found = aside(lambda: beats.measure(company, seconds=1, rounds=1))
    assert (found.raced, found.lost) == (beats.MINUTES, 0)
    assert len(found.cost.ours.clock) == company.size.managers
    assert all(len(row) == len(beats.HEAD) for row in beats.rows(found))


def test_sign_ins_stand_beside_one_check_of_a_password(company: Company) -> None:
    """A check that costs more than the whole sign-in would be measured wrong."""
    found = aside(lambda: signing_in.measure(company, seconds=1, least=1))
    (row,) = signing_in.rows(found)
    assert len(row) == len(signing_in.HEAD)
    assert found.load.requests > 0
    assert found.check_cpu_ms > 1


def test_targets_are_told_for_each_size() -> None:
    """A figure over its limit at either size misses."""
    found = [
        targets.Findings(Size(20_000, 20), figures=[Figure("start", 2.0, 5.0, "s")]),
        targets.Findings(Size(1_000_000, 100), figures=[Figure("start", 6.0, 5.0, "s")]),
    ]
    assert len(targets.head(found)) == 4
    assert list(targets.rows(found)) == [["start, under 5 s", "2.0 s", "6.0 s", "**no**"]]


def test_the_report_names_its_machine() -> None:
    """A figure without its machine says nothing."""
    assert "PostgreSQL 18" in report.machine()
    assert load.driver() in report.machine()
    assert report.table(["a"], [["1"]]) == "| a |\n|---|\n| 1 |"
