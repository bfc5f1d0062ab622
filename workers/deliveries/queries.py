"""Statements about the queue of messages to staff; they run as service_role."""

from api.db.sql import load

sql = load(__file__)
