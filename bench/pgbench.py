"""The yardstick: pgbench sends what the API sends (preamble, statements with their values, COMMIT) over as many connections.

Each connection is one person: it reads his claims and values once, then repeats his transaction with prepared statements.
"""

import base64
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import asyncpg

from bench.company import CONNECTIONS, Company
from bench.recording import Recorded
from bench.requests import UNIQUE
from local.postgres.binaries import wheel_bin

COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
PARAMETER = re.compile(r"\$(\d+)")
# pgbench takes `:alpha` inside a literal for a variable of its own.
LITERAL = re.compile(r"'(?:[^']|'')*'")
COLON = re.compile(r":(?=\w)")
# What the API writes into the preamble as base64 goes as a parameter here: the rest of it is the API's own text.
CLAIMS = re.compile(r"convert_from\(decode\('[^']*', 'base64'\), 'utf8'\)")
NOTHING_DONE = "transactions actually processed: 0\n"
TRANSACTIONS = re.compile(r"transactions actually processed: (\d+)")
RESULT = re.compile(r"tps = ([\d.]+)")
PREPARED_ON_FIRST_USE = "\\if :ready = 0\n{load} \\gset\n\\set ready 1\n\\endif\n"


@dataclass(frozen=True)
class Run:
    """Transactions per second, and how many there were."""

    rate: float
    transactions: int


@dataclass(frozen=True)
class Script:
    """A pgbench script for one case."""

    name: str
    text: str


async def script(company: Company, name: str, recorded: Sequence[Recorded]) -> Script:
    """Stores each person's values as a slot and writes the script that all connections run."""
    first = recorded[0]
    values = [_values(one) for one in recorded]
    absent = [all(row[index] is None for row in values) for index in range(len(values[0]))]
    connection = await asyncpg.connect(company.owner_url)
    try:
        await connection.execute("delete from bench.slots where name = $1", name)
        await connection.executemany(
            "insert into bench.slots (name, slot, claims, parameters) values ($1, $2, $3, $4)",
            [
                (name, slot, _claims(one), row)
                for slot, (one, row) in enumerate(zip(recorded, values, strict=True))
            ],
        )
    finally:
        await connection.close()
    columns = "".join(f", parameters[{index + 1}] as p{index}" for index in range(len(absent)))
    load = f"select claims{columns} from bench.slots where name = '{name}' and slot = :client_id % {len(recorded)}"
    lines = [PREPARED_ON_FIRST_USE.format(load=load), "\\set unique random(1, 1000000000000000)"]
    settings = CLAIMS.sub(":claims", first.settings)
    # BEGIN and the settings travel together, as in the API.
    lines += ["\\startpipeline", f"{first.begin};", f"{settings};", "\\endpipeline"]
    position = 0
    for query, arguments in first.statements:
        lines.append(_statement(query, position, absent, values[0]) + ";")
        position += len(arguments)
    lines.append("commit;")
    return Script(name, "\n".join(lines) + "\n")


def run(
    company: Company,
    script: Script,
    *,
    seconds: float,
    clients: int = CONNECTIONS,
    user: str = "smena_api",
) -> Run:
    """How it went; raises RuntimeError when a statement fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script.text)
        file.flush()
        done = subprocess.run(
            [str(wheel_bin() / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-D", "ready=0",
             "-T", str(max(1, round(seconds))), "-f", file.name],
            env={**os.environ, **company.installation.cluster.libpq(user)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if not done.returncode and NOTHING_DONE in done.stdout:  # all of the time went into signing in
        return Run(0.0, 0)
    if done.returncode or "ERROR" in done.stderr or not (found := RESULT.search(done.stdout)):
        raise RuntimeError(f"pgbench {script.name}: {done.stderr[-2000:]}\n{done.stdout}\n{script.text}")
    done_count = TRANSACTIONS.search(done.stdout)
    return Run(float(found[1]), int(done_count[1]) if done_count else 0)


def _claims(recorded: Recorded) -> str:
    return base64.b64decode(recorded.claims).decode()


def _statement(query: str, position: int, absent: Sequence[bool], values: Sequence[str | None]) -> str:
    """The statement with pgbench's variables; a value that is null for everybody is written out."""

    def variable(match: re.Match[str]) -> str:
        index = position + int(match[1]) - 1
        if absent[index]:
            return "null"
        if UNIQUE in (values[index] or ""):
            return f"(replace(:p{index}, '{UNIQUE}', :unique))"
        return f":p{index}"

    return PARAMETER.sub(variable, LITERAL.sub(_split, COMMENT.sub("", query)))


def _split(literal: re.Match[str]) -> str:
    text, found = COLON.subn(":' || '", literal[0])
    return f"({text})" if found else text


def _values(recorded: Recorded) -> list[str | None]:
    return [_text(value) for _, arguments in recorded.statements for value in arguments]


def _text(value: Any) -> str | None:
    """A value as PostgreSQL reads it from text."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "{" + ",".join(json.dumps(_text(item), ensure_ascii=False) for item in value) + "}"
    return str(value)
