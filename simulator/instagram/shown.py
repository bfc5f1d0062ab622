"""What the control API shows of Instagram."""

from typing import Any

from simulator.world import World


def shown(world: World) -> dict[str, Any]:
    """The app, the accounts with their living tokens and posts, and how much there is."""
    instagram = world.instagram
    app = instagram.app
    accounts = [
        {
            "id": account.id,
            "app_scoped_id": account.app_scoped_id,
            "username": account.username,
            "name": account.name,
            "subscribed": sorted(account.subscribed),
            "tokens": instagram.tokens.of(account.id),
            "media": [media.id for media in instagram.media.values() if media.account == account.id],
        }
        for account in instagram.accounts.values()
    ]
    return {
        "app": {
            "id": app.id,
            "secret": app.secret,
            "callback_url": app.callback_url,
            "verify_token": app.verify_token,
            "fields": sorted(app.fields),
            "features": sorted(app.features),
        },
        "accounts": accounts,
        "comments": [vars(comment) for comment in list(instagram.comments.values())[-200:]],
        "messages": [vars(message) for message in list(instagram.messages.values())[-200:]],
    }
