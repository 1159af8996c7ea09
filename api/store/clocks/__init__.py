"""What the store keeps about the nodes' clocks: signs of life, marks, people's words."""
