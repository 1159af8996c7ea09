"""Checks of ids: each defined once, each reference known, each definition used, no circles."""
