"""Supabase Auth for one machine: the part of GoTrue's HTTP surface that the official clients need.

It works on GoTrue's own tables, so accounts move to a hosted project with their passwords. What
each endpoint answers, to the letter, follows GoTrue; where it is safer on purpose, the code says so.
"""

from local.auth.app import create_app
from local.auth.settings import AuthSettings

__all__ = ["AuthSettings", "create_app"]
