"""An engine for tests that behaves as the file `mood` in its working directory says at each start. `moody.py ENGINE`: the program of hostile.py."""
import runpy
import sys

engine = sys.argv[1]
with open("mood") as file:
    sys.argv = [engine, *file.read().split()]
runpy.run_path(engine, run_name="__main__")
