"""ElevenLabs: speech to text, text to speech, agents' conversations, webhooks, quota."""
