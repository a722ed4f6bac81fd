"""Telegram: an approval group, its cards, its forms and its channel."""
