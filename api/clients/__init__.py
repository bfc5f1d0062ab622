"""Clients: the list with its filters, the card, adding and editing by hand, archive."""
