"""Destinations: what the receiver of a delivery demands of its mixes, as data, and whether they meet it."""

from stemtui.destinations.finding import PROFILES, every, find
from stemtui.destinations.values import Profile

__all__ = ["PROFILES", "Profile", "every", "find"]
