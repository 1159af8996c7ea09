"""Hand-overs and the shift log as the server asks for them; what a sheet holds is the engine's."""
