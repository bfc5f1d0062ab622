"""The words of every mail, by language and kind. `{email}`, `{new_email}` and `{code}` are filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Locale = Literal["ru", "uk", "en"]
Kind = Literal["signup", "invite", "recovery", "magiclink", "email_change", "reauthentication"]
LOCALES: tuple[Locale, ...] = ("ru", "uk", "en")


@dataclass(frozen=True)
class Words:
    """One mail: its subject, what happened, what the button says."""

    subject: str
    lead: str
    button: str


WORDS: dict[Locale, dict[Kind, Words]] = {
    "ru": {
        "signup": Words(
            "Подтвердите адрес почты",
            "Для адреса {email} создана учётная запись в Smena. Подтвердите, что этот адрес ваш.",
            "Подтвердить адрес",
        ),
        "invite": Words(
            "Вас пригласили в Smena",
            "Для вас создана учётная запись в Smena. Откройте ссылку и задайте пароль.",
            "Принять приглашение",
        ),
        "recovery": Words(
            "Новый пароль для Smena",
            "Кто-то (вероятно, вы) попросил задать новый пароль для {email}.",
            "Задать новый пароль",
        ),
        "magiclink": Words("Вход в Smena", "Ссылка для входа в Smena под адресом {email}.", "Войти"),
        "email_change": Words(
            "Подтвердите смену адреса",
            "Адрес учётной записи в Smena меняется с {email} на {new_email}. "
            "Смена вступит в силу, когда её подтвердят с обоих адресов.",
            "Подтвердить смену",
        ),
        "reauthentication": Words(
            "{code} — код подтверждения", "Введите этот код, чтобы сменить пароль в Smena.", ""
        ),
    },
    "uk": {
        "signup": Words(
            "Підтвердьте адресу пошти",
            "Для адреси {email} створено обліковий запис у Smena. Підтвердьте, що ця адреса ваша.",
            "Підтвердити адресу",
        ),
        "invite": Words(
            "Вас запросили до Smena",
            "Для вас створено обліковий запис у Smena. Відкрийте посилання та задайте пароль.",
            "Прийняти запрошення",
        ),
        "recovery": Words(
            "Новий пароль для Smena",
            "Хтось (імовірно, ви) попросив задати новий пароль для {email}.",
            "Задати новий пароль",
        ),
        "magiclink": Words("Вхід до Smena", "Посилання для входу до Smena з адресою {email}.", "Увійти"),
        "email_change": Words(
            "Підтвердьте зміну адреси",
            "Адреса облікового запису в Smena змінюється з {email} на {new_email}. "
            "Зміна набуде чинності, коли її підтвердять з обох адрес.",
            "Підтвердити зміну",
        ),
        "reauthentication": Words(
            "{code} — код підтвердження", "Введіть цей код, щоб змінити пароль у Smena.", ""
        ),
    },
    "en": {
        "signup": Words(
            "Confirm your email address",
            "An account in Smena was made for {email}. Confirm that this address is yours.",
            "Confirm the address",
        ),
        "invite": Words(
            "You have been invited to Smena",
            "An account in Smena was made for you. Open the link and choose a password.",
            "Accept the invitation",
        ),
        "recovery": Words(
            "Reset your Smena password",
            "Someone (probably you) asked for a new password for {email}.",
            "Choose a new password",
        ),
        "magiclink": Words("Your sign-in link", "The link to sign in to Smena as {email}.", "Sign in"),
        "email_change": Words(
            "Confirm your new email address",
            "The address of a Smena account is changing from {email} to {new_email}. "
            "The change takes effect once both addresses have confirmed it.",
            "Confirm the change",
        ),
        "reauthentication": Words(
            "{code} is your verification code", "Enter this code to change your Smena password.", ""
        ),
    },
}

OR_CODE: dict[Locale, str] = {
    "ru": "Или введите код: {code}",
    "uk": "Або введіть код: {code}",
    "en": "Or enter the code: {code}",
}
IGNORE: dict[Locale, str] = {
    "ru": "Если вы этого не просили, ничего не делайте: без ссылки из письма ничего не изменится.",
    "uk": "Якщо ви цього не просили, нічого не робіть: без посилання з листа нічого не зміниться.",
    "en": "If you did not ask for this, do nothing: nothing changes without the link in this mail.",
}
