"""The commands of `./smena`, one module each."""
