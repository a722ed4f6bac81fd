"""Bytes and stated facts in, evidence and verdict out.

This package knows nobody: no database, no network, no chat, no clock of its own.
"""
