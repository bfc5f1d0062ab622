"""Viber's REST Bot API: always HTTP 200, the status is in the body."""
