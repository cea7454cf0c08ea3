"""Writes cases/timing.json: numpy's means, medians and percentiles of random boundary errors in milliseconds.

Usage: python timing-cases.py > ../cases/timing.json
A word is [error of its start, error of its end], or null if it was not recognised.
"""

import json
import random

import numpy

random.seed(20261122)


def case(total, missing):
    shifts = [
        None if random.random() < missing else [round(random.gauss(15, 60)), round(random.gauss(-10, 40))]
        for _ in range(total)
    ]
    starts, ends = numpy.array([shift for shift in shifts if shift]).T
    both = numpy.abs(numpy.concatenate([starts, ends]))
    return {
        "total": total,
        "matched": len(starts),
        "startMae": numpy.abs(starts).mean(),
        "endMae": numpy.abs(ends).mean(),
        "bias": numpy.concatenate([starts, ends]).mean(),
        "median": numpy.median(both),
        "p95": numpy.percentile(both, 95),
        "shifts": shifts,
    }


cases = [case(total, missing) for total, missing in ((1, 0), (2, 0), (9, 0.2), (20, 0.5), (60, 0.1))]
print(json.dumps({"cases": cases}, indent=1))
