"""How mails leave: by the SMTP server of the settings, or into the outbox directory of one machine."""

from api.mail.senders import Mailer, MailNotSentError, OutboxMailer, SmtpMailer, make_mailer
from api.mail.settings import MailSettings

__all__ = ["MailNotSentError", "MailSettings", "Mailer", "OutboxMailer", "SmtpMailer", "make_mailer"]
