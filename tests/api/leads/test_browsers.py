"""CORS for the key's own origins and nobody else; plain forms end on a page or where they asked to, if it is theirs."""

import httpx
import pytest

from tests.support.site import ORIGIN, Site

PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
LEAD = {"name": "Олена", "phone": "0671234567"}
NAVIGATION = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "uk,ru;q=0.5"}


@pytest.mark.parametrize("path", ["leads", "comments"])
async def test_preflight_lets_only_listed_origins_send(shop: Site, path: str) -> None:
    url = f"/api/v1/public/{path}"
    listed = await shop.http.options(url, headers={"origin": ORIGIN, **PREFLIGHT})
    assert listed.status_code == 204
    assert listed.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in listed.headers["access-control-allow-methods"]
    assert "content-type" in listed.headers["access-control-allow-headers"]
    assert listed.headers["vary"] == "Origin"
    for origin in ("https://other.example", "null", "https://shop.example.other.example"):
        answer = await shop.http.options(url, headers={"origin": origin, **PREFLIGHT})
        assert answer.status_code == 204
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_only_a_listed_origin_reads_the_answer(shop: Site) -> None:
    read = await shop.post(json=LEAD)
    hidden = await shop.post(json={**LEAD, "city": "x"}, origin="https://other.example")
    assert read.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in read.headers
    assert "access-control-allow-origin" not in hidden.headers
    assert read.headers["vary"] == hidden.headers["vary"] == "Origin"


async def test_a_page_with_a_dead_key_can_tell_its_visitor(shop: Site) -> None:
    answer = await shop.post(json={**LEAD, "site_key": "site_nope"}, origin="https://any.example")
    assert answer.status_code == 403
    assert answer.headers["access-control-allow-origin"] == "https://any.example"
    silent = await shop.post(json={**LEAD, "site_key": "site_nope"}, origin=None)
    assert "access-control-allow-origin" not in silent.headers


def form(shop: Site, **fields: str) -> dict[str, str]:
    return {"site_key": shop.key, **LEAD, **fields}


async def submit(shop: Site, fields: dict[str, str], **headers: str) -> httpx.Response:
    return await shop.post(data=fields, headers={**NAVIGATION, "referer": f"{ORIGIN}/kontakty/", **headers})


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("https://shop.example/thanks?a=1", "https://shop.example/thanks?a=1"),
        ("/thanks", "https://shop.example/thanks"),
        ("thanks.html", "https://shop.example/kontakty/thanks.html"),
        ("/дякуємо", "https://shop.example/%D0%B4%D1%8F%D0%BA%D1%83%D1%94%D0%BC%D0%BE"),
    ],
)
async def test_a_plain_form_goes_back_where_it_asked(shop: Site, wanted: str, target: str) -> None:
    answer = await submit(shop, form(shop, _redirect=wanted))
    assert (answer.status_code, answer.headers["location"]) == (303, target)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "https://shop.example@evil.example/",
        "https://shop.example.evil.example/",
        "javascript:alert(1)",
        "https:\\\\evil.example",
        "/\\evil.example",
        "https://shop.example/\r\nset-cookie: a=b",
        "",
    ],
)
async def test_but_nowhere_else(shop: Site, wanted: str) -> None:
    answer = await submit(shop, form(shop, _redirect=wanted))
    assert answer.status_code == 200
    assert "location" not in answer.headers
    assert '<html lang="uk">' in answer.text
    assert "Дякуємо" in answer.text
    assert f'href="{ORIGIN}/kontakty/"' in answer.text


async def test_the_page_speaks_the_forms_language_and_links_to_no_stranger(shop: Site) -> None:
    answer = await submit(shop, form(shop, lang="en"), referer="https://evil.example/x", origin=ORIGIN)
    assert "Thank you" in answer.text
    assert "evil.example" not in answer.text


async def test_a_person_reads_what_went_wrong(shop: Site) -> None:
    answer = await submit(shop, {"site_key": "site_old", **LEAD})
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert "Ключ сайту не діє" in answer.text


async def test_a_bots_form_gets_the_same_page(shop: Site) -> None:
    good = await submit(shop, form(shop))
    bad = await submit(shop, form(shop, _gotcha="x"))
    assert (good.status_code, good.text) == (bad.status_code, bad.text)


async def test_the_answer_does_not_tell_who_is_known(shop: Site) -> None:
    await shop.base.run(
        "insert into public.clients (owner_id, name) select id, 'Known' from public.profiles where role = 'manager' limit 1"
    )
    await shop.base.run(
        """insert into public.client_contacts (client_id, owner_id, kind, value, normalized)
        select id, owner_id, 'phone', '+380671234567', '+380671234567' from public.clients"""
    )
    known = await shop.post(json=LEAD)
    unknown = await shop.post(json={**LEAD, "phone": "0509876543"})
    assert known.status_code == unknown.status_code == 202
    assert known.json().keys() == unknown.json().keys()
