"""Commands beside their runner: previews, and what the account that sent one is answered."""
