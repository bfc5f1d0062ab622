"""Under posts and ads: comments, and what becomes of them."""

from collections.abc import Mapping
from typing import Any

from simulator.core.acts import Impossible, acts_of
from simulator.instagram import events
from simulator.instagram.acts.orders import existing
from simulator.instagram.state import Account, Media
from simulator.world import World


def comment(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "Ціна?",
    media: str = "",
    parent: str = "",
    ad_id: str = "",
    ad_title: str = "",
    live: bool = False,
    count: int = 1,
) -> Mapping[str, Any]:
    """Comments under a post (the newest by default), under an ad, or under another comment; `count` of them at once."""
    instagram, owner = world.instagram, world.instagram.account(account)
    person = instagram.person(owner.id, username)
    under = _media(world, owner, media, parent, ad_id, ad_title)
    made = []
    for number in range(count):
        words = text if count == 1 else f"{text} {number + 1}"
        written = instagram.comment(under, person.id, person.username, words, parent)
        written.live = live
        made.append(written)
    told = [events.tell_comment(world, owner, one) for one in made]
    return {
        "comment_id": made[0].id,
        "comment_ids": [one.id for one in made],
        "media_id": under.id,
        "from": person.id,
        "count": count,
        "told": all(told),
    }


def edit_comment(world: World, account: str, comment_id: str, text: str) -> Mapping[str, Any]:
    """Somebody changes his comment. Instagram tells nobody: only the list shows it."""
    world.instagram.comments[existing(world.instagram.comments, comment_id)].text = text
    return {"comment_id": comment_id, "told": False}


def delete_comment(world: World, account: str, comment_id: str) -> Mapping[str, Any]:
    """Somebody deletes his comment, or Instagram does. Again only the list shows it."""
    world.instagram.comments[existing(world.instagram.comments, comment_id)].deleted = True
    return {"comment_id": comment_id, "told": False}


def _media(world: World, owner: Account, media: str, parent: str, ad_id: str, ad_title: str) -> Media:
    instagram = world.instagram
    if parent:
        if parent not in instagram.comments:
            raise Impossible(f"there is no comment {parent}")
        return instagram.media[instagram.comments[parent].media]
    found = instagram.media.get(media) if media else instagram.newest_post(owner.id)
    if found is None:
        raise Impossible(f"there is no post {media}")
    if not ad_id:
        return found
    for known in instagram.media.values():
        if known.ad_id == ad_id and known.account == owner.id:
            return known
    ad = instagram.post(owner.id, ad_title or "Autumn sale", "AD")
    ad.ad_id, ad.ad_title, ad.original = ad_id, ad_title or "Autumn sale", found.id
    return ad


ACTS = acts_of(comment, edit_comment, delete_comment)
