"""`/_sim/people`: a page on which one person plays everybody: each act is a form with its parameters."""

import inspect
from collections.abc import Iterator
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from simulator.core.acts import Act
from simulator.vendors import VENDORS, Vendor
from simulator.world import World, world_of

router = APIRouter()
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Simulated vendors</title><style>
body{{font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fafafa}}
.mark{{background:#ffe08a;padding:.5rem .75rem;border-radius:.5rem}}summary{{cursor:pointer;font-weight:600;margin:.4rem 0}}
form{{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;padding:.5rem;border-top:1px solid #ddd}}
label{{font-size:12px;color:#555}}input,select,button{{font:inherit;display:block}}pre{{white-space:pre-wrap;background:#eee;padding:.5rem}}
</style></head><body><p class="mark">SIMULATED vendors: nothing here reaches the real ones. What people do here, Smena hears by its webhooks.</p>
{content}<pre id="said" role="status"></pre><script>
document.addEventListener("submit", async (event) => {{
  event.preventDefault();
  const order = {{}}, form = event.target;
  for (const field of form.querySelectorAll("[name]"))
    if (field.type === "checkbox") order[field.name] = field.checked;
    else if (field.value !== field.dataset.from) order[field.name] = field.type === "number" ? Number(field.value) : field.value;
  const account = form.closest("details").querySelector("select").value;
  const answer = await fetch(`/_sim/${{form.dataset.vendor}}/${{account}}/${{form.dataset.act}}`,
    {{method: "POST", headers: {{"content-type": "application/json"}}, body: JSON.stringify(order)}});
  document.getElementById("said").textContent = `${{form.dataset.act}}: ${{await answer.text()}}`;
}});
</script></body></html>"""
INPUTS = {str: "text", int: "number", float: "number"}


@router.get("/_sim/people", response_class=HTMLResponse)
async def people(request: Request) -> str:
    """The page."""
    world = world_of(request)
    return PAGE.format(content="".join(_vendor(world, vendor) for vendor in VENDORS.values()))


def _vendor(world: World, vendor: Vendor) -> str:
    options = "".join(f"<option>{escape(account)}</option>" for account in vendor.accounts(world))
    forms = "".join(_form(vendor.name, name, act) for name, act in vendor.acts.items())
    return f"<details><summary>{vendor.name}</summary><label>account<select>{options}</select></label>{forms}</details>"


def _form(vendor: str, name: str, act: Act) -> str:
    words = escape((inspect.getdoc(act) or "").splitlines()[0])
    fields = "".join(_fields(act))
    return f'<form data-vendor="{vendor}" data-act="{name}">{fields}<button title="{words}">{name}</button></form>'


def _fields(act: Act) -> Iterator[str]:
    for parameter in list(inspect.signature(act).parameters.values())[2:]:
        known = "" if parameter.default is inspect.Parameter.empty else parameter.default
        if parameter.annotation is bool:
            checked = " checked" if known else ""
            yield f'<label>{parameter.name}<input type="checkbox" name="{parameter.name}"{checked}></label>'
        elif parameter.annotation in INPUTS:
            value = escape(str(known))
            kind = INPUTS[parameter.annotation]
            yield f'<label>{parameter.name}<input type="{kind}" step="any" name="{parameter.name}" value="{value}" data-from="{value}"></label>'
