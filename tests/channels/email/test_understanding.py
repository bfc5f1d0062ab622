"""What becomes of a mail: pure, without a server."""

import time
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from channels.base import Lead, Message, Nothing, Parked, Receipt
from channels.capabilities import ConnectRefused, Outgoing
from channels.email import compose, envelope, hosts, imap, parts, quotes, refusals
from channels.email.adapter import Email
from channels.email.mailbox import Mailbox, Server, described
from channels.email.settings import EmailSettings
from channels.failures import Failure
from channels.media import OutgoingFile
from tests.channels.email.letters import ANSWERS, AT, BOX, NOT_QUOTED, QUOTED, bounce, letter, understood

OURS = "smena.00000000-0000-0000-0000-000000000001@shop.ua"


def message(raw: bytes, **options: Any) -> Message:
    happened = understood(raw, **options)
    assert isinstance(happened, Message), happened
    return happened


def nothing(raw: bytes, **options: Any) -> str:
    happened = understood(raw, **options)
    assert isinstance(happened, Nothing), happened
    return happened.reason


def test_somebody_writes() -> None:
    told = message(
        letter(
            "Скільки коштує?\nТел. 067 123-45-67, колега: taras@ukr.net, ваш info@shop.ua",
            to="Sales <Sales+insta@shop.ua>",
        )
    )
    assert (told.direction, told.external_id, told.address, told.occurred_at) == (
        "in",
        "1@ukr.net",
        "olena@ukr.net",
        AT,
    )
    assert told.text.startswith("Запитання\n\nСкільки коштує?")
    assert [(one.kind, one.external_id, one.scope) for one in told.person.identities] == [
        ("email", "olena@ukr.net", "global")
    ]
    assert told.person.name == "Олена Коваль"
    assert [one.normalized for one in told.person.verified] == ["olena@ukr.net"]
    assert [one.normalized for one in told.person.contacts] == ["taras@ukr.net", "+380671234567"]
    assert told.hints == {"ref": "insta"}
    assert told.details == {"subject": "Запитання", "message_id": "1@ukr.net", "references": []}
    # A box that several people share proves nobody, and neither does a sender whom the server did not believe.
    shared = message(letter(sender="Romashka <info@romashka.ua>"))
    assert (shared.person.verified, shared.person.contacts[0].normalized) == ((), "info@romashka.ua")
    forged = message(
        letter(Authentication_Results="mx.shop.ua; spf=fail; dmarc=fail (p=none) header.from=ukr.net")
    )
    assert forged.person.verified == () and forged.details["sender_unproved"] is True
    nameless = message(letter(sender="olena@ukr.net", reply_to="Олена <other@ukr.net>"))
    assert (nameless.person.name, nameless.address) == ("olena@ukr.net", "other@ukr.net")


def test_a_thread_is_known_by_the_mail_that_began_it_and_by_whom_it_is_with() -> None:
    first = message(letter())
    ours = message(
        letter(
            "500 грн",
            sender=BOX,
            to="olena@ukr.net",
            id=f"<{OURS}>",
            in_reply_to="<1@ukr.net>",
            references="<1@ukr.net>",
        ),
        kind="sent",
    )
    again = message(
        letter(
            "Беру",
            subject="Адреса доставки",
            id="<2@ukr.net>",
            in_reply_to=f"<{OURS}>",
            references=f"<1@ukr.net> <{OURS}>",
        )
    )
    assert first.thread_key == ours.thread_key == again.thread_key
    assert (ours.direction, ours.by_hand, ours.text, ours.address) == (
        "out",
        False,
        "500 грн",
        "olena@ukr.net",
    )
    assert again.text == "Беру" and again.details["subject"] == "Адреса доставки"
    assert again.follows == (OURS, "1@ukr.net") and again.reply_to == OURS
    # Programs that name the last mail only: the thread is found by what it follows.
    assert message(letter(id="<3@ukr.net>", in_reply_to=f"<{OURS}>")).follows == (OURS,)
    # The same subject is no thread, and three people who answer one mail are three.
    assert message(letter(id="<4@ukr.net>", subject="Re: Запитання")).thread_key != first.thread_key
    answers = [
        message(letter("Цікаво", sender=f"{who}@ukr.net", id=f"<a@{who}>", in_reply_to="<news@shop.ua>"))
        for who in "abc"
    ]
    assert len({one.thread_key for one in answers}) == 3


@pytest.mark.parametrize("program", ANSWERS)
def test_of_an_answer_the_new_words_are_shown(program: str) -> None:
    new = ANSWERS[program].partition("\n")[0]
    told = message(letter(ANSWERS[program], id="<5@x.ua>", in_reply_to=f"<{OURS}>"))
    assert told.text == new


