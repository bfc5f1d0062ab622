"""Reads the command line and turns every expected failure into one sentence."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from local.environment import default_data_dir
from local.errors import LocalError, disk_sentence

# Loaded when asked for, so that `status` does not wait for what `up` needs.
COMMANDS = {
    "up": ("local.cli.up", "start Smena here"),
    "status": ("local.cli.status", "addresses, database and keys of the running installation"),
    "doctor": ("local.cli.doctor", "say what is configured, reachable and wrong"),
    "migrate": ("local.cli.migrate", "bring the database's schema up to date"),
    "demo": ("local.cli.demo", "lay the demo company into an empty installation"),
    "backup": ("local.cli.backup", "write the data and the files into one FILE"),
    "restore": ("local.cli.restore", "bring back what backup wrote"),
    "outbox": ("local.cli.outbox", "print the mails that wait in the local outbox"),
    "test": ("local.cli.checks", "run every check; further arguments go to pytest"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    if arguments and arguments[0] == "test":
        # pytest's own options (-k, -x) must reach it untouched.
        return importlib.import_module(COMMANDS["test"][0]).run(list(arguments[1:]))  # type: ignore[no-any-return]
    try:
        options = _parser(arguments).parse_args(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except LocalError as error:
        print(f"smena: {error}", file=sys.stderr)
    except BrokenPipeError:  # `smena status | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        doing = f"use {error.filename}" if error.filename else "go on"
        print(f"smena: {disk_sentence(error, doing)}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="smena", description="Smena: a sales CRM that ties working time to sales."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument(
            "--data",
            type=Path,
            default=default_data_dir(),
            metavar="DIR",
            help="the installation's directory",
        )
        if name in arguments and name != "test":
            loaded = importlib.import_module(module)
            loaded.add_arguments(command)
            command.set_defaults(run=loaded.run)
    return parser
