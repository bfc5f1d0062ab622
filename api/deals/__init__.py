"""Deals: the board, moves with their history, cards and lists."""
