"""quad.py LIBRARY TOLERANCE MOST SECONDS INTEGRALS: a line an integral: index, value, claim, values of f, seconds."""

import ctypes
import json
import os
import select
import signal
import sys
import time
import warnings

from scipy import LowLevelCallable, integrate

library = ctypes.CDLL(sys.argv[1])
tolerance, most, seconds = (float(word) for word in sys.argv[2:5])
library.choose.argtypes = (ctypes.c_int, ctypes.c_double)
library.evaluated.restype = ctypes.c_long
library.value.restype = ctypes.c_double
library.value.argtypes = (ctypes.c_int, ctypes.POINTER(ctypes.c_double))
f = LowLevelCallable(library.value)
warnings.simplefilter("ignore")


def work(index, box, absolute):
    library.choose(index, most)
    options = {"epsabs": absolute, "epsrel": tolerance, "limit": 1000}
    start = time.process_time()
    value, error = integrate.nquad(f, box, opts=options)[:2]
    return value, error, library.evaluated(), time.process_time() - start


for index, (box, absolute) in enumerate(json.load(open(sys.argv[5]))):
    # A child, since the library ends the process at the cap.
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, " ".join(map(repr, work(index, box, absolute * tolerance))).encode())
        os._exit(0)
    os.close(writer)
    ready, _, _ = select.select([reader], [], [], seconds)
    line = os.read(reader, 1000).decode() if ready else ""
    os.close(reader)
    if not ready:
        os.kill(child, signal.SIGKILL)
    used = os.wait4(child, 0)[2]
    print(index, line or f"none {used.ru_utime + used.ru_stime}", flush=True)
