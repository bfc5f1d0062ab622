"""`smena status`: what `supabase status` prints for a local project."""

import argparse
import json
import shlex
from dataclasses import asdict

from local import running
from local.errors import LocalError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`-o` chooses the form."""
    parser.add_argument(
        "-o", "--output", choices=("pretty", "env", "json"), default="pretty", help="form of the answer"
    )


def run(options: argparse.Namespace) -> int:
    """Print the running installation; LocalError when nothing runs there."""
    data_dir = options.data.expanduser().absolute()
    found = running.find(data_dir)
    if found is None:
        raise LocalError(f"Nothing runs on {data_dir}: start it with ./smena up.")
    values = {name: value for name, value in asdict(found).items() if name != "started"}
    if not found.simulator_url:
        del values["simulator_url"]
    print(FORMS[options.output](values))
    return 0


def _pretty(values: dict[str, object]) -> str:
    told = {name.replace("_", " "): value for name, value in values.items() if value != ""}
    width = max(map(len, told))
    return "\n".join(f"{name:>{width}}: {value}" for name, value in told.items())


def _env(values: dict[str, object]) -> str:
    return "\n".join(f"{name.upper()}={shlex.quote(str(value))}" for name, value in values.items())


def _json(values: dict[str, object]) -> str:
    return json.dumps(values, indent=2)


FORMS = {"pretty": _pretty, "env": _env, "json": _json}
