"""Comments and their webhooks: shapes, signatures, public answers, lists."""

from simulator.instagram.state import APP_SECRET, SHOP
from tests.simulator.conftest import Sim
from tests.simulator.instagram_account import connected, refused
from tests.simulator.receiver import Receiver


def test_a_comment_is_posted_signed_and_escaped(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    made = sim.act("instagram", "simulated_shop", "comment", username="olena.k", text="Ціна?")
    (post,) = receiver.posts
    assert post.meta_signed(APP_SECRET) and not post.meta_signed("other")
    assert "Ціна".encode() not in post.body and rb"\u0426\u0456\u043d\u0430?" in post.body
    (entry,) = receiver.last["entry"]
    (change,) = entry["changes"]
    assert (receiver.last["object"], entry["id"], change["field"]) == ("instagram", SHOP, "comments")
    value = change["value"]
    assert (value["id"], value["text"], value["from"]["username"]) == (
        made["comment_id"],
        "Ціна?",
        "olena.k",
    )
    assert "simulator" in post.headers["user-agent"]


def test_shapes_of_the_same_event(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    sim.faults("instagram", shape="flat")
    sim.act("instagram", SHOP, "comment")
    flat = receiver.last["entry"][0]
    assert flat["field"] == "comments" and "changes" not in flat
    sim.faults("instagram", shape="array")
    sim.act("instagram", SHOP, "comment", ad_id="120210000000001")
    (envelope,) = receiver.last
    media = envelope["entry"][0]["changes"][0]["value"]["media"]
    assert (media["media_product_type"], media["ad_id"]) == ("AD", "120210000000001")
    assert "original_media_id" in media


def test_three_layers_of_subscription(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    assert account.get(f"{SHOP}/subscribed_apps").json()["data"][0]["subscribed_fields"][0] == "comments"
    assert (
        refused(account.post(f"{SHOP}/subscribed_apps", subscribed_fields="comments,message_edits"))[0] == 100
    )
    account.delete(f"{SHOP}/subscribed_apps")
    assert sim.act("instagram", SHOP, "comment")["told"] is False
    assert len(receiver) == 0


def test_the_address_is_asked_for_the_challenge(sim: Sim, receiver: Receiver) -> None:
    for order in (
        {"callback_url": receiver.url, "verify_token": "wrong"},
        {"callback_url": "http://127.0.0.1:9", "verify_token": receiver.token},
    ):
        answer = sim.post("/_sim/instagram/app", json=order)
        assert answer.status_code == 400 and "couldn't be validated" in answer.json()["error"]


def test_a_public_answer_comes_back_as_our_own(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    comment = sim.act("instagram", SHOP, "comment")["comment_id"]
    reply = account.post(f"{comment}/replies", message="Ціна 100 грн").json()["id"]
    sim.settle()
    value = receiver.last["entry"][0]["changes"][0]["value"]
    assert (value["id"], value["parent_id"], value["from"]["id"]) == (reply, comment, SHOP)
    assert value["from"]["self_ig_scoped_id"]
    nested = account.post(f"{reply}/replies", message="ще").json()["id"]
    assert account.get(nested, fields="parent_id").json()["parent_id"] == comment


def test_fields_on_a_write_create_the_comment_and_refuse(sim: Sim) -> None:
    account = connected(sim)
    comment = sim.act("instagram", SHOP, "comment")
    assert refused(account.post(f"{comment['comment_id']}/replies", message="раз", fields="id")) == (
        20,
        1772107,
    )
    shown = account.get(f"{comment['media_id']}/comments", fields="id,replies{id,text}").json()["data"][0]
    assert [one["text"] for one in shown["replies"]["data"]] == ["раз"]


def test_no_answer_to_hidden_deleted_and_strange_comments(sim: Sim) -> None:
    account = connected(sim)
    comment = sim.act("instagram", SHOP, "comment")["comment_id"]
    assert account.post(comment, hide="true").json() == {"success": True}
    assert refused(account.post(f"{comment}/replies", message="x"))[0] == 100
    assert account.delete(comment).json() == {"success": True}
    assert refused(account.post(f"{comment}/replies", message="x")) == (100, 33)
    strange = sim.act("instagram", "simulated_studio", "comment")["comment_id"]
    assert refused(account.get(strange)) == (100, 33)


def test_lists_are_newest_first_fifty_at_most_and_paged(sim: Sim) -> None:
    account = connected(sim)
    media = sim.act("instagram", SHOP, "comment", count=60)["media_id"]
    sim.act("instagram", SHOP, "restrict", username="ghost")
    sim.act("instagram", SHOP, "comment", username="ghost", media=media)
    sim.act("instagram", SHOP, "comment", media=media, ad_id="1", text="ad")
    first = account.get(f"{media}/comments", fields="id,text,timestamp,from", limit=100).json()
    assert len(first["data"]) == 50
    assert first["data"][0]["timestamp"] >= first["data"][-1]["timestamp"]
    second = sim.get(first["paging"]["next"], headers=account.headers).json()
    assert len(second["data"]) == 10 and "next" not in second["paging"]
    assert account.get(media, fields="comments_count").json()["comments_count"] == 60
    assert refused(account.get(f"{media}/comments", fields="id,likes"))[0] == 100


def test_edits_and_deletions_are_seen_in_lists_only(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    made = sim.act("instagram", SHOP, "comment")
    sim.act("instagram", SHOP, "edit_comment", comment_id=made["comment_id"], text="нове")
    assert account.get(made["comment_id"], fields="text").json()["text"] == "нове"
    sim.act("instagram", SHOP, "delete_comment", comment_id=made["comment_id"])
    assert account.get(f"{made['media_id']}/comments").json()["data"] == []
    assert len(receiver) == 1


def test_the_dashboards_test_event(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    sim.act("instagram", SHOP, "test")
    assert receiver.last["entry"][0]["id"] == "0"
