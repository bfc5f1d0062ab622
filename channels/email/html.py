"""HTML of a mail as the text that its reader would see: no styles, no hidden lines, links that matter; without what is quoted."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

# A line of its own; with a blank line around it.
LINES = frozenset("address article br dd div dt fieldset footer form header li main section tr".split())
PARAGRAPHS = frozenset("blockquote dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
SILENT = frozenset("head script style title template noscript object".split())
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# How mail programs mark what they quote: within the element, or from the element on to the end.
QUOTES = re.compile(r"\b(gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|zmail_extra)\b")
ENDS = re.compile(r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|x_divRplyFwdMsg")
DEEPEST, LONGEST = 500, 200_000
TAG = re.compile(r"<[^<>]*>")
UNSEEN = tuple(
    (re.compile(begins, re.IGNORECASE), re.compile(ends, re.IGNORECASE))
    for begins, ends in ((r"<!--", r"-->"), (r"<style\b", r"</style\s?>"), (r"<script\b", r"</script\s?>"))
)
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self, *, with_quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._with_quotes, self._ended = with_quotes, False
        # Open elements: name, and whether what is in them is left out.
        self._open: list[tuple[str, bool]] = []
        self._silences = 0

    @property
    def _is_silent(self) -> bool:
        return self._ended or self._silences > 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        marks = f"{told.get('class', '')} {told.get('id', '')}"
        if not self._with_quotes and ENDS.search(marks):
            self._ended = True
        self._break(tag)
        if tag == "li" and not self._is_silent:
            self._line = ["- "]
        if tag not in VOID and len(self._open) < DEEPEST:
            is_quote = not self._with_quotes and (tag == "blockquote" or bool(QUOTES.search(marks)))
            silent = tag in SILENT or is_quote or bool(HIDDEN.search(told.get("style", "")))
            self._open.append((tag, silent))
            self._silences += silent

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                self._silences -= sum(silent for _, silent in self._open[place:])
                del self._open[place:]
                break
        self._break(tag)
        if tag in ("td", "th") and not self._is_silent and self._line:
            self._line.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            words = re.sub(r"[\s\u00a0\u200b]+", " ", data)
            words = words if self._line else words.lstrip()
            self._line += [words] if words else []

    def _break(self, tag: str) -> None:
        if self._is_silent or tag not in LINES | PARAGRAPHS:
            return
        if tag == "br" or self._line:
            self.end_line()
        if tag in PARAGRAPHS and self.lines and self.lines[-1]:
            self.lines.append("")

    def end_line(self) -> None:
        """What was read since the last one is a line."""
        self.lines.append("".join(self._line).strip())
        self._line = []


def text_of_html(html: str, *, with_quotes: bool = False) -> str:
    """Never raises: what is no HTML is text."""
    plain = _tamed(html)
    if (
        plain.count("<") > 2 * plain.count(">") + 100
    ):  # nobody's HTML, and the parser would never come to its end
        return TAG.sub(" ", plain)
    reader = _Reader(with_quotes=with_quotes)
    try:
        reader.feed(plain)
        reader.close()
    except (AssertionError, ValueError):
        return TAG.sub(" ", plain)
    reader.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reader.lines)).strip()


def _tamed(html: str) -> str:
    """Without what nobody sees and what only browsers understand, each found in one go; what is left is long enough for people."""
    for begins, ends in UNSEEN:
        html = "".join(_outside(html, begins, ends))
    return html[:LONGEST].replace("<!", "<x-").replace("<?", "<x-")


def _outside(html: str, begins: re.Pattern[str], ends: re.Pattern[str]) -> Iterator[str]:
    at = 0
    while begun := begins.search(html, at):
        yield html[at : begun.start()]
        ended = ends.search(html, begun.end())
        if ended is None:
            return
        at = ended.end()
    yield html[at:]
