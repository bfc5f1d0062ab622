"""The mails of the embedded auth, composed in three languages; `api.mail` sends them."""

from local.mail.letters import Letter, compose

__all__ = ["Letter", "compose"]
