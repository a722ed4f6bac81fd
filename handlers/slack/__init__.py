"""Slack: the approval channel where half of the team lives."""
