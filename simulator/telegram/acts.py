"""What people do in Telegram: `POST /_sim/telegram/{bot}/{act}`; `chat_id` is who acts, and he appears when he is first named."""

import base64
from collections.abc import Mapping
from typing import Any

from simulator.core.acts import Impossible, acts_of
from simulator.telegram.bot import OWNER, Telegram
from simulator.telegram.methods import shown_file
from simulator.world import World

OLENA = 555000111
KINDS = {
    "photo": "image/jpeg",
    "document": "application/pdf",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
}
RIGHTS = {"can_reply": True, "can_read_messages": True}
Result = Mapping[str, Any]


def message(
    world: World,
    account: str,
    chat_id: int = OLENA,
    text: str = "Скільки коштує?",
    first_name: str = "Олена",
    username: str = "",
    language: str = "uk",
) -> Result:
    """A private message to the bot."""
    bot = _bot(world, account)
    bot.person(chat_id, first_name, language, username)
    return _result(bot.write(chat_id, text, first_name=first_name, language=language))


def start(
    world: World, account: str, chat_id: int = OLENA, payload: str = "", first_name: str = "Олена"
) -> Result:
    """Start is pressed, by a link with a payload or without."""
    return message(world, account, chat_id, f"/start {payload}".strip(), first_name)


def edit(
    world: World, account: str, message_id: int, text: str, chat_id: int = OLENA, connection: str = ""
) -> Result:
    """A person changes what he wrote; `connection`: in a business chat."""
    bot = _bot(world, account)
    found = bot.messages.get((connection, chat_id, message_id))
    if found is None:
        raise Impossible(f"there is no message {message_id}")
    found.update(text=text, edit_date=bot.date())
    bot.tell("edited_business_message" if connection else "edited_message", found)
    return _result(found)


def contact(
    world: World, account: str, phone: str = "380671234567", chat_id: int = OLENA, own: bool = True
) -> Result:
    """A person shares a number: his own, or somebody else's."""
    bot = _bot(world, account)
    person = bot.people.get(chat_id) or bot.person(chat_id, "Олена", "uk")
    card = {
        "phone_number": phone,
        "first_name": person["first_name"],
        **({"user_id": chat_id} if own else {}),
    }
    return _result(bot.say(chat_id, person, {"contact": card}))


def media(
    world: World,
    account: str,
    kind: str = "photo",
    chat_id: int = OLENA,
    caption: str = "",
    content: str = "",
    size: int = 0,
    album: int = 1,
) -> Result:
    """A file, or an album of some; `content` in base64, or `size` bytes of nothing."""
    if kind not in KINDS:
        raise Impossible(f"kind is one of {', '.join(KINDS)}")
    bot = _bot(world, account)
    person = bot.people.get(chat_id) or bot.person(chat_id, "Олена", "uk")
    data = base64.b64decode(content) if content else b"\0" * size or b"simulated"
    made = []
    for number in range(album):
        file = shown_file(bot, bot.file(kind, KINDS[kind], data).id)
        body: dict[str, Any] = {kind: [file] if kind == "photo" else file}
        body |= {"media_group_id": f"13{bot.date()}"} if album > 1 else {}
        body |= {"caption": caption} if caption and not number else {}
        made.append(bot.say(chat_id, person, body))
    return {**_result(made[0]), "message_ids": [one["message_id"] for one in made]}


def button(world: World, account: str, data: str = "price", chat_id: int = OLENA) -> Result:
    """A button under a message of the bot is pressed."""
    bot = _bot(world, account)
    person = bot.people.get(chat_id) or bot.person(chat_id, "Олена", "uk")
    query = {"id": f"4382{bot.date()}", "from": person, "chat_instance": "1", "data": data}
    return {"update_id": bot.tell("callback_query", query)["update_id"]}


