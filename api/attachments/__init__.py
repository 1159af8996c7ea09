"""Attachments as they come in: what a file is, its name, and the place where a photo was taken."""
