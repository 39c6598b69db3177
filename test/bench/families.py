"""J0(a) = 1/pi int_0^pi cos(a sin t) dt for COUNT values of a in [0, 50], by SciPy: `families.py KIND COUNT`, KIND being
`loop` for one `quad` after the other, or `vector` for one `quad_vec` of all; prints seconds and the largest error."""

import math
import sys
from time import perf_counter

import numpy as np
from scipy.integrate import quad, quad_vec
from scipy.special import j0

kind, count = sys.argv[1], int(sys.argv[2])
values = np.linspace(0, 50, count)


def loop():
    return [
        quad(lambda t: math.cos(a * math.sin(t)) / math.pi, 0, math.pi, epsabs=1e-10, epsrel=0, limit=200)[0]
        for a in values
    ]


def vector():
    return quad_vec(
        lambda t: np.cos(values * math.sin(t)) / math.pi, 0, math.pi, epsabs=1e-10, epsrel=0, norm="max"
    )[0]


started = perf_counter()
found = {"loop": loop, "vector": vector}[kind]()
seconds = perf_counter() - started
print(seconds, float(np.max(np.abs(np.array(found) - j0(values)))))
