"""Messages to staff: claimed from the queue, put into words, handed to a mail server or to Telegram, once."""
