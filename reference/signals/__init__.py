"""Signals: what they are, sending, waiting, handling, and the end of children."""
