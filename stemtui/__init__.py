"""stemtui: tracks into stems by keyboard, and a print of exactly what was ordered, with proof."""

__version__ = "0.1.0"
