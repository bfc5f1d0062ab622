"""Statements about recordings; they run as service_role."""

from api.db.sql import load

sql = load(__file__)
