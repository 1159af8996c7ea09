"""Retention: closed incidents of old years go into archive files, and come back out of them."""
