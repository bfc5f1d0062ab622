"""Bodies of every kind and charset come out as the same flat fields."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import fields, forms

PAIRS = (("имя", "Олена"), ("tel", "067"), ("message", "Добрый день"))


def urlencoded(charset: str) -> bytes:
    from urllib.parse import urlencode

    return urlencode(PAIRS, encoding=charset).encode()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", json.dumps(dict(PAIRS)).encode()),
        ("application/json", b"\xef\xbb\xbf" + json.dumps(dict(PAIRS), ensure_ascii=False).encode()),
        (
            "application/json; charset=windows-1251",
            json.dumps(dict(PAIRS), ensure_ascii=False).encode("cp1251"),
        ),
        ("text/plain;charset=UTF-8", json.dumps(dict(PAIRS)).encode()),
        ("application/x-www-form-urlencoded", urlencoded("utf-8")),
        ("application/x-www-form-urlencoded", urlencoded("cp1251")),
        ("application/x-www-form-urlencoded; charset=windows-1251", urlencoded("cp1251")),
        ("application/x-www-form-urlencoded", urlencoded("koi8-u") + b"&_charset_=koi8-u"),
        ("application/x-www-form-urlencoded; charset=no-such", urlencoded("utf-8")),
    ],
)
def test_the_same_fields(content_type: str, body: bytes) -> None:
    assert forms.decode(content_type, body).fields == PAIRS


@pytest.mark.parametrize("charset", ["utf-8", "cp1251"])
def test_multipart_keeps_fields_and_leaves_files_out(charset: str) -> None:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in PAIRS
    )
    file = '--b\r\nContent-Disposition: form-data; name="f"; filename="план.pdf"\r\nContent-Type: x/y\r\n\r\n\x00\x01\r\n'
    form = forms.decode("multipart/form-data; boundary=b", (parts + file + "--b--\r\n").encode(charset))
    assert form.fields == PAIRS
    assert form.files == ("план.pdf",)


def test_nested_json_is_flat() -> None:
    body = {
        "fields": {"name": "A", "tags": ["x", "y"]},
        "items": [{"sku": 1}, {"sku": 2}],
        "ok": True,
        "no": None,
    }
    assert forms.decode("application/json", json.dumps(body).encode()).fields == (
        ("fields.name", "A"), ("fields.tags", "x, y"), ("items.0.sku", "1"), ("items.1.sku", "2"), ("ok", "true"), ("no", ""),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b""),
        ("application/json", b"[1]"),
        ("application/json", b"[" * 60_000),
        ("application/json", b'{"a":' * 10_000),
        ("application/json", b'{"a":' + b'{"a":' * 20 + b"1" + b"}" * 21),
        ("multipart/form-data", b"--b\r\n"),
        ("multipart/form-data; boundary=b", b"--b\r\nbroken"),
        ("multipart/form-data; boundary=b", b"no parts at all"),
        ("application/x-www-form-urlencoded", b"a=1&" * 300),
    ],
)
def test_what_is_not_what_it_says(content_type: str, body: bytes) -> None:
    with pytest.raises(forms.Unreadable):
        forms.decode(content_type, body)


def test_nothing_comes_out_that_the_database_cannot_store() -> None:
    form = forms.decode("application/json", b'{"na\\u0000me": "a\\u0000b\\ud800c"}')
    assert form.fields == (("name", "abc"),)


@given(
    st.sampled_from(
        [
            "application/json",
            "text/plain",
            "",
            "multipart/form-data; boundary=b",
            "application/x-www-form-urlencoded",
        ]
    ),
    st.binary(max_size=300),
)
def test_any_bytes_are_read_or_refused(content_type: str, body: bytes) -> None:
    try:
        form = forms.decode(content_type, body)
    except forms.Unreadable:
        return
    for name, value in form.fields:
        assert "\x00" not in name + value
        (name + value).encode()
    fields.read(form.fields).attribution()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("name", "name"), ("Имя", "name"), ("Ім’я", "name"), ("ваше имя *", "name"), ("your-name", "name"), ("fields[Name]", "name"),
        ("author.name", "name"), ("tel", "phone"), ("Телефон:", "phone"), ("form_fields[phone]", "phone"), ("phone_2", "phone"),
        ("E-mail", "email"), ("email[]", "email"), ("Комментарий", "message"), ("your-message", "message"), ("textarea", "message"),
        ("utm_source", "utm_source"), ("attribution.click_ids.fbclid", "fbclid"), ("YSCLID", "ysclid"), ("_gotcha", "honeypot"),
        ("_next", "redirect"), ("consent.privacy", "consent"), ("consent.marketing", None), ("author.id", "author_id"),
        ("thread.url", "thread_url"), ("tranid", "submission_id"), ("товар", None), ("", None), ("[]", None),
    ],
)  # fmt: skip
def test_names_of_fields(name: str, meant: str | None) -> None:
    assert fields.meaning(name) == meant


def test_marks_are_read_from_the_landing_page_where_no_field_says_them() -> None:
    sent = fields.read(
        (
            ("landing_url", "https://s.example/?utm_source=google&gclid=G1&x=2"),
            ("utm_source", "ig"),
            ("referrer", "https://l.example/"),
        )
    )
    assert sent.attribution() == {
        "referrer": "https://l.example/",
        "landing_url": "https://s.example/?utm_source=google&gclid=G1&x=2",
        "utm_source": "ig",
        "gclid": "G1",
    }
