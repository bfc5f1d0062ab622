"""The simulated vendors beside the demo company: Instagram and the others on loopback, for trying them without an account anywhere."""

from pathlib import Path

import httpx

from local.environment import configured

APPLICATION = "simulator.app:from_environment"
STATE_FILE = "simulated-vendors"
# Those whose developers' dashboard holds the webhook's address; the others are told it when a source is connected.
WITH_DASHBOARD = ("instagram", "messenger", "whatsapp")
ANSWER_SECONDS = 15


def settings(url: str) -> dict[str, str]:
    """What leads Smena to the simulator at `url`. A vendor that the owner has configured himself stays real."""
    from simulator.settings import environment  # noqa: PLC0415 -- only a demonstration pays for it

    own = {_vendor(name) for name in configured()}
    return {name: value for name, value in environment(url).items() if _vendor(name) not in own}


def _vendor(name: str) -> str:
    """IG_APP_ID is one of IG, as far as settings go."""
    return name.partition("_")[0]


def state(data_dir: Path) -> dict[str, str]:
    """Where the simulator remembers what was connected."""
    return {"SIMULATOR_STATE": str(data_dir / STATE_FILE)}


def introduce(url: str, smena: str, verify_token: str) -> list[str]:
    """Tells the simulated dashboards where our webhooks are; those that got the right answer from there."""
    return [
        vendor
        for vendor in WITH_DASHBOARD
        if _introduced(url, vendor, f"{smena}/hooks/{vendor}", verify_token)
    ]


def _introduced(url: str, vendor: str, callback: str, verify_token: str) -> bool:
    order = {"callback_url": callback, "verify_token": verify_token}
    try:
        answer = httpx.post(f"{url}/_sim/{vendor}/app", json=order, timeout=ANSWER_SECONDS, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.is_success
