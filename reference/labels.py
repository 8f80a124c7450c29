"""The Chinese for the names of facts."""

LABELS: dict[str, str] = {}
