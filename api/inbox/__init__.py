"""The inbox: conversations of all channels, those in which a client waits first."""
