"""What of an answer is new: cut at the first line that begins what is quoted, as the mail programs of the region write it.

Patterns of the reference (section 10), which were tried on samples of Gmail, Outlook, Mail.ru, Yandex, Apple Mail and Thunderbird in Russian,
Ukrainian and English; no library knows the first two languages.
"""

import re

_WROTE = r"(?:пише|пишет|писав|писал|написал\(а\)|написав\(ла\)|написала?|написав|написано|wrote)"
_DAY = r"(?:\w{2,12}\.?,\s)?"
# Bounded, as everything here is: who writes a mail chooses what is searched.
_MAIL = r"<[^\s<>@]{1,80}@[^\s<>@]{1,120}>"
_ATTRIBUTIONS = (
    # On Mon, 23 Nov 2026 at 10:00, Anna <anna@shop.ua> wrote:
    r"^>?[ \t]*On [^\n]{5,200}(?:\n[^\n]{0,120})?wrote:[ \t]*$",
    # пн, 23 нояб. 2026 г. в 10:00, Анна <anna@shop.ua>: / пише:
    rf"^>?[ \t]*{_DAY}\d{{1,2}} \S{{1,15}}\.? \d{{4}} ?[гр]?\.?,? (?:[воіу]|об|at) \d{{1,2}}:\d{{2}}(?::\d\d)?,?\s[^\n]{{0,200}}(?:\n[^\n]{{0,200}})?{_MAIL}:?(?:\s*{_WROTE})?:?[ \t]*$",
    # Понедельник, 23 ноября 2026, 10:00 +03:00 от Анна <anna@shop.ua>:
    r"^>?[ \t]*\w{3,15}, \d{1,2} \w{2,15} \d{4},? (?:[гр]\.,? )?\d{1,2}:\d{2} [+-]\d{2}:?\d{2} (?:от|від|from) [^\n]+$",
    # 23.11.2026, 10:00, "Анна" <anna@shop.ua>: / 23.11.2026 10:00, Анна пишет:
    rf"^>?[ \t]*\d{{2}}\.\d{{2}}\.\d{{4}},? (?:[вов] )?\d{{1,2}}:\d{{2}},? [^\n]{{2,200}}(?:{_MAIL}:|{_WROTE}:)[ \t]*$",
    # 23 листопада 2026, 10:00:30, від "Анна" <anna@shop.ua>:  (ukr.net)
    r"^>?[ \t]*\d{1,2} \w{2,15} \d{4}(?: [гр]\.?)?, \d{1,2}:\d{2}(?::\d{2})?,? (?:від|от|from) [^\n]+$",
    # Анна <anna@shop.ua> писал(а) 23.11.2026 10:00: and Apple's «23 нояб. 2026 г., в 10:00, Анна <a@b> написал(а):»
    rf"^>?[ \t]*[^\n]{{2,200}}{_MAIL}[ \t]*{_WROTE}[^\n]{{0,60}}:[ \t]*$",
)
_HEADER = (
    r"(?:From|От|Від|Sent|Отправлено|Надіслано|Відправлено|To|Кому|Subject|Тема|Cc|Копия|Копія|Date|Дата)"
)
_ORIGINAL = r"(?:Original Message|Исходное сообщение|Пересылаемое(?: сообщение)?|Оригінальне повідомлення|Переслане повідомлення|Forwarded message)"
_BLOCKS = (
    # Outlook: two lines of headers at least, perhaps below a line.
    rf"^(?:_{{10,}}[ \t]*\n\s*)?[>* \t]*{_HEADER}:\*? [^\n]+\n(?:[>* \t]*{_HEADER}:\*? [^\n]*(?:\n|$)){{1,8}}",
    rf"^[> \t]*-{{2,}}\s*{_ORIGINAL}\s*-{{2,}}[ \t]*$",
)
_SIGNATURES = (
    r"^-- ?$",
    r"^(?:Sent from my|Get Outlook for|Отправлено с |Отправлено из |Надіслано з |Відправлено з |Отправлено с моего)[^\n]{0,80}$",
)
QUOTED = re.compile("|".join((*_ATTRIBUTIONS, *_BLOCKS)), re.MULTILINE | re.IGNORECASE)
SIGNED = re.compile("|".join(_SIGNATURES), re.MULTILINE)


def unquoted(text: str) -> str:
    """Without what is quoted, signature included; all of it where nothing else would be left (a forwarded mail)."""
    found = QUOTED.search(text)
    lines = (text[: found.start()] if found else text).rstrip().split("\n")
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        lines.pop()
    return "\n".join(lines).strip() or text.strip()


def unsigned(text: str) -> str:
    """Without a signature below `-- ` and a phone's own line; all of it where nothing else would be left."""
    found = SIGNED.search(text)
    cut = text[: found.start()].strip() if found else text.strip()
    return cut or text.strip()
