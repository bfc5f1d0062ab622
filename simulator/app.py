"""One application for all vendors: `create_app()`."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from simulator import cdn, control
from simulator.core.edge import Edge, Rules
from simulator.meta.refusals import GraphError, answered
from simulator.vendors import VENDORS, vendor_of
from simulator.world import World


def create_app(world: World | None = None) -> ASGIApp:
    """The simulator; with a world of the caller's, who may then look into it."""
    here = world or World()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with here.courier.working():
            yield

    app = FastAPI(title="Smena's simulated vendors", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.world = here
    app.add_exception_handler(GraphError, answered)
    app.include_router(control.router)
    app.include_router(cdn.router)
    for vendor in VENDORS.values():
        for router in vendor.routers:
            app.include_router(router)
    return Edge(app, lambda: rules(here), lambda: here.journal)


def beside_installation() -> ASGIApp:
    """The simulator that the launcher starts: its webhooks go to the installation that SIMULATOR_HOOKS names."""
    return create_app(World(os.environ["SIMULATOR_HOOKS"]))


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