def test_what_is_no_quote_stays() -> None:
    for text in NOT_QUOTED:
        assert quotes.unquoted(text) == text
    forwarded = "---------- Forwarded message ---------\nFrom: Ivan <i@x.ua>\nDate: Mon\n\nХочу купити"
    assert "Хочу купити" in quotes.unquoted(forwarded)
    html = f"""<html><head><style>p {{color: red}}</style></head><body><div>Спасибо, <b>беру</b>&nbsp;две.</div><ul><li>синюю</li><li>белую</li></ul>
    <div class="gmail_quote"><div>пн, 23 нояб.</div><blockquote>{QUOTED}</blockquote></div></body></html>"""
    assert (
        message(letter(" \n", html=html, id="<6@x>", in_reply_to="<0@x>")).text
        == "Спасибо, беру две.\n\n- синюю\n- белую"
    )
    outlook = f'<p>Ок.</p><div id="divRplyFwdMsg"><b>От:</b> Магазин</div><div>{QUOTED}</div>'
    assert message(letter("", html=outlook, id="<6@x>", in_reply_to="<0@x>")).text == "Ок."


def test_who_writes_a_mail_does_not_choose_how_long_it_takes_to_read() -> None:
    many = 40_000
    pages = (
        "<" * many,
        "<![CDATA[ x",
        "<!-- " * many,
        "</a " * many,
        "<b>a" * many,
        "<style " * many,
        "<script>alert(1)</script><p>Привіт</p>",
    )
    texts = (
        "<a@" + "a@" * many,
        "\n>" * many + "\nx",
        " " * many + "x",
        "-" * many,
        "From: a\n" * many,
        "a.b@" * many,
    )
    began = time.monotonic()
    for page in pages:
        assert "alert" not in message(letter("", html=page)).text
    for text in texts:
        understood(letter(text, sender="site@shop.ua"))
    assert time.monotonic() - began < 20, "some of it goes by the square of its length"
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000))
    with pytest.raises(Parked, match="unreadable"):
        understood(f"From: a@b.ua\r\n{nested}\r\nx".encode())


def test_charsets_are_read_whatever_is_said_of_them() -> None:
    head = "From: {} <o@ukr.net>\r\nTo: sales@shop.ua\r\nSubject: {}\r\nMessage-ID: <7@x>\r\nReferences: <0@x>\r\n"
    body = "Скільки коштує ґанок і їжак?"
    lies = (
        ("cp1251", "Content-Type: text/plain; charset=windows-1251\r\n"),
        ("koi8-u", "Content-Type: text/plain; charset=KOI8-RU\r\n"),
        ("cp1251", "Content-Type: text/plain; charset=us-ascii\r\n"),
        ("utf-8", "Content-Type: text/plain; charset=iso-8859-1\r\n"),
        ("cp1251", "Content-Type: text/plain; charset=x-unknown-9\r\n"),
        ("utf-8", ""),
    )
    for real, said in lies:
        raw = (head.format("Олена", "Питання") + said + "\r\n" + body).encode(real)
        told = message(raw)
        assert (told.text, told.person.name, told.details["subject"]) == (body, "Олена", "Питання"), (
            real,
            said,
        )
    split = "=?utf-8?B?0J/RgNC40LLRltGC?= =?UTF-8?Q?_=D1=81?= =?utf-8?q?=D0=B2=D1?= =?utf-8?q?=96t?="
    assert parts.decoded(split) == "Привіт свіt"
    for broken in (
        b"From: \xff\xfe <a@b.ua>\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        b"From: a@b.ua\nContent-Type: \xd0\n\n\xff",
        b"From: a@b.ua",
    ):
        assert message(broken).person.identities
    with pytest.raises(Parked, match="unreadable"):
        understood(b"\x00\x01\x02")


def test_machines_are_nobody_unless_they_answer_us() -> None:
    assert nothing(letter(auto_submitted="auto-replied")) == "auto_reply"
    assert nothing(letter(subject="Автоматична відповідь: Запитання")) == "auto_reply"
    assert nothing(letter(x_autoreply="yes")) == "auto_reply"
    assert nothing(letter(precedence="bulk")) == "newsletter"
    assert nothing(letter(list_unsubscribe="<https://x.ua/u>")) == "newsletter"
    assert nothing(letter(sender="no-reply@service.com")) == "automatic"
    assert nothing(letter(sender="Анна <anna@shop.ua>")) == "colleague"
    assert nothing(letter(sender=BOX, to=BOX)) == "to_ourselves"
    # Somebody writes to a client in our name and to us: that is no word of ours.
    assert nothing(letter(sender=BOX, to="olena@ukr.net")) == "to_ourselves"
    answered = letter("Так, беру", list_unsubscribe="<https://crm.x/u>", id="<8@x>", references=f"<{OURS}>")
    assert message(answered).text == "Так, беру"
    assert nothing(letter(auto_submitted="auto-replied", id="<9@x>", references=f"<{OURS}>")) == "auto_reply"
    with pytest.raises(Parked, match="spam"):
        understood(letter(x_spam_flag="YES"))
    assert message(letter(x_spam_flag="YES"), released=True).direction == "in"


