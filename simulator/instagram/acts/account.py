"""What the owner of the account does, and Instagram itself: posts, tokens, the removal of the app."""

from collections.abc import Mapping
from typing import Any

from simulator.core.acts import acts_of
from simulator.core.courier import Plan, Post
from simulator.core.dispatch import Event
from simulator.instagram import events
from simulator.instagram.state import Account
from simulator.meta.tokens import APP_REMOVED, EXPIRED
from simulator.meta.webhooks import signed_request
from simulator.world import World


def restrict(
    world: World, account: str, username: str = "olena.k", restricted: bool = True
) -> Mapping[str, Any]:
    """The account restricts a person: his comments are missing in the lists."""
    owner = world.instagram.account(account)
    person = world.instagram.person(owner.id, username)
    person.restricted = restricted
    return {"from": person.id, "restricted": restricted}


def post(
    world: World, account: str, caption: str = "Новий пост", product_type: str = "FEED"
) -> Mapping[str, Any]:
    """The account publishes something."""
    return {"media_id": world.instagram.post(world.instagram.account(account).id, caption, product_type).id}


def history(
    world: World, account: str, people: int = 10, messages: int = 20, comments: int = 0, days: float = 30
) -> Mapping[str, Any]:
    """What there was before the CRM was connected: threads and comments spread over so many days, told to nobody."""
    instagram, owner = world.instagram, world.instagram.account(account)
    start, step = world.clock.now() - days * 86400, days * 86400 / max(1, messages)
    for number in range(people):
        person = instagram.person(owner.id, f"old.friend.{number}")
        thread = instagram.thread(owner.id, person.id)
        for turn in range(messages):
            made = instagram.message(thread, f"{turn + 1}: давня розмова", outgoing=turn % 2 == 1)
            made.at = start + turn * step
            thread.heard = thread.heard if made.outgoing else made.at
    under = instagram.newest_post(owner.id)
    for number in range(comments):
        person = instagram.person(owner.id, f"old.friend.{number % max(1, people)}")
        made_comment = instagram.comment(under, person.id, person.username, f"давній коментар {number + 1}")
        made_comment.at = start + number * days * 86400 / comments
    return {"threads": people, "messages": people * messages, "comments": comments, "told": False}


def token(world: World, account: str, subcode: int = EXPIRED) -> Mapping[str, Any]:
    """Ends the account's tokens: 463 expired, 460 password changed, 458 app removed, 467 invalidated."""
    return {"ended": world.instagram.tokens.kill(world.instagram.account(account).id, subcode)}


def deauthorize(world: World, account: str) -> Mapping[str, Any]:
    """The person removes the app: his tokens end, and the app's address for it is told."""
    owner = world.instagram.account(account)
    ended = world.instagram.tokens.kill(owner.id, APP_REMOVED)
    owner.subscribed = set()
    return {"ended": ended, "told": _signed(world, owner, world.instagram.app.deauthorize_url)}


def delete_data(world: World, account: str) -> Mapping[str, Any]:
    """The person wants his data deleted: the app answers with an address and a code."""
    owner = world.instagram.account(account)
    return {"told": _signed(world, owner, world.instagram.app.deletion_url)}


def test(world: World, account: str, field: str = "comments") -> Mapping[str, Any]:
    """The test button of the developers' dashboard: ids that belong to nobody."""
    if field == "messages":
        item = {"sender": {"id": "12334"}, "recipient": {"id": "23245"}, "timestamp": "1527459824"}
        value: dict[str, Any] = {**item, "message": {"mid": "random_mid", "text": "random_text"}}
    else:
        who = {"id": "232323232", "username": "test"}
        media = {"id": "123123123", "media_product_type": "FEED"}
        value = {"id": "17865799348089039", "from": who, "text": "This is an example.", "media": media}
    events.tell_raw(world, Event("0", "changes", value, field, world.clock.now()))
    return {"told": True}


def _signed(world: World, account: Account, url: str) -> bool:
    app = world.instagram.app
    if not url:
        return False
    payload = {
        "algorithm": "HMAC-SHA256",
        "issued_at": int(world.clock.now()),
        "user_id": account.app_scoped_id,
    }
    body = f"signed_request={signed_request(app.secret, payload)}".encode()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "smena-simulator (instagram)",
    }
    now = world.clock.now()
    world.courier.push(Post("instagram", url, body, lambda: headers, Plan((0.0,)), "signed_request", now))
    return True


ACTS = acts_of(restrict, post, history, token, deauthorize, delete_data, test)
