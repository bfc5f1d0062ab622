"""Files of messages: brought home from the vendors that keep them for a while, and removed with the messages."""
