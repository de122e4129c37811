"""Destinations: what the receiver of a delivery demands of its mixes, as data, and whether they meet it."""

from stemtui.destinations.finding import every, find
from stemtui.destinations.values import Profile

__all__ = ["Profile", "every", "find"]
