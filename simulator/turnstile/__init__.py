"""Cloudflare Turnstile: whether a visitor has solved the challenge."""
