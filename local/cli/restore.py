"""`smena restore FILE`."""

import argparse
from pathlib import Path

from local.archive import unpack
from local.errors import LocalError
from local.target import target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `smena backup` wrote")
    parser.add_argument(
        "--force", action="store_true", help="replace everything in an installation that is in use"
    )


def run(options: argparse.Namespace) -> int:
    """Restore; an embedded installation must not run meanwhile."""
    file = options.file.expanduser().absolute()
    if not file.is_file():
        raise LocalError(f"There is no file {file}.")
    with target(options.data, exclusive=True) as found:
        manifest = unpack.read(found, file, force=options.force)
    print(f"The backup of {manifest['made_at']} is back; everybody signs in anew.")
    return 0
