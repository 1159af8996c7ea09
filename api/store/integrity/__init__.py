"""Evidence: every journal verified, heads published, and later journals compared with them."""
