"""WhatsApp Cloud API: numbers, people with and without a number to see, messages, statuses, templates, media."""
