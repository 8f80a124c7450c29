"""Hostile and broken programs and files: nothing gets out, nothing is lost, nobody else suffers."""
