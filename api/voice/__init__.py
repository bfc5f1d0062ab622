"""Speech: recordings as text, voice messages, the day read aloud, the voice of the company and what is left of the plan."""
