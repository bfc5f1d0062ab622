"""Colleagues: the list, invitations, changes, leaving with a hand-over."""
