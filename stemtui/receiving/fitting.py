"""Least squares on products: which gains, none of them negative, bring files nearest to another.

That none may be negative keeps a stem from being "the mix less all other stems". Everything is taken from the
products of the files with each other, which are made once.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

EXACT, NEAR = 1e-7, 1e-2
_FIRM, _REGULAR = 1e-13, 1e-9
_NOTHING = 1e-150


def gains(products: Array, aims: Array, power: float, enough: float = EXACT) -> Array:
    """The gains >= 0 of n files that leave least of a target.

    `products`, shape (n, n), are those of the files with each other, `aims`, shape (n,), those with the
    target, whose power is `power`. Files that are less like what is left than `enough` are left alone. The
    active set method of Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23.
    """
    norms = np.sqrt(np.diag(products)) + _NOTHING
    gram, product = products / np.outer(norms, norms), aims / norms
    least = enough * float(np.sqrt(power))
    found, taken = np.zeros(len(norms)), np.zeros(len(norms), bool)
    refused = np.zeros(len(norms), bool)
    for _ in range(3 * len(norms)):
        slope = np.where(taken | refused, -np.inf, product - gram @ found)
        best = int(slope.argmax())
        if slope[best] <= least:
            break
        taken[best] = True
        count = int(taken.sum())
        found = _inside(gram, product, found, taken)
        refused[best] = not taken[best]
        if taken[best] and taken.sum() < count:
            refused[:] = False
    return np.asarray(found / norms)


def _inside(gram: Array, product: Array, found: Array, taken: npt.NDArray[np.bool_]) -> Array:
    """The best gains of those taken; what would be negative is let go of, one after the other."""
    while taken.any():
        chosen = np.flatnonzero(taken)
        wanted = np.zeros(len(found))
        wanted[chosen] = np.linalg.solve(
            gram[np.ix_(chosen, chosen)] + np.eye(len(chosen)) * _FIRM, product[chosen]
        )
        below = chosen[wanted[chosen] <= 0.0]
        if not len(below):
            return wanted
        steps = found[below] / np.maximum(found[below] - wanted[below], _NOTHING)
        found = found + float(steps.min()) * (wanted - found)
        gone = below[steps <= steps.min()]
        found[gone], taken[gone] = 0.0, False
    return np.zeros(len(found))


def least_left(products: Array) -> Array:
    """The share of each file's power that all others together must leave, whatever their gains."""
    norms = np.sqrt(np.diag(products)) + _NOTHING
    gram = products / np.outer(norms, norms) + np.eye(len(norms)) * _REGULAR
    return np.asarray(1.0 / np.diag(np.linalg.inv(gram)))


def errors(files: Array, left: Array) -> Array:
    """The standard error of each file's gain, where `left` remains of the target.

    `files` has shape (n, 2, cells), `left` (2, cells). What is left is louder in some cells than in others,
    and often alike in both channels: so each cell counts by itself (White, A Heteroskedasticity-Consistent
    Covariance Matrix Estimator, Econometrica 48, 1980).
    """
    flat = files.reshape(len(files), -1)
    norms = np.sqrt(np.square(flat).sum(axis=1)) + _NOTHING
    gram = flat @ flat.T / np.outer(norms, norms) + np.eye(len(norms)) * _FIRM
    pull = np.linalg.solve(gram, (files * left).sum(axis=1) / norms[:, None])
    return np.asarray(np.sqrt(np.square(pull).sum(axis=1)) / norms)
