"""Business Login: what the consent page, codes and tokens allow, and what they refuse."""

from urllib.parse import parse_qs, urlsplit

import pytest

from simulator.instagram.state import APP_ID, BASIC, COMMENTS, MESSAGES, SCOPES, SHOP
from tests.simulator.conftest import Sim
from tests.simulator.instagram_account import (
    BACK,
    GRAPH,
    code,
    connected,
    consent,
    exchange,
    long_token,
    refused,
    short_token,
)


def refresh(sim: Sim, token: str) -> dict[str, object]:
    query = {"grant_type": "ig_refresh_token", "access_token": token}
    answer: dict[str, object] = sim.get(f"{GRAPH}/refresh_access_token", params=query).json()
    return answer


def test_the_page_is_marked_and_a_yes_comes_back_with_code_and_state(sim: Sim) -> None:
    query = {
        "client_id": APP_ID,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": ",".join(SCOPES),
        "state": "s1",
    }
    page = sim.get("/www.instagram.com/oauth/authorize", params=query)
    assert page.headers["x-simulated"] == "smena"
    assert "SIMULATED Instagram" in page.text and "simulated_shop" in page.text
    location = consent(sim).headers["location"]
    assert location.startswith(BACK) and location.endswith("&state=s1#_")


def test_a_no_comes_back_as_access_denied(sim: Sim) -> None:
    query = parse_qs(urlsplit(consent(sim, decision="deny").headers["location"]).query)
    assert (query["error"], query["error_reason"], query["state"]) == (
        ["access_denied"],
        ["user_denied"],
        ["s1"],
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"client_id": "1"}, "Invalid platform app"),
        ({"redirect_uri": ""}, "Invalid redirect_uri"),
        ({"scope": "instagram_basic"}, "Invalid scope"),
    ],
)
def test_the_page_refuses_what_it_does_not_know(sim: Sim, changed: dict[str, str], words: str) -> None:
    answer = consent(sim, **changed)
    assert (answer.status_code, words in answer.text) == (400, True)


def test_a_code_is_good_once_for_an_hour_and_for_its_own_address(sim: Sim) -> None:
    spent = code(consent(sim))
    assert exchange(sim, spent, redirect_uri="https://other.example").status_code == 400
    assert exchange(sim, spent, client_secret="x").status_code == 400
    assert exchange(sim, spent).status_code == 200
    again = exchange(sim, spent)
    assert again.status_code == 400
    assert again.json() == {
        "error_type": "OAuthException",
        "code": 400,
        "error_message": "Matching code was not found or was already used",
    }
    late = code(consent(sim))
    sim.advance("61m")
    assert "expired" in exchange(sim, late).json()["error_message"]


def test_both_shapes_of_a_token(sim: Sim) -> None:
    listed = exchange(sim, code(consent(sim, BASIC, COMMENTS))).json()["data"][0]
    assert (listed["user_id"], listed["permissions"]) == (SHOP, f"{BASIC},{COMMENTS}")
    sim.faults("instagram", token_shape="flat")
    flat = exchange(sim, code(consent(sim, BASIC, COMMENTS))).json()
    assert (flat["user_id"], flat["permissions"]) == (int(SHOP), [BASIC, COMMENTS])


def test_two_ids_of_one_account(sim: Sim) -> None:
    me = connected(sim).get("me", fields="id,user_id,username,account_type").json()
    assert me["user_id"] == SHOP != me["id"]


def test_a_short_token_dies_within_the_hour_a_long_one_after_60_days(sim: Sim) -> None:
    short = connected(sim)
    short.token = short_token(sim)
    sim.advance("61m")
    assert refused(short.get("me")) == (190, 463)
    long = connected(sim)
    sim.advance("59d")
    assert long.get("me").status_code == 200
    sim.advance("25h")
    assert refused(long.get("me")) == (190, 463)


def test_refresh_neither_before_a_day_nor_after_the_end(sim: Sim) -> None:
    token = long_token(sim)
    assert "24 hours" in str(refresh(sim, token)["error"])
    sim.advance("31d")
    renewed = refresh(sim, token)
    assert renewed["expires_in"] == 60 * 86400
    sim.advance("40d")
    assert "expired" in str(refresh(sim, token)["error"])
    assert sim.get(f"{GRAPH}/me", params={"access_token": str(renewed["access_token"])}).status_code == 200


@pytest.mark.parametrize("subcode", [458, 460, 463, 467])
def test_tokens_end_in_every_way(sim: Sim, subcode: int) -> None:
    account = connected(sim)
    sim.act("instagram", "simulated_shop", "token", subcode=subcode)
    assert refused(account.get("me")) == (190, subcode)


def test_without_a_permission_its_calls_are_refused(sim: Sim) -> None:
    account = connected(sim, None, BASIC, COMMENTS)
    assert refused(account.say("1", "x"))[0] == 10
    assert refused(account.post(f"{SHOP}/subscribed_apps", subscribed_fields="comments,messages"))[0] == 10
    comment = sim.act("instagram", SHOP, "comment")
    assert account.post(f"{comment['comment_id']}/replies", message="x").status_code == 200
    blind = connected(sim, None, BASIC, MESSAGES)
    shown = blind.get(f"{comment['media_id']}/comments", fields="id,text,from,username").json()["data"]
    assert shown == [{"id": comment["comment_id"], "text": "Ціна?"}]
