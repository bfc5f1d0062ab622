"""HTML of a mail as the text that its reader would see: no styles, no hidden lines, links that matter; without what is quoted."""

import re
from html.parser import HTMLParser

# A line of its own; with a blank line around it.
LINES = frozenset("address article br dd div dt fieldset footer form header li main section tr".split())
PARAGRAPHS = frozenset("blockquote dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
SILENT = frozenset("head script style title template noscript object".split())
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# How mail programs mark what they quote: within the element, or from the element on to the end.
QUOTES = re.compile(r"\b(gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|zmail_extra)\b")
ENDS = re.compile(r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|x_divRplyFwdMsg")
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self, *, with_quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._with_quotes, self._ended = with_quotes, False
        # Open elements: name, and whether what is in them is left out.
        self._open: list[tuple[str, bool]] = []

    @property
    def _is_silent(self) -> bool:
        return self._ended or any(silent for _, silent in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        marks = f"{told.get('class', '')} {told.get('id', '')}"
        if not self._with_quotes and ENDS.search(marks):
            self._ended = True
        self._break(tag)
        if tag == "li" and not self._is_silent:
            self.lines[-1] = "- "
        if tag not in VOID:
            is_quote = not self._with_quotes and (tag == "blockquote" or bool(QUOTES.search(marks)))
            silent = tag in SILENT or is_quote or bool(HIDDEN.search(told.get("style", "")))
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                break
        self._break(tag)
        if tag in ("td", "th") and not self._is_silent and self.lines[-1].strip():
            self.lines[-1] += " "

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            words = re.sub(r"[\s\u00a0\u200b]+", " ", data)
            self.lines[-1] += words.lstrip() if not self.lines[-1] else words

    def _break(self, tag: str) -> None:
        if self._is_silent or tag not in LINES | PARAGRAPHS:
            return
        if tag == "br" or self.lines[-1].strip():
            self.lines.append("")
        if tag in PARAGRAPHS and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")


def text_of_html(html: str, *, with_quotes: bool = False) -> str:
    """Never raises: what is no HTML is text."""
    reader = _Reader(with_quotes=with_quotes)
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):  # (marked sections that only a browser understands)
        return re.sub(r"<[^>]*>", " ", html)
    text = "\n".join(line.strip() for line in reader.lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
