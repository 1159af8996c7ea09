"""English sentences, by the same keys as `engine.messages.zh`."""

MESSAGES: dict[str, str] = {}
