"""Instagram by its own login: comments and Direct, in and out."""

from channels.instagram.adapter import Instagram

__all__ = ["Instagram"]
