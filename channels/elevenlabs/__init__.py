"""ElevenLabs: calls of a voice agent become leads, recordings become text, texts become speech."""

from channels.elevenlabs.adapter import ElevenLabs

__all__ = ["ElevenLabs"]
