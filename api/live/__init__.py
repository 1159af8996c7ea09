"""The live channel: one websocket that carries everything a screen needs."""
