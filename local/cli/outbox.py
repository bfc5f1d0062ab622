"""`smena outbox`: the mails that would have been sent, where no mail server is configured."""

import argparse

from api.mail.outbox import KeptMail, newest
from local.environment import external
from local.errors import LocalError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many to show."""
    parser.add_argument("-n", "--limit", type=int, default=20, help="at most so many, the newest last")


def run(options: argparse.Namespace) -> int:
    """Print the waiting mails, the newest last."""
    if external() is not None:
        raise LocalError("Supabase Auth sends the mails here: there is no local outbox.")
    mails = newest(options.data.expanduser().absolute() / "outbox", options.limit)
    print("\n\n".join(map(_page, reversed(mails))) or "The outbox is empty.")
    return 0


def _page(mail: KeptMail) -> str:
    return f"{mail['sent_at']}  {mail['to']}\n{mail['subject']}\n\n{mail['text'].strip()}"
