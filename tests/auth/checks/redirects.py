"""Line 8: a link leads only where the owner allows."""

from urllib.parse import parse_qs, quote, urlsplit

from tests.auth.checks import check
from tests.auth.server import Stack

ALLOWED_LIST = (
    "https://*.partner.example/in/*",
    "https://docs.example/**",
    "smena://signed-in",
    "https://{a,b}.example/x",
)


def cases(site: str) -> tuple[list[str], list[str]]:
    """Addresses that are allowed, and ones that are not, with ALLOWED_LIST."""
    port = urlsplit(site).port
    allowed = [
        f"{site}/deals?x=1",
        f"http://127.0.0.1:{(port or 0) + 1}/vite",
        "http://127.0.0.5:3000/",
        "http://[::1]:3000/",
        "https://crm.partner.example/in/now",
        "https://docs.example/a/b.html",
        "smena://signed-in",
        "https://a.example/x",
    ]
    refused = [
        "https://evil.example/",
        f"https://127.0.0.1.evil.example:{port}/",
        f"http://127.0.0.1:{port}@evil.example/",
        f"http://evil.example\\@127.0.0.1:{port}/",
        f"http://evil.example/\\@127.0.0.1:{port}/",
        f"//evil.example/{site}",
        "https://a.b.partner.example/in/now",
        "https://crm.partner.example/in/a/b",
        "https://evil.example/x.partner.example/in/now",
        "https://crm.partner.example.evil.example/in/now",
        "https://evil.example#https://docs.example/",
        "https://c.example/x",
        "http://2130706433/",
        "http://10.0.0.5/",
        "javascript://127.0.0.1/%0aalert(1)",
        "https://docs.example.evil.example/",
        f"{site}\t.evil.example/",
    ]
    return allowed, refused


@check(8)
async def redirects_stay_on_the_list(stack: Stack) -> None:
    """GET /verify, by query and by header: an address that is not allowed silently becomes the site."""
    allowed, refused = cases(stack.url)
    with stack.settings(redirects=ALLOWED_LIST):
        for url in allowed + refused:
            wanted = url.partition("#")[0] if url in allowed else stack.url
            path = f"/verify?type=recovery&token=none&redirect_to={quote(url, safe='')}"
            assert await target(stack, path) == wanted, url
        for url in refused[:2]:
            for header in ("redirect_to", "Referer"):
                assert await target(stack, "/verify?type=recovery&token=none", **{header: url}) == stack.url


@check(8)
async def links_carry_only_allowed_targets(stack: Stack) -> None:
    """In generate_link's answer and in mails."""
    email = (await stack.member())["email"]
    link = await stack.link("recovery", email, redirect_to="https://evil.example/")
    assert link["redirect_to"] == stack.url
    assert "evil" not in link["action_link"]
    for target_url, path in ((f"{stack.url}/deals?a=1", "/deals?a=1"), ("https://evil.example/x", None)):
        await stack.call("POST", f"/recover?redirect_to={quote(target_url, safe='')}", json={"email": email})
        text = stack.mails(email, "recovery")[0]["text"]
        mailed = next(word for word in text.split() if word.startswith("http"))
        assert mailed.startswith(f"{stack.url}/auth/confirm?")
        assert parse_qs(urlsplit(mailed).query).get("next") == ([path] if path else None)


@check(8)
async def a_link_signs_in_by_fragment(stack: Stack) -> None:
    """303; the session is after the #, where no server and no Referer sees it; the second time an error is."""
    link = await stack.link(
        "recovery", (await stack.member())["email"], redirect_to=f"{stack.url}/welcome?a=1"
    )
    answer = await stack.call("GET", link["action_link"].removeprefix(f"{stack.url}/auth/v1"))
    where, _, fragment = answer.headers["location"].partition("#")
    said = parse_qs(fragment, keep_blank_values=True)
    assert (answer.status_code, where) == (303, f"{stack.url}/welcome?a=1")
    assert said["token_type"] == ["bearer"] and said["type"] == ["recovery"] and said["sb"] == [""]
    assert (await stack.user(said["access_token"][0])).status_code == 200
    answer = await stack.call("GET", link["action_link"].removeprefix(f"{stack.url}/auth/v1"))
    said = parse_qs(answer.headers["location"].partition("#")[2])
    assert (said["error"], said["error_code"]) == (["access_denied"], ["otp_expired"])


async def target(stack: Stack, path: str, **headers: str) -> str:
    """Where GET /verify sends the caller, without the fragment."""
    answer = await stack.call("GET", path, headers=headers)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].partition("#")[0])
