"""What the control API shows of WhatsApp."""

from typing import Any

from simulator.whatsapp.state import TOKEN
from simulator.world import World


def shown(world: World) -> dict[str, Any]:
    """The account, its numbers and token, people, and messages with their statuses."""
    whatsapp = world.whatsapp
    messages = list(whatsapp.messages.values())[-200:]
    return {
        "app": {
            "id": whatsapp.app.id,
            "secret": whatsapp.app.secret,
            "callback_url": whatsapp.app.callback_url,
        },
        "token": TOKEN,
        "numbers": [vars(number) for number in whatsapp.numbers.values()],
        "subscribed": sorted(whatsapp.subscribed),
        "people": [vars(person) for person in list(whatsapp.people.values())[-200:]],
        "messages": [
            {
                "id": m.id,
                "kind": m.kind,
                "outgoing": m.outgoing,
                "person": m.person.user_id,
                "states": m.states,
            }
            for m in messages
        ],
    }
