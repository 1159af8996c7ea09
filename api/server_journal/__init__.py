"""The server journal: who changed accounts, tokens, settings and plans, in a hash chain."""
