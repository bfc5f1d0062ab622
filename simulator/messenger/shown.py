"""What the control API shows of Facebook."""

from typing import Any

from simulator.world import World


def shown(world: World) -> dict[str, Any]:
    """The app, pages with their living tokens, and the newest of everything."""
    messenger = world.messenger
    pages = [
        {"id": p.id, "name": p.name, "subscribed": sorted(p.subscribed), "tokens": messenger.tokens.of(p.id)}
        for p in messenger.pages.values()
    ]
    return {
        "app": {
            "id": messenger.app.id,
            "secret": messenger.app.secret,
            "callback_url": messenger.app.callback_url,
        },
        "pages": pages,
        "comments": [vars(comment) for comment in list(messenger.comments.values())[-200:]],
        "messages": [vars(message) for message in list(messenger.messages.values())[-200:]],
        "leads": [vars(lead) for lead in messenger.leads.values()],
    }
