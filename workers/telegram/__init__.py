"""The bot that reminds staff, as far as it listens: who it is, and who presses Start."""
