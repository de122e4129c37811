"""The gain curve of a mix bus: what its dynamics do to the mix that keys them, and to all that is keyed."""

import numpy as np

from stemtui.audio.dynamics.cells import Delay, Values, cell_frames
from stemtui.audio.dynamics.compressor import Compressor
from stemtui.audio.dynamics.limiter import Limiter
from stemtui.audio.samples.quantise import Samples
from stemtui.session import MixBus


class GainCurve:
    """The gain of a mix bus in every frame, from the mix that keys it: the compressor's, then the limiter's.

    `gains` is called for one block after another of a span, with the mix as it arrives at the dynamics: the
    sum of its stems with `mix_bus.gain_db`, before the delivery's trim. It needs `after` frames behind a
    block (zeros behind the span's end) and none before it, which it remembers. Every stem and every mix keyed
    by it is multiplied with the same gains; the sum of the products is then the product of the sum.

    The gains are the same bits for every block size: all that lasts longer than a frame is counted in cells
    from the start of the span, and nothing is added up in an order that depends on an array's length.
    """

    def __init__(self, settings: MixBus, samplerate: int) -> None:
        cell = cell_frames(samplerate)
        ceiling, compressor = settings.ceiling_dbtp, settings.compressor
        self._compressor = None if compressor is None else Compressor(compressor, cell, samplerate)
        self._limiter = None if ceiling is None else Limiter(ceiling, settings, cell, samplerate)
        early = self._limiter.latency if self._limiter else 0
        late = self._compressor.latency if self._compressor else 0
        self.after = (early + late + 1) * cell - 1
        self._cell = cell
        self._samples_late = Delay((2, late, cell), axis=1)
        self._gains_late = Delay((early, cell))
        self._waiting: Samples = np.zeros((2, 0))
        self._ready: Values = np.zeros(0)
        self._overlap = 0
        self._not_heard = (early + late) * cell

    def gains(self, master: Samples) -> Values:
        """The gain in each frame of the next block, from a mix of shape (2, frames + after)."""
        waiting = np.concatenate((self._waiting, master[:, self._overlap :]), axis=1)
        self._overlap = self.after
        whole = waiting.shape[1] // self._cell * self._cell
        self._waiting = waiting[:, whole:].copy()
        found = self._push(waiting[:, :whole].reshape(2, -1, self._cell)).reshape(-1)
        skipped = min(self._not_heard, found.size)
        self._not_heard -= skipped
        ready = np.concatenate((self._ready, found[skipped:]))
        frames = master.shape[1] - self.after
        self._ready = ready[frames:].copy()
        return ready[:frames]

    def _push(self, cells: Samples) -> Values:
        """The gain in as many cells as are given, those of the latency before them."""
        if not self._compressor:
            return self._limiter.push(cells) if self._limiter else np.ones(cells.shape[1:])
        gains = self._compressor.push(cells)
        if not self._limiter:
            return gains
        compressed = self._samples_late.push(cells) * gains
        return self._gains_late.push(gains) * self._limiter.push(compressed)
