"""`smena migrate`: migrations and policies on the configured database."""

import argparse

from local import schema
from local.target import target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No own options."""


def run(options: argparse.Namespace) -> int:
    """Bring the schema up to date."""
    with target(options.data) as found:
        schema.bring_up_to_date(found.settings)
    print("The database is up to date.")
    return 0
