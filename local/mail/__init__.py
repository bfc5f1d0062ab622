"""Mails of the embedded stack: composed in three languages, sent by SMTP or kept in an outbox directory."""

from local.mail.letters import Letter, compose
from local.mail.senders import Mailer, OutboxMailer, SmtpMailer, make_mailer
from local.mail.settings import MailSettings

__all__ = ["Letter", "MailSettings", "Mailer", "OutboxMailer", "SmtpMailer", "compose", "make_mailer"]
