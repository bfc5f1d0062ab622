"""The lead form's script at its stable address, for other people's pages."""
