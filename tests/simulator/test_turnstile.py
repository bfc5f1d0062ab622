"""Turnstile: a token is good once, for five minutes, with the right secret."""

from simulator.turnstile.siteverify import FAILS, PASSES, SECRET, SPENT
from tests.simulator.conftest import Sim

ADDRESS = "/challenges.cloudflare.com/turnstile/v0/siteverify"


def verify(sim: Sim, secret: str, token: str) -> tuple[bool, list[str]]:
    answer = sim.post(ADDRESS, data={"secret": secret, "response": token}).json()
    return answer["success"], answer["error-codes"]


def test_once_within_five_minutes(sim: Sim) -> None:
    token = sim.act("turnstile", "shop.example", "solve")["token"]
    assert verify(sim, "x", token) == (False, ["invalid-input-secret"])
    answer = sim.post(ADDRESS, json={"secret": SECRET, "response": token}).json()
    assert (answer["success"], answer["hostname"]) == (True, "shop.example")
    assert verify(sim, SECRET, token) == (False, ["timeout-or-duplicate"])
    late = sim.act("turnstile", "shop.example", "solve")["token"]
    sim.advance("6m")
    assert verify(sim, SECRET, late) == (False, ["timeout-or-duplicate"])
    assert verify(sim, SECRET, "forged") == (False, ["invalid-input-response"])
    assert verify(sim, SECRET, "") == (False, ["missing-input-response"])


def test_cloudflares_keys_for_tests(sim: Sim) -> None:
    assert verify(sim, PASSES, "any") == (True, [])
    assert verify(sim, FAILS, "any") == (False, ["invalid-input-response"])
    assert verify(sim, SPENT, "any") == (False, ["timeout-or-duplicate"])
