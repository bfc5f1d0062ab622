"""Doubles: does anybody have this contact, how would two clients look as one, and making them one."""