def block(world: World, account: str, chat_id: int = OLENA, quietly: bool = False) -> Result:
    """A person stops the bot."""
    bot = _bot(world, account)
    bot.block(_existing(bot, chat_id), quietly=quietly)
    return {"chat_id": chat_id}


def unblock(world: World, account: str, chat_id: int = OLENA) -> Result:
    """A person lets the bot in again."""
    bot = _bot(world, account)
    bot.unblock(_existing(bot, chat_id))
    return {"chat_id": chat_id}


def deactivate(world: World, account: str, chat_id: int = OLENA) -> Result:
    """A person deletes his account."""
    bot = _bot(world, account)
    bot.deactivated.add(_existing(bot, chat_id))
    return {"chat_id": chat_id}


def business_connect(
    world: World, account: str, connection: str = "bc1", owner: int = OWNER, enabled: bool = True
) -> Result:
    """A manager attaches the bot to his own account, or takes it off."""
    bot = _bot(world, account)
    who = {"id": owner, "is_bot": False, "first_name": "Менеджер (simulated)"}
    bot.business[connection] = {
        "id": connection,
        "user": who,
        "user_chat_id": owner,
        "date": bot.date(),
        "rights": RIGHTS,
        "is_enabled": enabled,
    }
    bot.tell("business_connection", bot.business[connection])
    return {"connection": connection}


def business_message(
    world: World,
    account: str,
    chat_id: int = OLENA,
    text: str = "ціна?",
    connection: str = "bc1",
    from_owner: bool = False,
) -> Result:
    """A message in the manager's own chat with a person: from the person, or from the manager himself."""
    bot = _bot(world, account)
    if connection not in bot.business:
        business_connect(world, account, connection)
    person = bot.people.get(chat_id) or bot.person(chat_id, "Олена", "uk")
    if not from_owner:
        bot.heard_in_business[connection, chat_id] = bot.now()
    sender = bot.business[connection]["user"] if from_owner else person
    made = bot.message(chat_id, {"text": text}, sender, connection)
    bot.tell("business_message", made)
    return _result(made)


def business_delete(
    world: World, account: str, message_id: int, chat_id: int = OLENA, connection: str = "bc1"
) -> Result:
    """A message in a business chat is deleted."""
    bot = _bot(world, account)
    found = bot.messages.pop((connection, chat_id, message_id), None)
    if found is None:
        raise Impossible(f"there is no message {message_id}")
    gone = {"business_connection_id": connection, "chat": found["chat"], "message_ids": [message_id]}
    return {"update_id": bot.tell("deleted_business_messages", gone)["update_id"]}


def group_message(world: World, account: str, text: str = "/start", chat_id: int = -100500) -> Result:
    """Somebody writes in a group that the bot is in."""
    bot = _bot(world, account)
    person = {"id": OLENA, "is_bot": False, "first_name": "Олена"}
    made = bot.message(chat_id, {"text": text}, person)
    made["chat"] = {"id": chat_id, "title": "Група (simulated)", "type": "supergroup"}
    bot.tell("message", made)
    return _result(made)


def token(world: World, account: str, revoked: bool = True) -> Result:
    """The token is revoked at @BotFather."""
    _bot(world, account).revoked = revoked
    return {"revoked": revoked}


def _bot(world: World, account: str) -> Telegram:
    bot = world.telegram
    if account not in (bot.username, str(bot.bot_id)):
        raise Impossible(f"there is no bot {account}; there is {bot.username}")
    return bot


def _existing(bot: Telegram, chat_id: int) -> int:
    if chat_id not in bot.people:
        raise Impossible(f"{chat_id} has never written to the bot")
    return chat_id


def _result(made: Mapping[str, Any]) -> Result:
    return {"message_id": made["message_id"], "chat_id": made["chat"]["id"]}


ACTS = acts_of(
    *(message, start, edit, contact, media, button, block, unblock, deactivate),
    *(business_connect, business_message, business_delete, group_message, token),
)
