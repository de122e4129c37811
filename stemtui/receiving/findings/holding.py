"""Which mixes files are by what they hold: the master, or the instrumental or a cappella of it."""

from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.kinds import MIX, UNKNOWN
from stemtui.receiving.sums.sums import MOVED
from stemtui.suggest import VOCALS


def holding(received: Received) -> dict[int, str]:
    """The roles of mixes, by index, where sums show them: "master" for those that hold most files."""
    kinds = [one.kind for one in received.judged]
    sums = {one.target: one for one in received.sums if kinds[one.target] in (MIX, UNKNOWN)}
    sizes = {at: (len(one.members), one.manner != MOVED) for at, one in sums.items() if kinds[at] == MIX}
    roles = {at: "master" for at, size in sizes.items() if size == max(sizes.values())}
    fullest = frozenset[int]().union(*(sums[at].members for at in roles))
    vocals = frozenset(at for at in fullest if received.called[at].group in VOCALS)
    for at, one in sums.items():
        for role, own in (("instrumental", fullest - vocals), ("a_cappella", vocals)):
            if at not in roles and one.is_whole and vocals and one.members == own:
                roles[at] = role
    return roles
