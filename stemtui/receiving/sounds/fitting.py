"""Least squares on products: which gains, none of them negative, bring files nearest to another.

That none may be negative keeps a stem from being "the mix less all other stems". Everything is taken from the
products of the files with each other, which are made once.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Powers = npt.NDArray[np.float32]

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
    taken = _Taken(gram, product, np.flatnonzero(found > 0.0))
    refused = np.zeros(len(norms), bool)
    for _ in range(3 * len(norms)):
        slope = product - gram @ found
        slope[refused] = slope[taken.files] = -np.inf
        best = int(slope.argmax())
        if slope[best] <= least:
            break
        count = len(taken.files)
        taken.add(best)
        found = _inside(found, taken)
        is_taken = best in taken.files
        refused[best] = not is_taken
        if is_taken and len(taken.files) <= count:
            refused[:] = False
    return np.asarray(found / norms)


class _Taken:
    """The files that are taken, in the order in which they were, and the gains that fit these best.

    What solves for them is kept: the Cholesky factor of their products, inverted, which one more file makes
    larger by a row. So n files one after the other cost what solving for all of them at once does.
    """

    def __init__(self, gram: Array, product: Array, files: npt.NDArray[np.intp]) -> None:
        self._gram, self._product = gram, product
        self._rows = np.zeros((len(gram), len(gram)))
        self._files, self._count = np.zeros(len(gram), np.intp), 0
        self._is_factored = False
        self._keep(files)

    @property
    def files(self) -> npt.NDArray[np.intp]:
        """Those taken, by index."""
        return self._files[: self._count]

    def add(self, file: int) -> None:
        """Take one more."""
        count, rows = self._count, self._factor()
        shared = rows @ self._gram[self.files, file]
        own = np.sqrt(max(1.0 + _FIRM - float(shared @ shared), _FIRM))
        self._rows[count, :count], self._rows[count, count] = -(shared @ rows) / own, 1.0 / own
        self._files[count] = file
        self._count += 1

    def drop(self, files: npt.NDArray[np.intp]) -> None:
        """Let go of some."""
        self._keep(self.files[~np.isin(self.files, files)])

    def gains(self) -> Array:
        """The best gains of those taken, in their order."""
        rows = self._factor()
        return np.asarray(rows.T @ (rows @ self._product[self.files]))

    def _keep(self, files: npt.NDArray[np.intp]) -> None:
        self._count, self._is_factored = len(files), False
        self._files[: len(files)] = files

    def _factor(self) -> Array:
        rows = self._rows[: self._count, : self._count]
        if not self._is_factored:
            own = self._gram[np.ix_(self.files, self.files)]
            rows[:] = np.linalg.inv(_cholesky(own)) if self._count else 0.0
            self._is_factored = True
        return rows


def _cholesky(gram: Array) -> Array:
    """The factor of products, of files that are sums of each other too."""
    try:
        return np.asarray(np.linalg.cholesky(gram + np.eye(len(gram)) * _FIRM))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.cholesky(gram + np.eye(len(gram)) * _REGULAR))


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


def _inside(found: Array, taken: _Taken) -> Array:
    """The best gains of those taken; what would be negative is let go of, one after the other."""
    while len(taken.files):
        wanted = np.zeros(len(found))
        wanted[taken.files] = taken.gains()
        below = taken.files[wanted[taken.files] <= 0.0]
        if not len(below):
            return wanted
        steps = found[below] / np.maximum(found[below] - wanted[below], _NOTHING)
        found = found + float(steps.min()) * (wanted - found)
        gone = below[steps <= steps.min()]
        found[gone] = 0.0
        taken.drop(gone)
    return np.zeros(len(found))


def least_left(products: Array) -> Array:
    """The share of each file's power that all others together must leave, whatever their gains."""
    norms = np.sqrt(np.diag(products)) + _NOTHING
    gram = products / np.outer(norms, norms) + np.eye(len(norms)) * _REGULAR
    return np.asarray(1.0 / np.diag(np.linalg.inv(gram)))


def errors(files: Iterable[Array], products: Array, left: Array) -> Array:
    """The standard error of each file's gain, where `left` remains of the target.

    `files` are sketches, as `left` is, of shape (2, cells); `products` are theirs with each other.
    What is left is louder in some cells than in others, and often alike in both channels: so each cell counts
    by itself (White, A Heteroskedasticity-Consistent Covariance Matrix Estimator, Econometrica 48, 1980).
    """
    norms = np.sqrt(np.diag(products)) + _NOTHING
    gram = products / np.outer(norms, norms) + np.eye(len(norms)) * _FIRM
    pull = np.linalg.solve(gram, np.stack([(one * left).sum(axis=0) for one in files]) / norms[:, None])
    return np.asarray(np.sqrt(np.square(pull).sum(axis=1)) / norms)
