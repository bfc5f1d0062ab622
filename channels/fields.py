"""Which of our fields a form's own field name means: forms that exist work with only a new action address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_ALIASES: Mapping[str, str] = {
    "name": "name fio fullname full_name contact_name client_name user_name username customer_name author author_name "
    "имя фио ім'я имя_фамилия піб пиб ваше_имя как_вас_зовут як_вас_звати як_до_вас_звертатися",
    "first_name": "first_name firstname fname given_name",
    "last_name": "last_name lastname lname surname family_name фамилия прізвище",
    "phone": "phone tel telephone phonenumber phone_number mobile mobile_phone cell contact_phone user_phone телефон тел "
    "номер номер_телефона номер_телефону мобильный мобильный_телефон мобільний",
    "email": "email mail e_mail emailaddress email_address user_email contact_email author_email почта пошта имейл "
    "электронная_почта електронна_пошта эл_почта",
    "contact": "contact contacts контакт контакты контакти как_связаться телефон_или_почта phone_or_email",
    "message": "message comment comments text textarea msg question body content note notes description details request "
    "сообщение комментарий повідомлення коментар вопрос питання запитання текст ваше_сообщение ваш_вопрос",
    "subject": "subject topic theme тема",
    "company": "company organization organisation company_name firm компания компанія организация організація фирма",
    "city": "city town город місто",
    "telegram": "telegram tg telegram_username телеграм",
    "whatsapp": "whatsapp wa вотсап ватсап",
    "viber": "viber вайбер",
    "instagram": "instagram insta ig инстаграм інстаграм",
    "site_key": "site_key sitekey smena_key _site_key data_site",
    "submission_id": "submission_id idempotency_key tranid _submission_id",
    "elapsed_ms": "elapsed_ms _elapsed_ms fill_ms",
    "honeypot": "_gotcha _honeypot _honey _hp hp hp_company_site honeypot bot_field",
    "redirect": "_redirect _next redirect redirect_url success_url _success return_url",
    "consent": "consent agree agreement privacy gdpr policy terms персональные_данные согласие згода consent_privacy",
    "consent_text": "consent_text consent_label text_version",
    "locale": "locale lang language _lang _language",
    "time_zone": "time_zone timezone tz",
    "page_url": "page_url page pageurl _url source_url",
    "page_title": "page_title title",
    "landing_url": "landing_url landing landing_page first_page",
    "referrer": "referrer referer http_referer",
    "form_id": "form_id formid form_name formname form",
    "external_id": "external_id comment_id",
    "author_id": "author_id user_id visitor_id",
    "thread_url": "thread_url post_url permalink",
    "thread_title": "thread_title post_title",
    "parent_id": "parent_external_id parent_id",
    "created_at": "created_at submitted_at date",
}  # fmt: skip
_BY_ALIAS = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}
CLICK_IDS = frozenset(
    "gclid gbraid wbraid dclid fbclid ttclid msclkid yclid ysclid ymclid twclid li_fat_id rb_clickid _openstat".split()
)
_UTM = re.compile(r"utm_[a-z_]{2,30}")
_INNERMOST = re.compile(r"\[([^\[\]]+)\](?:\[\])?$")
_SEPARATORS = re.compile(r"[\s\-/]+")
_AUTHOR = {"id": "author_id"}
_THREAD = {"url": "thread_url", "title": "thread_title"}


def aliases() -> Mapping[str, str]:
    """Every name that a form may give one of our fields, with the field."""
    return _BY_ALIAS


def meaning(name: str) -> str | None:
    """Our field for a form's own name, `utm_*` and click ids for themselves, None when we know none."""
    parent, _, last = _path(name).rpartition(".")
    word = _SEPARATORS.sub("_", last.lower().replace("’", "'").replace("ʼ", "'").strip(" *:?"))
    parent = parent.rpartition(".")[2].lower()
    if parent in ("author", "thread"):
        nested = (_AUTHOR if parent == "author" else _THREAD).get(word)
        if nested:
            return nested
    if _is_mark(word):
        return word
    word = re.sub(r"_\d+$", "", word.removeprefix("your_"))
    if parent == "consent":
        return (
            "consent_text"
            if word in ("text", "text_version", "version")
            else "consent"
            if word == "privacy"
            else None
        )
    return _BY_ALIAS.get(word)


def _path(name: str) -> str:
    """`form_fields[phone]` as `form_fields.phone`."""
    return _INNERMOST.sub(r".\1", name.strip().removesuffix("[]"))


def _is_mark(word: str) -> bool:
    return word in CLICK_IDS or _UTM.fullmatch(word) is not None


def _query(url: str) -> list[tuple[str, str]]:
    """UTM and click ids in the address of a page."""
    try:
        pairs = parse_qsl(urlsplit(url).query, max_num_fields=100)
    except ValueError:
        return []
    return [(name.lower(), value) for name, value in pairs if _is_mark(name.lower())]


@dataclass(frozen=True)
class Submission:
    """A form read by meaning. `known`: field -> first non-empty value; `repeated`: further ones; `other`: the form's own."""

    known: Mapping[str, str]
    repeated: Mapping[str, tuple[str, ...]]
    other: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """The value, empty when there is none."""
        return self.known.get(name, "")

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field, in the form's order."""
        first = self.known.get(name)
        return (first, *self.repeated.get(name, ())) if first else ()

    def attribution(self) -> dict[str, str]:
        """UTM, click ids, referrer and landing page as they came, cut to a sane length."""
        found = {
            name: self.known[name] for name in ("referrer", "landing_url", "page_url") if name in self.known
        }
        for page in (found.get("landing_url", ""), found.get("page_url", "")):
            for name, value in _query(page):
                found.setdefault(name, value)
        found |= {name: value for name, value in self.known.items() if _is_mark(name)}
        return {name: value[:1000] for name, value in found.items()}


def read(fields: Iterable[tuple[str, str]]) -> Submission:
    """Sorts a form's fields by what they mean."""
    known: dict[str, str] = {}
    repeated: dict[str, tuple[str, ...]] = {}
    other: list[tuple[str, str]] = []
    for name, value in fields:
        if not value:
            continue
        field = meaning(name)
        if field is None:
            other.append((_path(name).rpartition(".")[2], value))
        elif field not in known:
            known[field] = value
        elif value not in (known[field], *repeated.get(field, ())):
            repeated[field] = (*repeated.get(field, ()), value)
    return Submission(known, repeated, tuple(other))
