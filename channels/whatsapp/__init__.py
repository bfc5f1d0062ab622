"""WhatsApp by Meta's Cloud API: messages, statuses, templates, files."""

from channels.whatsapp.adapter import WhatsApp

__all__ = ["WhatsApp"]
