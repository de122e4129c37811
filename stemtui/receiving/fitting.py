"""Least squares on products: which gains, none of them negative, bring files nearest to another.

That none may be negative keeps a stem from being "the mix less all other stems". Everything is taken from the
products of the files with each other, which are made once.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

EXACT, NEAR = 1e-7, 1e-2
_FIRM, _REGULAR = 1e-13, 1e-9
MANY = 64
"""More files than that are sought all at once."""
_PATIENCE, _MOST_TURNS = 4, 60
_ALL, _ALIKE = 1e-3, 1e-3
_NOTHING = 1e-150


def gains(products: Array, aims: Array, power: float, enough: float = EXACT) -> Array:
    """The gains >= 0 of n files that leave least of a target.

    `products`, shape (n, n), are those of the files with each other, `aims`, shape (n,), those with the
    target, whose power is `power`. Files that are less like what is left than `enough` are left alone. The
    active set method of Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23; of many files,
    those are sought all at once first.
    """
    norms = np.sqrt(np.diag(products)) + _NOTHING
    gram, product = products / np.outer(norms, norms), aims / norms
    least = enough * float(np.sqrt(power))
    found = _at_once(gram, product, power, least) if len(norms) > MANY else np.zeros(len(norms))
    taken = found > 0.0
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


def _at_once(gram: Array, product: Array, power: float, least: float) -> Array:
    """The same gains by changing all that are wrong in each turn, which takes few turns.

    Block principal pivoting: Portugal, Judice and Vicente, Mathematics of Computation 63 (1994). Where they
    explain all, and files are sums of others, other gains may too: then none, for those of fewest files.
    """
    taken, found, fewest = product > least, np.zeros(len(gram)), len(gram) + 1
    patience = _PATIENCE
    for _ in range(_MOST_TURNS):
        found, chosen = np.zeros(len(gram)), np.flatnonzero(taken)
        found[chosen] = _solved(gram[np.ix_(chosen, chosen)], product[chosen])
        wrong = np.where(taken, found <= 0.0, product - gram @ found > least)
        count = int(wrong.sum())
        if not count:
            break
        patience = _PATIENCE if count < fewest else patience - 1
        fewest = min(count, fewest)
        taken ^= wrong if patience > 0 else np.arange(len(gram)) == np.flatnonzero(wrong)[-1]
    else:
        return np.zeros(len(gram))
    is_all = power - float(found @ product) <= _ALL * power
    return np.zeros(len(gram)) if is_all and _are_alike(gram) else found


def _are_alike(gram: Array) -> bool:
    """Whether a file is all but a sum of others, at any gains."""
    lower = np.linalg.cholesky(gram + np.eye(len(gram)) * _REGULAR)
    return bool(np.square(np.diag(lower)).min() < _ALIKE)


def signed(products: Array, aims: Array) -> Array:
    """The gains of n files that leave least of a target, and may be negative; shapes as in `gains`."""
    norms = np.sqrt(np.diag(products)) + _NOTHING
    return np.asarray(_solved(products / np.outer(norms, norms), aims / norms, _REGULAR) / norms)


def _solved(gram: Array, product: Array, firm: float = _FIRM) -> Array:
    return np.asarray(np.linalg.solve(gram + np.eye(len(gram)) * firm, product))


def _inside(gram: Array, product: Array, found: Array, taken: npt.NDArray[np.bool_]) -> Array:
    """The best gains of those taken; what would be negative is let go of, one after the other."""
    while taken.any():
        chosen = np.flatnonzero(taken)
        wanted = np.zeros(len(found))
        wanted[chosen] = _solved(gram[np.ix_(chosen, chosen)], product[chosen])
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


def errors(files: Array, products: Array, left: Array) -> Array:
    """The standard error of each file's gain, where `left` remains of the target.

    `files` has shape (n, 2, cells), `left` (2, cells); `products` are those of the files with each other.
    What is left is louder in some cells than in others, and often alike in both channels: so each cell counts
    by itself (White, A Heteroskedasticity-Consistent Covariance Matrix Estimator, Econometrica 48, 1980).
    """
    norms = np.sqrt(np.diag(products)) + _NOTHING
    gram = products / np.outer(norms, norms) + np.eye(len(norms)) * _FIRM
    pull = np.linalg.solve(gram, np.einsum("nck,ck->nk", files, left) / norms[:, None])
    return np.asarray(np.sqrt(np.square(pull).sum(axis=1)) / norms)
