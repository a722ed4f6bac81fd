"""The weekly audit summary (« bilan hebdomadaire »)."""
