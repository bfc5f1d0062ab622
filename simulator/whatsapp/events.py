"""What WhatsApp posts to the CRM: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.core.dispatch import Address, Event
from simulator.core.faults import Faults
from simulator.meta.webhooks import GIVES_UP_AFTER_7_DAYS, escaped, sign
from simulator.whatsapp.state import Message, Number, Person
from simulator.world import World

# After a send: the server has it, the phone has it.
SENT_AFTER, DELIVERED_AFTER = 0.1, 0.3
LISTS = ("contacts", "messages", "statuses", "message_echoes")


def tell_message(world: World, message: Message, content: Mapping[str, Any], contact: bool = True) -> bool:
    """The webhook of a message from a person; messages of the system come without its sender."""
    person = message.person
    body: dict[str, Any] = {
        "from_user_id": person.user_id,
        "id": message.id,
        "timestamp": str(int(world.clock.now())),
        "type": message.kind,
        **content,
    }
    if not person.hidden:
        body["from"] = person.phone
    value: dict[str, Any] = {"messages": [body]}
    if contact:
        value["contacts"] = [_contact(person)]
    return _tell(world, world.whatsapp.numbers[message.number], value, 0.0)


def tell_echo(world: World, message: Message, content: Mapping[str, Any]) -> bool:
    """The webhook of what was written in the business's own application on a phone."""
    person, number = message.person, world.whatsapp.numbers[message.number]
    body = {
        "from": number.display,
        "to": person.phone,
        "to_user_id": person.user_id,
        "id": message.id,
        "timestamp": str(int(world.clock.now())),
        "type": message.kind,
        **content,
    }
    return _tell(world, number, {"message_echoes": [body]}, 0.0, "smb_message_echoes")


def tell_status(
    world: World, message: Message, state: str, after: float = 0.0, error: Mapping[str, Any] | None = None
) -> bool:
    """The webhook of a status."""
    message.states.append(state)
    status: dict[str, Any] = {
        "id": message.id,
        "status": state,
        "timestamp": str(int(world.clock.now() + after)),
        "recipient_user_id": message.person.user_id,
    }
    if not message.person.hidden:
        status["recipient_id"] = message.person.phone
    if message.opaque:
        status["biz_opaque_callback_data"] = message.opaque
    status |= {"errors": [dict(error)]} if error else _priced(message)
    return _tell(world, world.whatsapp.numbers[message.number], {"statuses": [status]}, after)


def _priced(message: Message) -> dict[str, Any]:
    free = message.kind != "template"
    kind = "free_customer_service" if free else "regular"
    return {
        "conversation": {"id": f"c{message.person.user_id[-8:]}", "origin": {"type": "service"}},
        "pricing": {
            "billable": not free,
            "pricing_model": "PMP",
            "type": kind,
            "category": "service" if free else "utility",
        },
    }


def _contact(person: Person) -> dict[str, Any]:
    profile = {"name": person.name, **({"username": person.username} if person.username else {})}
    seen = {} if person.hidden else {"wa_id": person.phone}
    return {"profile": profile, **seen, "user_id": person.user_id}


def _tell(
    world: World, number: Number, value: Mapping[str, Any], after: float, field: str = "messages"
) -> bool:
    whatsapp = world.whatsapp
    if (
        not (number.callback_url or whatsapp.app.callback_url)
        or number.waba not in whatsapp.subscribed
        or field not in whatsapp.app.fields
    ):
        return False
    about = {"display_phone_number": number.display, "phone_number_id": number.id}
    event = Event(
        number.waba, "changes", {"messaging_product": "whatsapp", "metadata": about, **value}, field
    )
    world.dispatcher("whatsapp").emit(_address(world, number), event, after)
    return True


def _address(world: World, number: Number) -> Address:
    """The app's, unless the number has one of its own."""
    app = world.whatsapp.app
    return Address(
        "whatsapp",
        number.callback_url or app.callback_url,
        app.secret,
        GIVES_UP_AFTER_7_DAYS,
        _envelope,
        sign,
        batches=True,
    )


def _envelope(events: Sequence[Event], faults: Faults) -> bytes:
    """One entry a business account; what belongs to one number, and one field, lies together in one value."""
    entries: dict[str, dict[tuple[str, str], Any]] = {}
    for event in events:
        values = entries.setdefault(event.scope, {})
        number = event.value["metadata"]["phone_number_id"]
        _merge(values.setdefault((event.field, number), {}), event.value)
    document = [
        {"id": waba, "changes": [{"value": value, "field": field} for (field, _), value in values.items()]}
        for waba, values in entries.items()
    ]
    whole = {"object": "whatsapp_business_account", "entry": document}
    return escaped([whole] if faults.shape == "array" else whole)


def _merge(value: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, part in more.items():
        if name not in LISTS:
            value[name] = part
            continue
        known = value.setdefault(name, [])
        known += [one for one in part if one not in known]
