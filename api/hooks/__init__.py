"""Webhooks of vendors: raw bytes, verify, split, insert, 200. Nothing is understood here."""
