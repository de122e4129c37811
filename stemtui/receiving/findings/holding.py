"""What files are by what they hold: the master, an instrumental or a cappella of it, or a group's stem."""

from stemtui.receiving.findings.received import Received
from stemtui.receiving.kinds.kinds import MIX, STEM, UNKNOWN
from stemtui.receiving.sums.sums import MOVED
from stemtui.suggest import VOCALS

SOURCES = frozenset((*VOCALS, "drums", "percussion", "bass", "guitars", "keys", "strings", "brass"))
"""The groups whose names say what is heard; a return or a sample may be of anything."""
BESIDE_MUSIC = frozenset(("click", "fx", "effects", "music", "mix"))
"""The groups that a mix may be named for beside what it is: "Mix with Click"."""


def holding(received: Received) -> dict[int, str]:
    """The roles of mixes, by index, where sums show them: "master" for those that hold most files; and the
    groups of stems whose names say none, where all that they are the sum of is of one."""
    kinds = [one.kind for one in received.judged]
    sums = {one.target: one for one in received.sums if kinds[one.target] in (MIX, UNKNOWN)}
    sizes = {at: (len(one.members), one.manner != MOVED) for at, one in sums.items() if kinds[at] == MIX}
    roles = {at: "master" for at, size in sizes.items() if size == max(sizes.values())}
    fullest = frozenset[int]().union(*(sums[at].members for at in roles))
    vocals = frozenset(at for at in fullest if received.called[at].group in VOCALS)
    music = frozenset(at for at in fullest if received.called[at].group in SOURCES) - vocals
    for at, one in sums.items():
        # what no name tells of either may be in it or not, as a return of the vocals
        for role, own, other in (("instrumental", music, vocals), ("a_cappella", vocals, music)):
            is_so = bool(own) and own <= one.members <= fullest - other
            if at not in roles and one.is_whole and vocals and is_so:
                roles[at] = role
    for one in received.sums:
        groups = {received.called[at].group for at in one.members}
        if one.is_whole and kinds[one.target] == STEM and not received.called[one.target].group:
            roles |= {one.target: groups.pop()} if len(groups) == 1 else {}
    return roles