def test_a_mail_that_came_back() -> None:
    gone = understood(bounce(OURS))
    assert isinstance(gone, Receipt)
    assert (gone.external_id, gone.status, gone.reason) == (OURS, "failed", "recipient_gone")
    full = understood(bounce(OURS, "5.2.2"))
    assert isinstance(full, Receipt) and full.reason == "bounced_5.2.2"
    assert nothing(bounce(OURS, "4.4.1")) == "delivery_delayed"
    plain = f"Hi. This is the qmail-send program.\n<o@x.ua>: 550 5.1.1 sorry, no mailbox here\n\n--- Below\nMessage-ID: <{OURS}>\n"
    old = understood(letter(plain, sender="MAILER-DAEMON@mx.x.ua"))
    assert isinstance(old, Receipt) and (old.external_id, old.reason) == (OURS, "recipient_gone")


def test_forms_of_the_site_and_of_services() -> None:
    text = "Имя: Олена\nТелефон: 067 123-45-67\nСообщение: Сколько стоит?\nutm_source: google\nЦвет: синий\n"
    lead = understood(letter(text, sender="site@shop.ua", subject="Заявка"))
    assert isinstance(lead, Lead)
    assert (lead.name, lead.kind, [one.normalized for one in lead.contacts]) == (
        "Олена",
        "form",
        ["+380671234567"],
    )
    assert (
        lead.first_touch == {"is_form_mail": "yes", "utm_source": "google"} and "Цвет: синий" in lead.message
    )
    answerable = message(letter(text + "Email: o@ukr.net", sender="noreply@tilda.ws"))
    assert (answerable.direction, answerable.address, answerable.person.identities) == ("in", "o@ukr.net", ())
    assert [one.normalized for one in answerable.person.contacts] == ["o@ukr.net", "+380671234567"]
    by_header = message(
        letter("Хочу замовити", sender=f"Сайт <{BOX}>", reply_to="Ірина <ira@ukr.net>"), kind="sent"
    )
    assert (by_header.direction, by_header.address, by_header.person.name) == ("in", "ira@ukr.net", "Ірина")
    # A colleague's signature is no form.
    assert (
        nothing(
            letter(
                "Глянь, будь ласка, рахунок за листопад\nі скажи, що скажеш\nІм'я: Анна\nТел: 067 1234567",
                sender="anna@shop.ua",
            )
        )
        == "colleague"
    )


def test_files_and_what_is_too_big() -> None:
    raw = letter(files={"рахунок.pdf": b"%PDF-1", "акт.pdf": b"%PDF-2"})
    told = message(raw)
    assert [(one.kind, one.name, one.mime_type) for one in told.attachments] == [
        ("file", "рахунок.pdf", "application/pdf"),
        ("file", "акт.pdf", "application/pdf"),
    ]
    body = envelope.sealed(BOX, imap.Letter(1, raw, len(raw), None), is_sent=False).body
    adapter = Email(EmailSettings(_env_file=None))  # type: ignore[call-arg]
    assert [adapter.content(body, one.media_id) for one in told.attachments] == [b"%PDF-1", b"%PDF-2"]
    assert adapter.content(body, "9.9") is None
    cut = message(raw[: raw.rindex(b"JVBERi0y") + 3], size=imap.WHOLE_BYTES + 1)
    assert cut.text.endswith("Скільки коштує?") and cut.details["too_big"] == imap.WHOLE_BYTES + 1
    assert [bool(one.media_id) for one in cut.attachments] == [True, False]


def test_the_key_is_the_mails_own() -> None:
    def key(raw: bytes, uid: int = 1, *, is_sent: bool = False) -> str:
        return envelope.sealed(BOX, imap.Letter(uid, raw, 1, None), is_sent=is_sent).key

    assert key(letter()) == key(letter(), 9) == "mail:1@ukr.net"
    assert key(letter(), is_sent=True) == "sent:1@ukr.net"
    nameless = [key(letter(text, id=None)) for text in ("а", "а", "б")]
    assert nameless[0] == nameless[1] != nameless[2]
    pretended = b"X-Smena-Mailbox: evil@x.ua\r\nX-Smena-Arrived: \r\nX-Smena-Size: 1\r\n" + letter()
    assert message(pretended).hints == {} and understood(pretended) == replace(message(pretended))


BOXED = Mailbox(
    BOX, Server("imap.shop.ua", 993, BOX), Server("smtp.shop.ua", 465, BOX), name="Магазин «Ромашка»"
)


