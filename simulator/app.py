"""One application for all vendors: `create_app()`."""

import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import ASGIApp

from simulator import cdn, control, people
from simulator.core.edge import Edge, Rules
from simulator.elevenlabs.refusals import ElevenLabsError
from simulator.elevenlabs.refusals import answered as elevenlabs_answered
from simulator.email.servers import Doors, serving
from simulator.keeping import kept
from simulator.meta.refusals import GraphError
from simulator.meta.refusals import answered as graph_answered
from simulator.vendors import VENDORS, vendor_of
from simulator.world import World


def create_app(world: World | None = None, state: Path | None = None, mail: Doors | None = None) -> ASGIApp:
    """The simulator; with a world of the caller's, who may then look into it, with a file that outlives it, with mail servers."""
    here = world or World()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with kept(here, state), serving(here, mail), here.courier.working():
            yield

    app = FastAPI(title="Smena's simulated vendors", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.world = here
    app.add_exception_handler(GraphError, graph_answered)
    app.add_exception_handler(json.JSONDecodeError, no_json)
    app.add_exception_handler(ElevenLabsError, elevenlabs_answered)
    app.include_router(people.router)
    app.include_router(control.router)
    app.include_router(cdn.router)
    for vendor in VENDORS.values():
        for router in vendor.routers:
            app.include_router(router)
    return Edge(app, lambda: rules(here), lambda: here.journal)


async def no_json(_request: Request, error: Exception) -> Response:
    """A body that cannot be read, where the vendor has no words of its own for it."""
    return JSONResponse({"detail": f"The body is no JSON: {error}"}, 400)


def beside_installation() -> ASGIApp:
    """The simulator that the launcher starts: its webhooks go to the installation that SIMULATOR_HOOKS names, SIMULATOR_STATE
    keeps what was connected, SIMULATOR_MAIL names the sockets of the mail servers."""
    imap, smtp = (socket.socket(fileno=int(number)) for number in os.environ["SIMULATOR_MAIL"].split(","))
    hooks, state = os.environ["SIMULATOR_HOOKS"], Path(os.environ["SIMULATOR_STATE"])
    return create_app(World(hooks), state, Doors(imap, smtp))


def rules(world: World) -> Rules:
    """What the edge asks."""
    return Rules(
        vendor_of=lambda path: vendor_of(world, path),
        faults=world.faults,
        refusal=lambda vendor, error: VENDORS[vendor].refusal(error),
        headers=lambda vendor: VENDORS[vendor].headers(world),
        now=world.clock.now,
        settle=world.courier.settle,
        met=world.met,
    )
