"""What sites send, each in another way."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.site import ORIGIN

FORM = "application/x-www-form-urlencoded"
HMAC_SECRET = "smsec_test"


@dataclass(frozen=True)
class Sent:
    """A submission without its site's key."""

    body: bytes
    kind: str = "application/json"
    path: str = "leads"
    headers: dict[str, str | bytes] = field(default_factory=dict)
    signed: bool = False

    def request(self, key: str, now: float) -> dict[str, Any]:
        headers = {"content-type": self.kind, "x-smena-key": key, "origin": ORIGIN, **self.headers}
        if self.signed:
            at = str(int(now))
            headers["x-smena-timestamp"] = at
            told = at.encode() + b"." + self.body
            headers["x-smena-signature"] = hmac.new(HMAC_SECRET.encode(), told, hashlib.sha256).hexdigest()
        return {"content": self.body, "headers": headers}


def as_json(**fields: Any) -> bytes:
    return json.dumps({"name": "Олена", "phone": "0671234567", **fields}, ensure_ascii=False).encode()


def multipart(*parts: tuple[str, bytes]) -> bytes:
    head = b'--b\r\nContent-Disposition: form-data; name="'
    return (
        b"".join(head + name.encode() + b"\r\n\r\n" + value + b"\r\n" for name, value in parts) + b"--b--\r\n"
    )


SENT = (
    Sent(as_json(submission_id="s-1", elapsed_ms=9000)),
    Sent(as_json(submission_id=9223372036854775807123)),
    Sent(as_json(fields={"submission id": "s-3", "your-message": "цена?"})),
    Sent(as_json(submission_id="ж" * 129)),
    Sent(as_json(_gotcha="bot", submission_id="s-5")),
    Sent(as_json(elapsed_ms=20, submission_id="s-6")),
    Sent(as_json(submission_id="s-7"), headers={"origin": "https://elsewhere.example"}),
    Sent(as_json(submission_id="s-8"), "text/plain;charset=UTF-8"),
    Sent(as_json(submission_id="unused"), headers={"idempotency-key": "k-9", "user-agent": "Ґ".encode()}),
    Sent(b"name=%D0%9E&phone=067+123&Submission-ID=s-10&x=", FORM),
    Sent("имя=Оля&submission_id=эй&utm_source=x".encode("cp1251"), FORM),
    Sent(b"_charset_=koi8-u&submission_id=" + "ключ".encode("koi8-u"), FORM),
    Sent(multipart(('submission_id"', b"s-13"), ('n"; filename="a.txt"', b"file"), ('name"', "Їжак".encode())), 'multipart/form-data; boundary="b"'),
    Sent(b"--b\r\nbroken", "multipart/form-data; boundary=b"),
    Sent(b'{"name": ', "application/json"),
    Sent(b"[1]", "application/json"),
    Sent(b'{"submission_id": -Infinity, "name": "NaN \\" Infinity", "x": NaN}'),
    Sent(as_json(author={"id": 7, "name": "І"}, external_id="wp-1", text="?"), path="comments"),
    Sent(as_json(text="без номера"), path="comments"),
    Sent(as_json(name="Заказ 1042"), signed=True, headers={"origin": "https://elsewhere.example"}),
    Sent(as_json(name="без ключа")),
)  # fmt: skip
