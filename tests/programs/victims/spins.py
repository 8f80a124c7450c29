"""Never blocks."""
print("ready")
while True:
    pass
