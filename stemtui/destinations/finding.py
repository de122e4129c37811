"""Where profiles are: with the program, in the user's settings, or beside the manifest."""

from pathlib import Path

from stemtui.destinations.reading import profile_from
from stemtui.shelves import Shelf

PROFILES = Shelf("profile", Path(__file__).parent / "profiles", "profiles", profile_from)
find = PROFILES.find
every = PROFILES.every
