"""Makes cases/statistics.json with NumPy, SciPy and statsmodels: python3 statistics-figures.py > ../cases/statistics.json"""

import json

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

generator = np.random.default_rng(20261122)


def normal():
    return [
        {"z": z, "cdf": stats.norm.cdf(z), "twoSided": 2 * stats.norm.sf(abs(z))}
        for z in [-8, -5, -3.1, -3, -2.9, -1.96, -1, -0.1, 0, 0.1, 0.5, 1, 1.45, 1.96, 2.5, 3, 3.72, 5, 8, 12]
    ] + [{"quantile": p, "z": stats.norm.ppf(p)} for p in [1e-9, 0.001, 0.025, 0.2, 0.5, 0.8, 0.975, 0.999]]


def holm():
    sets = [[0.01, 0.04, 0.03], [0.2], [0.05, 0.05], [0.001, 0.5, 0.9, 0.02, 0.013]]
    sets += [list(generator.uniform(0, 0.2, size)) for size in (2, 3, 5, 8)]
    return [{"p": p, "adjusted": list(multipletests(p, method="holm")[1])} for p in sets]


def permutations():
    """All 2^n assignments, by SciPy, of pairs with equal units (so the statistic is the sum of the differences)."""
    cases = []
    for size in [2, 3, 5, 8, 10, 12, 14]:
        units = generator.integers(3, 20, size)
        a = generator.binomial(units, 0.3)
        b = generator.binomial(units, 0.15)
        result = stats.permutation_test(
            (a, b), lambda x, y: (y - x).sum() / units.sum(), permutation_type="samples", n_resamples=np.inf
        )
        cases.append({"a": a.tolist(), "b": b.tolist(), "units": units.tolist(), "p": result.pvalue})
    return cases


def shares():
    """Clips of one word: replicates of the error rate are binomial, so their percentiles are known without sampling."""
    cases = []
    for clips, errors in [(20, 5), (40, 20), (100, 3), (100, 30), (400, 100), (1000, 15)]:
        quantile = lambda p: float(stats.binom.ppf(p, clips, errors / clips) / clips)
        cases.append({
            "clips": clips,
            "errors": errors,
            "low": [quantile(0.02), quantile(0.03)],
            "high": [quantile(0.97), quantile(0.98)],
        })
    return cases


def binomials():
    """Cells of about equal probability (the last takes the rest), to count draws in."""
    cases = []
    for trials, probability in [(1, 0.5), (20, 0.05), (50, 0.3), (60, 0.5), (1000, 0.004), (1000, 0.2), (40, 0.9), (100_000, 0.37)]:
        edges = sorted({int(stats.binom.ppf(part, trials, probability)) for part in np.arange(0.05, 1.001, 0.05)})
        edges[-1] = trials
        shares = np.diff([0, *stats.binom.cdf(edges, trials, probability)])
        cells = [{"upTo": edge, "share": share} for edge, share in zip(edges, shares)]
        cases.append({"trials": trials, "probability": probability, "cells": cells})
    return cases


def paired():
    """Percentile bootstrap of the rates and their difference by SciPy, with 200,000 replicates."""
    cases = []
    for clips in [20, 62, 200]:
        units = generator.integers(3, 25, clips)
        a = generator.binomial(units, generator.beta(0.6, 2.4, clips))
        b = generator.binomial(a, 0.85)
        interval = lambda statistic: [
            float(end)
            for end in stats.bootstrap(
                (a, b, units), statistic, paired=True, vectorized=True, n_resamples=200_000, batch=5000,
                method="percentile", random_state=1,
            ).confidence_interval
        ]
        over = lambda errors, units, axis: errors.sum(axis=axis) / units.sum(axis=axis)
        cases.append({
            "a": a.tolist(),
            "b": b.tolist(),
            "units": units.tolist(),
            "rate": interval(lambda a, b, units, axis=-1: over(a, units, axis)),
            "difference": interval(lambda a, b, units, axis=-1: over(b - a, units, axis)),
        })
    return cases


tables = {"normal": normal(), "holm": holm(), "permutations": permutations(), "shares": shares(), "binomial": binomials(), "paired": paired()}
print("{\n" + ",\n".join(f'"{name}": {json.dumps(cases)}' for name, cases in tables.items()) + "\n}")
