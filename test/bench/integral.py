"""The midpoint sum of sin(x+y) over [0, pi]^2 on n x n cells: `integral.py KIND N RUNS`, KIND being `serial`, as the
lesson's first program does it, `numpy` or `numba`; prints the integral and every time."""

import math
import sys
from time import perf_counter


def serial(n):
    h = math.pi / n
    total = 0.0
    for i in range(n):
        x = h * (i + 0.5)
        for j in range(n):
            total += math.sin(x + h * (j + 0.5))
    return h * h * total


def numpy(n):
    import numpy as np

    h = math.pi / n
    nodes = h * (np.arange(n) + 0.5)
    return h * h * sum(float(np.sin(nodes + y).sum()) for y in nodes)


def numba():
    from numba import njit, prange

    @njit(parallel=True, fastmath=True)
    def compiled(n):
        h = math.pi / n
        total = 0.0
        for i in prange(n):
            x = h * (i + 0.5)
            for j in range(n):
                total += math.sin(x + h * (j + 0.5))
        return h * h * total

    compiled(10)
    return compiled


kind, n, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
integral = {"serial": lambda: serial, "numpy": lambda: numpy, "numba": numba}[kind]()
for _ in range(runs):
    started = perf_counter()
    value = integral(n)
    print(value, perf_counter() - started)
