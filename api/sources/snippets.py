"""Texts that an admin copies into a site: the widget, a plain form, a signed request."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

from api.messages import Language
from api.sources.schemas import Snippet

FORM_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "ru": {"name": "Имя", "phone": "Телефон", "message": "Сообщение", "send": "Отправить",
        "consent": "Согласен на обработку персональных данных", "empty": "Не заполняйте"},
    "uk": {"name": "Ім’я", "phone": "Телефон", "message": "Повідомлення", "send": "Надіслати",
        "consent": "Згода на обробку персональних даних", "empty": "Не заповнюйте"},
    "en": {"name": "Name", "phone": "Phone", "message": "Message", "send": "Send",
        "consent": "I agree to the processing of my personal data", "empty": "Leave empty"},
}  # fmt: skip

WIDGET = '<script async src="{base}/widget.js" data-site="{key}" data-lang="{language}"></script>'
FORM = """<form action="{endpoint}" method="post" accept-charset="utf-8">
  <input type="hidden" name="site_key" value="{key}">
  <input type="hidden" name="_redirect" value="/">
  <p hidden><label>{empty} <input name="_gotcha" tabindex="-1" autocomplete="off"></label></p>
  <p><label>{name} <input name="name" autocomplete="name"></label></p>
  <p><label>{phone} <input name="phone" type="tel" autocomplete="tel" required></label></p>
  <p><label>{message} <textarea name="message" rows="4"></textarea></label></p>
  <p><label><input type="checkbox" name="consent" value="yes" required> {consent}</label></p>
  <button>{send}</button>
</form>"""
SERVER = """SECRET='smsec_...'   # shown once when it is made
BODY='{{"name":"Test","phone":"+380671234567","message":"From our server","submission_id":"order-1042"}}'
TIMESTAMP=$(date +%s)
SIGNATURE=$(printf '%s.%s' "$TIMESTAMP" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)
curl -sS '{endpoint}' \\
  -H 'Content-Type: application/json' \\
  -H 'X-Smena-Key: {key}' \\
  -H "X-Smena-Timestamp: $TIMESTAMP" \\
  -H "X-Smena-Signature: $SIGNATURE" \\
  --data-binary "$BODY"
"""


def snippet(public_url: str, key: str, language: Language) -> Snippet:
    """All texts for one key; `public_url` is where the installation is reached from outside."""
    endpoint = f"{public_url}/api/v1/public/leads"
    parts = urlsplit(public_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    values = {name: escape(text) for name, text in FORM_TEXTS[language].items()}
    return Snippet(
        site_key=key,
        endpoint=endpoint,
        widget=WIDGET.format(base=public_url, key=key, language=language),
        form=FORM.format(endpoint=endpoint, key=key, **values),
        server=SERVER.format(endpoint=endpoint, key=key),
        csp=f"script-src {origin}; connect-src {origin}; form-action 'self' {origin}",
    )
