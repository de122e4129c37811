"""Whether what came for a line of an order has the channels that were asked for."""

from collections.abc import Sequence

from stemtui.receiving.orders.answers import MET, UNMET, Came, Met, quoted
from stemtui.receiving.orders.wanted import LAYOUTS, Wanted
from stemtui.text import listed

_SIDES = {"left", "right"}


def in_channels(line: Wanted, right: Sequence[int], came: Sequence[Came]) -> Met:
    """A line that files answer to by kind and name: met, where one has the channels that it asks for."""
    if line.channels in LAYOUTS:
        return _in_layout(line, right, came)
    names = quoted(right, came)
    if channels := [at for at in right if came[at].called.is_channel]:
        return _in_wide(line, channels, came)
    if line.channels and all(came[at].channels > 2 for at in right):
        text = f"{names}: {came[right[0]].channels} channels, and {line.channels} was asked for"
        return Met(line, UNMET, tuple(right), text)
    sides = {came[at].called.side for at in right} >= _SIDES
    if sides and line.channels == "mono":
        return Met(line, UNMET, tuple(right), f"{names}: left and right, and mono was asked for")
    if line.channels == "mono" and not any(came[at].is_mono for at in right):
        return Met(line, UNMET, tuple(right), f"{names}: stereo, and mono was asked for")
    if line.channels == "stereo" and not sides and all(came[at].channels == 1 for at in right):
        return Met(line, UNMET, tuple(right), f"{names}: mono, and stereo was asked for")
    said = [names]
    if line.channels == "mono" and all(came[at].channels > 1 for at in right):
        said.append("stereo with the same in both channels")
    if sides and len(right) == len(_SIDES):
        said.append("left and right in a file each")
    elif len(right) > 1:
        said.append(f"{len(right)} files answer to it")
    return Met(line, MET, tuple(right), "; ".join(said))


def _in_wide(line: Wanted, channels: Sequence[int], came: Sequence[Came]) -> Met:
    """What is wider than stereo, in a file for each channel."""
    files, names = tuple(channels), listed([came[at].called.side for at in channels])
    what = f'"{came[channels[0]].called.both}" in {len(files)} files, {names}'
    if line.channels not in ("", layout_of(len(files))):
        return Met(line, UNMET, files, f"{what}: {line.channels} was asked for")
    return Met(line, MET, files, what)


def _in_layout(line: Wanted, right: Sequence[int], came: Sequence[Came]) -> Met:
    if files := [at for at in right if came[at].channels == LAYOUTS[line.channels]]:
        return Met(line, MET, tuple(files), quoted(files, came))
    if channels := [at for at in right if came[at].called.is_channel]:
        return _in_wide(line, channels, came)
    return Met(
        line, UNMET, tuple(right), f"{quoted(right, came)}: not in {line.channels}, which was asked for"
    )


def layout_of(channels: int) -> str:
    """What so many channels are called, "" for those that have no such name."""
    return next((name for name, number in LAYOUTS.items() if number == channels), "")
