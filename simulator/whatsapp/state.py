"""What WhatsApp knows: a business account with its number, people, messages, media and templates."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import Ids
from simulator.meta.apps import META_APP_ID, META_APP_SECRET, VERIFY_TOKEN
from simulator.meta.tokens import Tokens
from simulator.meta.webhooks import App

MESSAGING, MANAGEMENT = "whatsapp_business_messaging", "whatsapp_business_management"
WABA, PHONE, DISPLAY = "102290000000001", "1088000000001", "380441234567"
TOKEN = "EAASimulatedWhatsAppSystemUserToken"  # noqa: S105 -- opens nothing but this simulator


@dataclass
class Number:
    """A number of the business."""

    id: str
    waba: str
    display: str
    name: str
    registered: bool = True
    callback_url: str = ""


@dataclass
class Person:
    """A user. `user_id` is his name for this business; `phone` may be hidden from it, and is then only ours."""

    user_id: str
    phone: str
    name: str
    username: str = ""
    hidden: bool = False
    offline: bool = False
    opted_out: bool = False
    blocks: bool = False
    heard: float = 0.0


@dataclass
class Message:
    """One message; `states` are the statuses that it has had."""

    id: str
    number: str
    person: Person
    outgoing: bool
    kind: str
    at: float
    opaque: str = ""
    states: list[str] = field(default_factory=list)


@dataclass
class Media:
    """A file; its address is good for five minutes from when it was asked for."""

    id: str
    mime: str
    content: bytes
    asked: float = 0.0

    @property
    def sha256(self) -> str:
        """Of the content, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Template:
    """`header`: IMAGE, VIDEO or DOCUMENT above its words; `blanks`: the {{1}} or {{name}} in them."""

    id: str
    name: str
    language: str
    category: str
    text: str
    status: str = "APPROVED"
    header: str = ""

    @property
    def blanks(self) -> list[str]:
        """Each once, as they stand."""
        return list(dict.fromkeys(BLANK.findall(self.text)))

    @property
    def is_named(self) -> bool:
        """Does it take names beside the values?"""
        return any(not blank.isdigit() for blank in self.blanks)


BLANK = re.compile(r"\{\{(\w+)\}\}")


def wa_id(dialled: str) -> str:
    """The number as WhatsApp knows it: Brazil without the ninth digit, Mexico with a 1, Argentina with a 9."""
    digits = "".join(c for c in dialled if c.isdigit())
    if digits.startswith("55") and len(digits) == 13 and digits[4] == "9":
        return digits[:4] + digits[5:]
    if digits.startswith("52") and len(digits) == 12:
        return "521" + digits[2:]
    if digits.startswith("54") and len(digits) == 12:
        return "549" + digits[2:]
    return digits


class WhatsApp:
    """The whole of it, with one business account, one number and its templates."""

    def __init__(self, clock: Clock, ids: Ids | None = None) -> None:
        self.clock = clock
        self.ids = ids or Ids()
        fields = {"messages", "smb_message_echoes", "message_template_status_update", "account_update"}
        self.app = App(
            META_APP_ID, META_APP_SECRET, "whatsapp_business_account", fields, verify_token=VERIFY_TOKEN
        )
        self.tokens = Tokens(clock, "EAA")
        self.tokens.issue(WABA, (MESSAGING, MANAGEMENT), "system", TOKEN)
        self.subscribed: set[str] = set()
        self.numbers = {PHONE: Number(PHONE, WABA, DISPLAY, "Магазин (simulated)")}
        self.people: dict[str, Person] = {}
        self.messages: dict[str, Message] = {}
        self.media: dict[str, Media] = {}
        self.templates = {t.name: t for t in _templates()}

    def number(self, name: str) -> Number | None:
        """By id or display number."""
        return next((n for n in self.numbers.values() if name in (n.id, n.display)), None)

    def owns(self, node: str) -> bool:
        """Whether a node of graph.facebook.com is one of WhatsApp's."""
        return node == WABA or node in self.numbers or node in self.media

    def person(self, phone: str, name: str = "", username: str = "") -> Person:
        """The one with this number; he appears when he is first named."""
        known = self.by_phone(phone)
        if known is not None:
            return known
        made = Person(f"UA.{self.ids.next('141', 16)}", wa_id(phone), name or "Олена (simulated)", username)
        self.people[made.user_id] = made
        return made

    def by_phone(self, phone: str) -> Person | None:
        """A user, if the number has WhatsApp at all."""
        return next((p for p in self.people.values() if p.phone == wa_id(phone)), None)

    def message(
        self, number: Number, person: Person, kind: str, *, outgoing: bool, opaque: str = ""
    ) -> Message:
        """A message; one from a person opens his 24 hours."""
        made = Message(
            f"wamid.HBgM{self.ids.next('3', 20)}", number.id, person, outgoing, kind, self.clock.now(), opaque
        )
        self.messages[made.id] = made
        if not outgoing:
            person.heard = made.at
        return made

    def file(self, mime: str, content: bytes) -> Media:
        """A file that was sent or uploaded."""
        made = Media(self.ids.next("99", 15), mime, content)
        self.media[made.id] = made
        return made


def _templates() -> list[Template]:
    texts: list[tuple[Any, ...]] = [
        ("order_update", "uk", "UTILITY", "Замовлення {{1}}: {{2}}"),
        ("come_back", "ru", "MARKETING", "{{1}}, вернёмся к разговору?"),
        ("login_code", "uk", "AUTHENTICATION", "Код: {{1}}"),
    ]
    made = [Template(str(5550 + n), *text) for n, text in enumerate(texts)]
    ready = "Вітаємо, {{customer}}! Замовлення {{order}} готове."
    return [
        *made,
        Template("5557", "order_ready", "uk", "UTILITY", ready, header="IMAGE"),
        Template("5558", "price_list", "ru", "UTILITY", "Наши цены на этот месяц.", header="DOCUMENT"),
        Template("5559", "not_yet", "uk", "MARKETING", "Чекає на перевірку", "PENDING"),
    ]
