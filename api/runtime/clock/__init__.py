"""A running server's clock and ids: where time comes from, and whether it can be trusted."""
