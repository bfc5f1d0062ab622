"""Every feature's router, in the order the documentation shows them. A feature is one line here."""

from fastapi import APIRouter

from api.clients import routes as clients
from api.company import routes as company
from api.contacts import routes as contacts
from api.deals import routes as deals
from api.duplicates import routes as duplicates
from api.health import routes as health
from api.interactions import routes as interactions
from api.leads import routes as leads
from api.live import routes as live
from api.me import routes as me
from api.setup import routes as setup
from api.tasks import routes as tasks
from api.team import routes as team

# Under /api/v1.
routers: list[APIRouter] = [
    health.config_router,
    setup.router,
    me.router,
    company.router,
    team.router,
    # Before clients: their addresses would be read as a client's id.
    duplicates.router,
    clients.router,
    contacts.router,
    interactions.router,
    deals.router,
    tasks.router,
    leads.router,
    live.router,
]

# At the root: addresses that other people's pages and tools expect there.
root_routers: list[APIRouter] = [
    health.router,
]
