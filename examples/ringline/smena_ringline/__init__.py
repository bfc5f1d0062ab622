"""Ringline, an invented call tracking service, as a lead source of Smena: every call from a stranger becomes a lead."""

from smena_ringline.adapter import Ringline

__all__ = ["Ringline"]
