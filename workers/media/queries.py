"""Statements about files of messages; they run as service_role."""

from api.db.sql import load

sql = load(__file__)
