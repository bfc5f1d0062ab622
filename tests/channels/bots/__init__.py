"""Bots that are connected with a token: Telegram and Viber, beside their simulators over real HTTP."""
