"""How much of a plan drills visit, and the shortest scenario for what they do not."""
