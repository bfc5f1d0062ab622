"""HTML of the consent screens: plain forms, marked as simulated."""

from collections.abc import Mapping, Sequence
from html import escape

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Simulated {vendor}</title><style>
body{{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;color:#222;background:#fafafa}}
.mark{{background:#ffe08a;padding:.5rem .75rem;border-radius:.5rem}}label{{display:block;margin:.4rem 0}}
button{{font:inherit;padding:.5rem 1.25rem;margin:1rem .5rem 0 0;border-radius:.5rem;border:1px solid #999}}
</style></head><body><p class="mark">SIMULATED {vendor}: nothing here reaches the real one.</p>
{content}</body></html>"""


def consent(
    vendor: str, hidden: Mapping[str, str], subjects: Mapping[str, str], scopes: Sequence[str]
) -> str:
    """Whose account, which permissions, allow or deny; posts back to its own address."""
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    choice = "".join(
        f'<label><input type="radio" name="account" value="{escape(key)}"{" checked" if first else ""}> {escape(name)}</label>'
        for first, (key, name) in zip([True] + [False] * len(subjects), subjects.items(), strict=False)
    )
    boxes = "".join(
        f'<label><input type="checkbox" name="granted" value="{escape(s)}" checked> {escape(s)}</label>'
        for s in scopes
    )
    buttons = '<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button>'
    content = (
        f'<h1>Connect to {escape(vendor)}</h1><form method="post">{kept}{choice}<hr>{boxes}{buttons}</form>'
    )
    return PAGE.format(vendor=escape(vendor), content=content)


def refused(vendor: str, words: str) -> str:
    """A page that only says what is wrong."""
    return plain(vendor, f"<h1>Sorry</h1><p>{escape(words)}</p>")


def plain(vendor: str, content: str) -> str:
    """A page of ready HTML."""
    return PAGE.format(vendor=escape(vendor), content=content)
