"""graph.facebook.com: a node belongs to WhatsApp or to Facebook's pages."""

from typing import Any

from fastapi import APIRouter, Request

from simulator.messenger import nodes as messenger
from simulator.whatsapp import nodes as whatsapp
from simulator.world import World, world_of

HOST = "graph.facebook.com"
graph = APIRouter(prefix=f"/{HOST}")
METHODS = ["GET", "POST", "DELETE"]


def vendor_of_node(world: World, path: str) -> str:
    """Whose faults and journal a call belongs to; the version may be in the path or not."""
    parts = path.strip("/").split("/")[1:]
    node = next((part for part in parts if not part.startswith("v")), "")
    return "whatsapp" if world.whatsapp.owns(node) else "messenger"


@graph.api_route("/{node}", methods=METHODS)
async def on_node(request: Request, node: str) -> dict[str, Any]:
    """A node itself."""
    return await _visit(request, node, "")


@graph.api_route("/{node}/{edge}", methods=METHODS)
async def on_edge(request: Request, node: str, edge: str) -> dict[str, Any]:
    """What hangs on a node."""
    return await _visit(request, node, edge)


async def _visit(request: Request, node: str, edge: str) -> dict[str, Any]:
    if world_of(request).whatsapp.owns(node):
        return await whatsapp.visit(request, node, edge)
    return await messenger.visit(request, node, edge)
