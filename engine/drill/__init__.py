"""Drills: scenarios run on a virtual clock through the same engine as real incidents."""
