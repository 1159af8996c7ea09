"""Archives of incidents: one file with everything of an incident, which opens and proves itself."""
