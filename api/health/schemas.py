"""Answers of the health routes and the public configuration."""

from typing import Literal

from pydantic import BaseModel

from api.messages import Language


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"]
    version: str


class Readiness(BaseModel):
    """The database answers and its schema is the one this code was written for."""

    status: Literal["ok"]
    schema_version: str


class PublicConfig(BaseModel):
    """What the front end must know before anybody signs in. Nothing in it is secret."""

    supabase_url: str
    publishable_key: str
    languages: list[Language]
    default_language: Language
    needs_setup: bool
    version: str
