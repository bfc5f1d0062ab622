"""Answering clients by their own channels: what may be sent, until when, and the messages that are on their way."""
