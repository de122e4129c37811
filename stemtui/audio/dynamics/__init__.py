"""The dynamics of the mix bus: a compressor and a true-peak limiter as one curve of gains, keyed by a mix."""

from stemtui.audio.dynamics.curve import GainCurve

__all__ = ["GainCurve"]
