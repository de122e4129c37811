"""What has been read of a message so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stemtui.order.reading.phrases.segments import Segment
from stemtui.order.reading.requests import NO_HEAD, Passed, Request
from stemtui.order.reading.wants.naming import text_of
from stemtui.order.reading.words.pieces import Names, Piece


@dataclass
class Reader:
    """What has been read so far, line by line.

    Of the message: `names` are those of the session; `ticks` whether lists tick what is wanted, `checked`
    whether they tick what has come; `mixing` whether they mean to work on the sound; `after_closing` whether
    the words of a closing stood last, so that a name may follow; `latest` is the first request of the last
    sentence that asked for something, `wondered` the range of its requests where it was a question. Of that
    sentence, `taken` are the requests that are taken back, `retracts` the words that did so and named nothing
    else.

    For what follows: `heading` is what the line over a list says for all in it, `declining` whether it
    declines that, `listing` whether the line before was a point of that list, and `context` what a sentence
    before said of all that follows ("I need stereo stems.").

    For all that is asked: `everywhere` are the channels and `wet` the effects meant for everything, `alone`
    channels meant for nobody knows what, `spared` the items that are to stay as they are.

    Orders none: `told` are the items that the last sentence only spoke of, `passed` all such sentences,
    `remarks` their words; `unknown` words mean nothing to the reader, and `idle` sentences led to nothing.
    """

    names: Names
    ticks: bool = False
    checked: bool = False
    requests: list[Request] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    heading: Request = NO_HEAD
    listing: bool = False
    declining: bool = False
    context: Request = NO_HEAD
    everywhere: str = ""
    alone: str = ""
    wet: tuple[str, ...] = ()
    told: list[Request] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    spared: list[Request] = field(default_factory=list)
    mixing: bool = False
    after_closing: bool = False
    latest: int = 0
    wondered: tuple[int, int] = (0, 0)
    taken: tuple[int, ...] = ()
    retracts: str = ""

    def pass_by(self, text: str, items: Sequence[Request], found: Sequence[Segment]) -> None:
        """Keep a clause that orders nothing as a remark; unless it says that it is a report, its items may
        be meant for an order all the same, as where it doubts ("so maybe a mix that's just the pads?")."""
        self.remarks.append(text)
        reports = any(segment.reports or segment.says("document") for segment in found)
        if not reports or any(segment.says("wishing") or segment.has("doubt") for segment in found):
            self.passed.append(Passed(text, tuple(items)))

    def take_last(self) -> None:
        """Forget the last clause that was kept: what follows says more of it."""
        last = self.remarks.pop()
        if self.passed and self.passed[-1].text == last:
            self.passed.pop()

    def list_unknown(self, line: str, unknown: Sequence[Piece]) -> None:
        """List unknown words, those side by side as one."""
        run: list[Piece] = []
        for piece in unknown:
            if run and piece.start - run[-1].end > 1:
                self.unknown.append(text_of(line, run))
                run = []
            run.append(piece)
        if run:
            self.unknown.append(text_of(line, run))
