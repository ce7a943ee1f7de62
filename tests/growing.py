"""How the cost of a call grows with its input: a ratio, so that a slow machine says the same."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: A call cheaper than this (seconds of processor time) is taken to cost this: less is noise.
LEAST = 0.001


def growth(call: Callable[[T], object], small: T, large: T) -> float:
    """How many times the processor time of `small` the call with `large` takes, at best of two.

    The two are run in turn, so that a machine that slows down slows both, and without collection
    of garbage, which would be counted where it happens to fall.
    """
    best = {False: float("inf"), True: float("inf")}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(2):
            for larger in (False, True):
                started = time.process_time()
                call(large if larger else small)
                best[larger] = min(best[larger], time.process_time() - started)
    finally:
        if collecting:
            gc.enable()
    return best[True] / max(best[False], LEAST)
