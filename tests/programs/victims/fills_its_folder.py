"""Writes forty files of half a MiB, and says what stopped it, and how far it had come."""
number = 0
try:
    for number in range(40):
        with open(f"file{number}", "wb", 0) as file:
            file.write(bytes(1 << 19))
except OSError as error:
    print(error.errno, number, flush=True)
else:
    print("all of it is written", flush=True)
