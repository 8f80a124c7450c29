"""Opens two hundred files, and says what stopped it, and how far it had come."""
files = []
try:
    for number in range(200):
        files.append(open(__file__, "rb"))
except OSError as error:
    print(error.errno, len(files), flush=True)
else:
    print("all of them are open", flush=True)
