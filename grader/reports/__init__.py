"""What users see and programs read: the only place where a `Text` becomes a string."""