def test_an_answer_stands_in_its_thread() -> None:
    chain = [f"{number}@{'x' * 70}.ua" for number in range(30)]
    answered = {
        "subject": "RE[2]: Отв: Питання про дуже довгу назву товару, якої не буває, але буває",
        "message_id": "last@x.ua",
        "references": chain,
    }
    raw = compose.composed(
        BOXED,
        Outgoing(
            UUID(int=1),
            "direct",
            "olena@ukr.net",
            "Так.\n\nС уважением,\nhttps://shop.ua/a?b=1&c=2",
            answered=answered,
        ),
        AT,
    )
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998 and raw.isascii()
    mail = parts.parsed(raw)
    assert (
        parts.header(mail, "subject") == "Re: Питання про дуже довгу назву товару, якої не буває, але буває"
    )
    assert parts.ids(parts.header(mail, "references")) == [chain[0], *chain[-14:], "last@x.ua"]
    assert parts.header(mail, "in-reply-to") == "<last@x.ua>"
    assert parts.addresses(mail, "from") == [parts.Address("Магазин «Ромашка»", BOX)]
    # What comes back from the Sent folder is the very text that was queued.
    echo = message(raw, kind="sent")
    assert (echo.external_id, echo.text, echo.by_hand) == (
        OURS,
        "Так.\n\nС уважением,\nhttps://shop.ua/a?b=1&c=2",
        False,
    )


def test_a_file_goes_with_its_words() -> None:
    file = OutgoingFile("file", "рахунок №5.pdf", "application/pdf", b"%PDF-1")
    raw = compose.composed(BOXED, Outgoing(UUID(int=1), "direct", "olena@ukr.net", "Ось.", file=file), AT)
    sent = message(raw, kind="sent")
    assert (sent.text, [(one.name, one.mime_type) for one in sent.attachments]) == (
        "Ось.",
        [("рахунок №5.pdf", "application/pdf")],
    )
    assert parts.header(parts.parsed(raw), "subject") == BOXED.name  # nothing to answer to


def test_refusals_by_what_they_mean() -> None:
    table = {
        (550, "5.1.1 <x@y.ua>: Recipient address rejected: User unknown"): "recipient_gone",
        (550, "No such user here"): "recipient_gone",
        (550, "5.7.1 Message rejected as spam, account does not exist in our whitelist"): "permanent",
        (552, "5.3.4 Message too big"): "permanent",
        (554, "5.7.1 rejected"): "permanent",
        (451, "4.7.1 Greylisted, try again"): "retry",
        (421, "4.7.0 Too many connections"): "retry",
        (550, "5.4.5 Daily user sending limit exceeded"): "retry",
        (535, "5.7.8 Username and Password not accepted"): "reauth",
    }
    for (code, words), kind in table.items():
        found = refusals.classify(code, words)
        assert found.kind == kind, words
        assert found.pause >= 900 if kind == "retry" else not found.pause
    assert refusals.classify(500, "") == Failure("permanent", "refused", "500 ")


def test_hosts_are_found_by_the_address_and_private_ones_are_not_called() -> None:
    box, imap_servers, smtp_servers = described(
        {"address": "Shop.Name@Gmail.com", "password": "abcd efgh ijkl mnop"}
    )
    assert (box.password, imap_servers, smtp_servers) == (
        "abcdefghijklmnop",
        [Server("imap.gmail.com", 993, "shop.name@gmail.com")],
        [Server("smtp.gmail.com", 465, "shop.name@gmail.com")],
    )
    _, (one, other), _ = described({"address": "a@firma.ua", "imap_host": "h", "imap_port": "9930"})
    assert (one.at_once, other.at_once) == (True, False)
    _, imap_servers, smtp_servers = described({"address": "a@firma.ua", "password": "x"})
    assert [one.host for one in imap_servers] == ["imap.firma.ua", "mail.firma.ua", "firma.ua"]
    assert {(one.host, one.port) for one in smtp_servers} >= {("smtp.firma.ua", 465), ("smtp.firma.ua", 587)}
    _, imap_servers, smtp_servers = described(
        {"address": "a@firma.ua", "password": "x", "imap_host": "imap.gmail.com"}
    )
    assert [(one.host, one.port) for one in smtp_servers] == [("smtp.gmail.com", 465)]
    for keys, reason in (
        ({"address": "нет"}, "address_invalid"),
        ({"address": "a@b.ua", "imap_port": "99999"}, "port_invalid"),
    ):
        with pytest.raises(ConnectRefused, match=reason):
            described(keys)
    for address in (
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "fd00::1",
    ):
        assert not hosts.is_public(address), address
    assert hosts.is_public("8.8.8.8") and hosts.is_public("2001:4860:4860::8888")
    with pytest.raises(hosts.HostRefused):
        hosts.connected("localhost", 5432, private=False)
