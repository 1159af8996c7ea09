"""What is cut, overlaps or is too small on a wall, by the boxes that the browser has laid out."""

from pathlib import Path

FAULTS = Path(__file__).with_name("geometry.js").read_text(encoding="utf-8")
"""A function of `{ least }`, the smallest sizes of fonts by selector; it gives what is wrong."""
