"""The small pages that a form without JavaScript ends on, in the visitor's language."""

from collections.abc import Mapping
from html import escape

from fastapi.responses import HTMLResponse

from api.messages import Language

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f6f8, #17171a); }
main { max-width: 26rem; margin: 1rem; padding: 2rem; border-radius: 12px; background: light-dark(#fff, #202024);
  border: 1px solid light-dark(#e4e4e9, #333338); color: light-dark(#1d1d22, #f0f0f3); }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0; }
a { display: inline-block; margin-top: 1.25rem; color: light-dark(#4338ca, #a5b4fc); }
"""
TEXTS: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "form": "Спасибо! Заявка отправлена",
        "form_text": "Мы получили её и скоро свяжемся с вами.",
        "comment": "Спасибо! Комментарий отправлен",
        "comment_text": "Мы прочитаем его и ответим.",
        "error": "Не получилось отправить",
        "back": "Вернуться на сайт",
    },
    "uk": {
        "form": "Дякуємо! Заявку надіслано",
        "form_text": "Ми отримали її й невдовзі зв’яжемося з вами.",
        "comment": "Дякуємо! Коментар надіслано",
        "comment_text": "Ми прочитаємо його й відповімо.",
        "error": "Не вдалося надіслати",
        "back": "Повернутися на сайт",
    },
    "en": {
        "form": "Thank you! Your request is sent",
        "form_text": "We have received it and will be in touch soon.",
        "comment": "Thank you! Your comment is sent",
        "comment_text": "We will read it and answer.",
        "error": "It could not be sent",
        "back": "Back to the site",
    },
}


def thanks(kind: str, language: Language, back: str | None) -> HTMLResponse:
    """After a form or comment; `back` leads to the page it was on."""
    texts = TEXTS[language]
    return _page(language, texts[kind], texts[f"{kind}_text"], back, 200)


def sorry(message: str, language: Language, back: str | None, status: int) -> HTMLResponse:
    """What went wrong, for a person; the browser's own way back keeps what was typed."""
    return _page(language, TEXTS[language]["error"], message, back, status)


def _page(language: Language, heading: str, text: str, back: str | None, status: int) -> HTMLResponse:
    link = f'<a href="{escape(back)}">{escape(TEXTS[language]["back"])}</a>' if back else ""
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(heading)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1><p>{escape(text)}</p>{link}</main></body></html>",
        status,
    )
