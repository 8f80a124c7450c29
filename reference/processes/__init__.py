"""Processes: objects, classes of one's own, pools, and the ways to start them."""
