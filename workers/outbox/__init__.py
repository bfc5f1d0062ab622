"""Messages to clients: sends what the queue holds, each once as far as anybody can know."""
