"""A message in its reader's language, before it becomes a mail or a line in a chat."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section, with where it leads."""

    text: str
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with how many there are, and the first of them."""

    title: str
    items: tuple[Item, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """`title` is a mail's subject and a chat's first line; `link` opens the row it is about."""

    locale: str
    title: str
    lines: tuple[str, ...]
    link: str
    button: str
    footer: str
    footer_link: str
    sections: tuple[Section, ...] = ()
    html: str = ""
    """More of a mail's page, safe as it is: a table."""
    attachments: tuple[Attachment, ...] = ()

    def plain(self) -> str:
        """As plain text, for chats and for the plain part of a mail."""
        blocks = ["\n".join([self.title, *self.lines])]
        for section in self.sections:
            rows = [" — ".join(filter(None, ("• " + item.text, item.note))) for item in section.items]
            blocks.append("\n".join(filter(None, [section.title, *rows, section.more])))
        return "\n\n".join([*blocks, self.link])
