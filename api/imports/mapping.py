"""Which column is what: by its header in three languages, else by what is in it."""

import re
from collections.abc import Mapping, Sequence

from api.imports.schemas import ImportColumn, ImportField
from api.kit.emails import normal_email

SAMPLES = 5
LOOKED_AT = 200
HEADERS: Mapping[ImportField, str] = {
    "name": (
        "name|full name|client|client name|customer|contact|contact name|имя|фио|клиент|контакт|имя клиента|заказчик|"
        "покупатель|лид|имя и фамилия|полное имя|ім я|піб|клієнт|ім я клієнта|замовник|покупець|контактна особа|"
        "контактное лицо|ім я та прізвище|повне ім я|lead"
    ),
    "first_name": "first name|firstname|given name|имя собственное|власне ім я",
    "last_name": "last name|lastname|surname|family name|фамилия|прізвище",
    "company": "company|company name|organization|organisation|компания|организация|фирма|предприятие|компанія|організація|фірма",
    "job_title": "job title|title|position|role|должность|позиция|посада",
    "city": "city|town|город|населенный пункт|місто|населений пункт",
    "note": "note|notes|comment|comments|description|заметка|заметки|комментарий|примечание|описание|нотатка|нотатки|коментар|примітка|опис",
    "tags": "tag|tags|labels|теги|тег|метки|метка|мітки|мітка",
    "status": "status|stage|state|статус|стан|состояние|этап|етап",
    "phone": (
        "phone|phones|phone number|telephone|tel|mobile|mobile phone|cell|телефон|телефоны|тел|номер|номер телефона|"
        "мобильный|мобильный телефон|моб|телефони|номер телефону|мобільний|мобільний телефон"
    ),
    "email": "email|e mail|mail|email address|почта|электронная почта|имейл|емейл|пошта|електронна пошта|эл почта|ел пошта",
    "instagram": "instagram|insta|инстаграм|інстаграм|инста",
    "telegram": "telegram|tg|телеграм|телеграмм",
    "whatsapp": "whatsapp|whats app|ватсап|вотсап|вацап",
    "viber": "viber|вайбер",
    "website": "website|site|web|url|сайт|веб сайт|вебсайт",
    "source": "source|lead source|channel|источник|канал|джерело|источник лида",
    "owner": "owner|manager|responsible|assigned to|assignee|ответственный|менеджер|відповідальний|владелец",
    "received_at": (
        "date|created|created at|date added|added|received|created on|дата|дата создания|дата добавления|создан|"
        "добавлен|дата створення|дата додавання|створено|додано|дата обращения|дата звернення"
    ),
}
BY_HEADER: Mapping[str, ImportField] = {
    header: field for field, headers in HEADERS.items() for header in headers.split("|")
}
REPEATABLE: frozenset[ImportField] = frozenset({"phone", "email", "note", "tags", "website"})
PHONE_SHAPE = re.compile(r"\+?[\d\s().-]{9,20}")


def normal_header(text: str) -> str:
    """`E-Mail*:` as `e mail`."""
    return re.sub(r"[\W_]+", " ", text.lower().replace("ё", "е")).strip()


def by_header(text: str) -> ImportField | None:
    """The field a header names, with or without a number behind it (`Телефон 2`)."""
    header = normal_header(text)
    return BY_HEADER.get(header) or BY_HEADER.get(re.sub(r"\s*\d+$", "", header))


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Is the first row one of headers? Yes when it names a field, or at least holds neither phone nor e-mail."""
    first = rows[0]
    if any(by_header(cell) for cell in first):
        return True
    return not any(_is_email(cell) or _is_phone(cell) for cell in first)


def columns(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[ImportColumn]:
    """Every column with samples and a suggestion; a field is suggested once unless it may repeat."""
    width = max([len(headers), *(len(row) for row in rows)])
    found: list[ImportColumn] = []
    taken: set[ImportField] = set()
    for place in range(width):
        values = [row[place] for row in rows[:LOOKED_AT] if place < len(row) and row[place]]
        header = headers[place] if place < len(headers) else ""
        suggested = by_header(header) or by_values(values)
        if suggested in taken and suggested not in REPEATABLE:
            suggested = None
        if suggested:
            taken.add(suggested)
        samples = [value[:80] for value in values[:SAMPLES]]
        found.append(ImportColumn(name=header[:200], samples=samples, suggested=suggested))
    return found


def by_values(values: Sequence[str]) -> ImportField | None:
    """What a column without a telling header holds, when six of ten values agree."""
    if not values:
        return None
    if sum(map(_is_email, values)) >= 0.6 * len(values):
        return "email"
    if sum(map(_is_phone, values)) >= 0.6 * len(values):
        return "phone"
    return None


def _is_email(text: str) -> bool:
    return normal_email(text) is not None


def _is_phone(text: str) -> bool:
    return bool(PHONE_SHAPE.fullmatch(text.strip())) and len(re.sub(r"\D", "", text)) >= 9
