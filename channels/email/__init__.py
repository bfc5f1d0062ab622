"""E-mail: a mailbox of the company is read over IMAP and answered over SMTP."""

from channels.email.adapter import Email

__all__ = ["Email"]
