"""Threads: objects, classes of one's own, cost, and cores."""
