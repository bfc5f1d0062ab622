"""The ways out of the house, each with what its failures mean."""

from typing import Protocol

from api.mail import Mailer, MailNotSentError, MailSettings
from channels.bot_api import BotApi, BotError, BotThrottled, BotUnanswered, BotUnreachable
from workers.deliveries.delivery import Delivery
from workers.deliveries.letter import letter
from workers.deliveries.message import Message


class Refused(Exception):
    """It will never be taken."""


class ChatGone(Refused):
    """The person's chat takes nothing any more."""


class Unknown(Exception):
    """It may have arrived, and sending it again could be the second time."""


class Later(Exception):
    """It was not taken now. `pause`: the whole channel rests for so many seconds, and the attempt does not count."""

    def __init__(self, why: str, *, pause: int = 0) -> None:
        super().__init__(why)
        self.pause = pause


class Way(Protocol):
    """Hands one message to a vendor; `channel` is its name in the queue, `seconds` the longest that may take."""

    channel: str
    seconds: int

    async def send(self, delivery: Delivery, message: Message) -> str:
        """The vendor's id of what it took. Refused, Unknown, Later."""


class EmailWay:
    """By mail. A mail that may have arrived is sent again: its Message-ID is the same, so mailboxes keep one."""

    channel = "email"

    def __init__(self, mailer: Mailer, settings: MailSettings) -> None:
        self._mailer = mailer
        self._settings = settings
        self.seconds = int(settings.timeout_seconds * 8)  # every step of the conversation may take so long

    async def send(self, delivery: Delivery, message: Message) -> str:
        """Refused for an address or a mail that the server takes never, Later for everything else."""
        mail = letter(delivery, message, sender=self._settings.sender, domain=self._settings.domain)
        try:
            await self._mailer.send(mail)
        except MailNotSentError as error:
            raise (Refused if error.is_final else Later)(str(error)) from error
        return str(mail["Message-ID"])


class TelegramWay:
    """By the bot. Telegram knows no id of ours: what went out without an answer is nobody's to send again."""

    channel = "telegram"
    seconds = 60

    def __init__(self, bot: BotApi) -> None:
        self._bot = bot

    async def send(self, delivery: Delivery, message: Message) -> str:
        """Unknown without an answer; ChatGone for a blocked bot."""
        try:
            return str(await self._bot.send_message(delivery.chat_id or 0, message.plain()))
        except BotThrottled as error:
            raise Later(str(error), pause=error.retry_after) from error
        except BotError as error:
            if error.is_chat_gone:
                raise ChatGone(str(error)) from error
            # 401, 404: the token; 5xx: Telegram itself. Both are mended without us.
            raise (Refused if error.code == 400 else Later)(str(error)) from error
        except BotUnreachable as error:
            raise Later(str(error)) from error
        except (BotUnanswered, ValueError, TypeError, KeyError) as error:
            raise Unknown(f"{type(error).__name__}: {error}") from error
