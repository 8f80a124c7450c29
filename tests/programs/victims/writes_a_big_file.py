"""Writes 3 MiB to a file, and says what stopped it. Python ignores SIGXFSZ, so an error it is."""
try:
    with open("big", "wb", 0) as file:
        for _ in range(48):
            file.write(bytes(1 << 16))
except OSError as error:
    print(error.errno, flush=True)
else:
    print("all of it is written", flush=True)
