"""What one sentence has been read as so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stemtui.order.reading.phrases.files import Files
from stemtui.order.reading.phrases.segments import Segment
from stemtui.order.reading.requests import Request
from stemtui.order.reading.wants.reader import Reader
from stemtui.order.reading.wants.stance import Stance


@dataclass
class Joined:
    """One sentence while its segments are joined.

    `found` are the segments of `line`; `requests` what they ask for so far, `told` what they only speak of;
    `stance` is what the words so far do to the next item, `wet` the effects said before any item, and `files`
    what the files that they name are to hold.
    """

    reader: Reader
    line: str
    found: Sequence[Segment]
    files: Files
    requests: list[Request] = field(default_factory=list)
    told: list[Request] = field(default_factory=list)
    stance: Stance = field(default_factory=Stance)
    wet: tuple[str, ...] = ()

    @property
    def last(self) -> Request | None:
        """The request before, if there is one."""
        return self.requests[-1] if self.requests else None

    def govern(self, given: str) -> None:
        """Hand a condition on to the item before, and to those that have their kind from its plural."""
        behind = self.requests or self.reader.requests
        at = len(behind) - 1
        while at > 0 and behind[-1].plural and behind[at - 1].source and not behind[at - 1].kind:
            at -= 1
        for i in range(max(0, at), len(behind)):
            behind[i] = replace(behind[i], given=given)
