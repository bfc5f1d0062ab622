"""`smena demo`: the demo company, on whatever database is configured, if nobody works there yet."""

import argparse

from local import demo_company, schema
from local.errors import LocalError
from local.target import target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No own options."""


def run(options: argparse.Namespace) -> int:
    """Migrate, then seed; refuses an installation that has accounts."""
    with target(options.data) as found:
        schema.bring_up_to_date(found.settings)
        if not demo_company.lay(found.settings):
            raise LocalError(
                "This installation has accounts already: the demo company goes only into an empty one."
            )
    print(
        "\n".join(
            [
                "The demo company is there; its clients write once ./smena up --demo runs.",
                *demo_company.accounts(),
            ]
        )
    )
    return 0
