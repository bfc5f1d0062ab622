"""How a person is reached: which news by which way, quiet hours, Telegram, and what did not arrive."""
