"""`smena backup FILE`."""

import argparse
from pathlib import Path

from local.archive import pack
from local.errors import LocalError
from local.target import target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write")


def run(options: argparse.Namespace) -> int:
    """Write the backup; it may be made while Smena runs."""
    file = options.file.expanduser().absolute()
    if not file.parent.is_dir():
        raise LocalError(f"There is no directory {file.parent}.")
    with target(options.data) as found:
        manifest = pack.write(found, file)
    print(f"{file}: {file.stat().st_size / 2**20:.1f} MB, {len(manifest['objects'])} stored files.")
    if found.installation is not None:
        print("It carries the installation's keys: keep it as safe as the installation itself.")
    return 0
