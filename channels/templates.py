"""Templates: texts that the vendor approved before, for when a conversation may not be answered freely (WhatsApp)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from channels.capabilities import Account
from channels.media import FileKind, FileLimit


@dataclass(frozen=True, slots=True)
class Header:
    """A file above the words of a template: each time another one, always of this kind."""

    kind: FileKind
    limit: FileLimit


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template: `body` with {{1}}, {{2}} … or {{name}} as the vendor shows it, `blanks` their names in order.

    `named`: the vendor wants the names beside the values.
    """

    name: str
    language: str
    body: str
    blanks: Sequence[str] = ()
    category: str = ""
    named: bool = False
    header: Header | None = None


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A template with its blanks filled in, in order; `names` of them where the vendor wants these. Its header's file is `Outgoing.file`."""

    name: str
    language: str
    values: Sequence[str] = ()
    names: Sequence[str] = ()


@runtime_checkable
class Templated(Protocol):
    """Offers templates; `Sender.send` minds `Outgoing.template` in mode `template`."""

    async def templates(self, account: Account) -> Sequence[Template]:
        """The account's approved ones; raises VendorError."""
        ...


BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def as_read(template: Template, values: Sequence[str]) -> str:
    """The template as the client reads it; a blank without a value stays."""
    known = dict(zip(template.blanks, values, strict=False))
    return BLANK.sub(lambda blank: known.get(blank[1], blank[0]), template.body)
