"""replaces itself with itself, without end, for 3 s"""
import os
import sys
import time

began = float(sys.argv[1]) if len(sys.argv) > 1 else time.time()
if time.time() < began + 3:
    os.execv(sys.executable, [sys.executable, sys.argv[0], str(began)])
