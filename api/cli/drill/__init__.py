"""`zhiban drill`: scenarios checked, run, served live, replayed and compared."""
