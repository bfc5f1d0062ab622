"""What was said and done with a client: notes, calls, meetings, messages, in one timeline with stages and owners."""
