"""Every feature's router, in the order the documentation shows them. A feature is one line here."""

from fastapi import APIRouter

from api.assignments import routes as assignments
from api.audit import routes as audit
from api.clients import routes as clients
from api.company import routes as company
from api.connections import routes as connections
from api.contacts import routes as contacts
from api.conversations import routes as conversations
from api.dashboard import routes as dashboard
from api.deals import routes as deals
from api.delivery import routes as delivery
from api.duplicates import routes as duplicates
from api.exports import routes as exports
from api.files import routes as files
from api.health import routes as health
from api.hooks import routes as hooks
from api.imports import routes as imports
from api.inbox import routes as inbox
from api.interactions import routes as interactions
from api.kpi import routes as kpi
from api.lead_assignment import routes as lead_assignment
from api.leads import routes as leads
from api.live import routes as live
from api.me import routes as me
from api.merges import routes as merges
from api.notifications import routes as notifications
from api.privacy import routes as privacy
from api.reports import routes as reports
from api.review import routes as review
from api.schedule import routes as schedule
from api.search import routes as search
from api.segments import routes as segments
from api.setup import routes as setup
from api.source_log import routes as source_log
from api.source_rules import routes as source_rules
from api.sources import routes as sources
from api.stages import routes as stages
from api.tasks import routes as tasks
from api.team import routes as team
from api.voice import routes as voice
from api.widget import routes as widget
from api.worktime import routes as worktime

# Under /api/v1.
routers: list[APIRouter] = [
    health.config_router,
    setup.router,
    me.router,
    company.router,
    team.router,
    # Before clients: their addresses would be read as a client's id.
    assignments.router,
    duplicates.router,
    merges.router,
    exports.router,
    clients.router,
    contacts.router,
    interactions.router,
    conversations.router,
    inbox.router,
    files.router,
    privacy.router,
    voice.client_router,
    segments.router,
    imports.router,
    audit.router,
    stages.router,
    deals.router,
    tasks.router,
    notifications.router,
    delivery.router,
    delivery.deliveries_router,
    search.router,
    dashboard.router,
    voice.router,
    kpi.router,
    reports.router,
    worktime.router,
    schedule.router,
    leads.router,
    # Before sources: `connected`, `channels` and `dead` would be read as a source's id.
    connections.back_router,
    connections.router,
    source_log.router,
    lead_assignment.router,
    sources.router,
    source_rules.router,
    review.router,
    live.router,
]

# At the root: addresses that other people's pages and tools expect there.
root_routers: list[APIRouter] = [
    health.router,
    hooks.router,
    widget.router,
]
