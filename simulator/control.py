"""`/_sim`: what tests and people turn: the clock, faults, the app's webhook, acts; and what they read."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.core.acts import Impossible, perform
from simulator.core.clock import graph_time, seconds
from simulator.rehearsals import REHEARSALS, order_of
from simulator.settings import environment
from simulator.vendors import VENDORS, Vendor
from simulator.world import World, world_of

router = APIRouter(prefix="/_sim")


class Rehearsal(BaseModel):
    """What somebody is to do, and in which language he speaks."""

    model_config = ConfigDict(extra="forbid")
    act: str
    language: str = "uk"


class Advance(BaseModel):
    """How far the clock goes: "25h", "90s", "7d" or seconds."""

    model_config = ConfigDict(extra="forbid")
    advance: str | float


@router.get("")
async def overview(request: Request) -> dict[str, Any]:
    """That this is a simulation, of whom, with which settings, and what can be done."""
    world = world_of(request)
    return {
        "simulated": True,
        "time": _time(world),
        "settings": environment(
            str(request.base_url).rstrip("/"), world.mail.doors.ports if world.mail else None
        ),
        "vendors": {name: sorted(vendor.acts) for name, vendor in VENDORS.items()},
    }


@router.get("/clock")
async def clock(request: Request) -> dict[str, Any]:
    """The vendors' time."""
    return _time(world_of(request))


@router.post("/clock")
async def advance(request: Request, order: Advance) -> dict[str, Any]:
    """Moves the time on; everything that falls due on the way is delivered at its own moment."""
    world = world_of(request)
    try:
        span = seconds(order.advance)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    await world.courier.advance(span)
    return _time(world)


@router.post("/settle")
async def settle(request: Request) -> dict[str, Any]:
    """Delivers what is held for a batch or due by now."""
    await world_of(request).settle()
    return {"settled": True}


@router.post("/reset")
async def reset(request: Request) -> dict[str, Any]:
    """Everything as at the start; the clock stays where it is."""
    world_of(request).reset()
    return {"reset": True}


@router.get("/requests")
async def requests(request: Request, vendor: str | None = None, path: str | None = None) -> dict[str, Any]:
    """The calls of the CRM, oldest first."""
    return {"requests": world_of(request).journal.calls(vendor, path)}


@router.delete("/requests")
async def forget(request: Request) -> dict[str, Any]:
    """Empties the journal."""
    world_of(request).journal.clear()
    return {"requests": []}


@router.get("/deliveries")
async def deliveries(request: Request, vendor: str | None = None) -> dict[str, Any]:
    """The posts to the CRM with their attempts, oldest first."""
    posts = list(world_of(request).courier.history)
    return {"deliveries": [post.shown() for post in posts if vendor in (None, post.vendor)]}


@router.get("/{vendor}")
async def shown(request: Request, vendor: str) -> dict[str, Any]:
    """What a vendor has."""
    return {"simulated": True, **_vendor(vendor).shown(world_of(request))}


@router.get("/{vendor}/faults")
async def faults(request: Request, vendor: str) -> dict[str, Any]:
    """What goes wrong at present."""
    return world_of(request).faults(_vendor(vendor).name).model_dump()


@router.post("/{vendor}/faults")
async def break_it(request: Request, vendor: str, knobs: dict[str, Any]) -> dict[str, Any]:
    """Turns knobs; `expire_token` (true or an account) ends tokens at once."""
    world, found = world_of(request), _vendor(vendor)
    expire = knobs.pop("expire_token", None)
    if expire:
        found.expire(world, None if expire is True else str(expire))
    dispatcher = world.dispatcher(vendor)
    try:
        dispatcher.faults = dispatcher.faults.changed(knobs)
    except ValidationError as error:
        raise HTTPException(422, str(error)) from None
    return dispatcher.faults.model_dump()


@router.delete("/{vendor}/faults")
async def mend(request: Request, vendor: str) -> dict[str, Any]:
    """Nothing goes wrong any more; what was held leaves."""
    world, found = world_of(request), _vendor(vendor)
    dispatcher = world.dispatcher(found.name)
    dispatcher.faults = type(dispatcher.faults)()
    await world.settle()
    return dispatcher.faults.model_dump()


@router.post("/{vendor}/app")
async def configure(request: Request, vendor: str, order: dict[str, Any]) -> Response:
    """The vendor's dashboard: where webhooks go and what they need. 400 with words when the vendor would not save it."""
    world = world_of(request)
    wrong = await _vendor(vendor).configure(world, order)
    return JSONResponse({"error": wrong} if wrong else {"saved": True}, 400 if wrong else 200)


@router.get("/{vendor}/rehearsals")
async def rehearsals(vendor: str) -> dict[str, Any]:
    """What a made-up person may do there, in words that are the same for every vendor."""
    return {"acts": list(REHEARSALS.get(_vendor(vendor).name, {}))}


@router.post("/{vendor}/{account}/rehearse")
async def rehearse(request: Request, vendor: str, account: str, what: Rehearsal) -> Any:
    """Somebody new does it; `told` false: nobody was subscribed."""
    rehearsed = REHEARSALS.get(_vendor(vendor).name, {}).get(what.act)
    if rehearsed is None:
        raise HTTPException(404, f"{vendor} has no rehearsal {what.act}")
    order, who, text = order_of(rehearsed, what.language)
    done = await act(request, vendor, account, rehearsed.act, order)
    return {"simulated": True, "told": done.get("told", True) is not False, "who": who, "text": text}


@router.post("/{vendor}/{account}/{act}")
async def act(
    request: Request, vendor: str, account: str, act: str, order: dict[str, Any] | None = None
) -> Any:
    """Somebody does something; answered when the CRM's webhook has been tried once. `?wait=no` does not wait."""
    world, found = world_of(request), _vendor(vendor)
    if act not in found.acts:
        raise HTTPException(404, f"{vendor} has no act {act}; there are {', '.join(sorted(found.acts))}")
    try:
        done = await perform(found.acts[act], world, account, order or {})
    except Impossible as error:
        raise HTTPException(422, str(error)) from None
    if request.query_params.get("wait") != "no":
        await world.courier.settle()
    return {"simulated": True, **done}


def _vendor(name: str) -> Vendor:
    if name not in VENDORS:
        raise HTTPException(404, f"nobody simulates {name}; there are {', '.join(VENDORS)}")
    return VENDORS[name]


def _time(world: World) -> dict[str, Any]:
    now = world.clock.now()
    return {"now": now, "iso": graph_time(now)}
