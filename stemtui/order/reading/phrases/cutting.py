"""A sentence cut into segments: at its marks and joints, and at words that ask, decline or leave out."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from stemtui.order.reading.phrases.following import (
    is_an_item,
    is_but,
    is_compared,
    is_item_of,
    names_something,
    says_where,
    until_mark,
)
from stemtui.order.reading.phrases.negations import negation
from stemtui.order.reading.phrases.segments import ADDS, CONTENT, KEPT_EMPTY, Segment, is_polite
from stemtui.order.reading.words.pieces import Piece

INNER = frozenset((*ADDS, "of", "(", ")", ";"))


def segments(sentence: Sequence[Piece]) -> list[Segment]:
    """A sentence at its breaks: marks, joints, and words that ask, decline or leave out."""
    cutter = _Cutter()
    for at, piece in enumerate(sentence):
        cutter.take(piece, sentence[at + 1 :])
    cutter.close("")
    return cutter.found


class _Cutter:
    """Cuts one sentence, piece by piece."""

    def __init__(self) -> None:
        self.found: list[Segment] = []
        self.before = ""
        self.passed: tuple[str, ...] = ()
        self.by: Piece | None = None
        self.polite = self.bracket = self.comma = False
        self.inside: list[Piece] = []
        self.refuses = self.declining = False

    def close(self, next_break: str, by: Piece | None = None) -> None:
        """End the segment that is open, and begin one behind a break; "no: drums" declines what follows."""
        if self.before == "not" and next_break == ":" and not self.inside:
            return
        if self.refuses and next_break == "," and not self.inside:
            self.before, self.refuses = "but", False
            return
        self.refuses = False
        if next_break in ("not", "ask", "but", ":", ";"):
            self.declining = next_break == "not"
        if self.inside or self.before in KEPT_EMPTY:
            said = (self.polite, self.bracket, self.comma, self.passed, self.by)
            self.found.append(Segment(self.before, tuple(self.inside), *said))
            self.before, self.by, self.inside, self.polite, self.comma = next_break, by, [], False, False
            self.passed = ()
        elif self.before == ":" and next_break == "ask":
            self.found.append(Segment(":", ()))
            self.before = next_break
        elif not (self.before in (":", ")", "or") and next_break in INNER):
            self.passed = (*self.passed, *filter(None, [self.before]))
            self.before, self.by = next_break, by

    def take(self, piece: Piece, after: Sequence[Piece]) -> None:
        """Put a piece into the segment that is open, or break there."""
        if piece.cls == "end":
            return
        content = any(one.cls in CONTENT for one in self.inside)
        ends = not any(one.words for one in after)
        no = content and piece.only_says("no")
        if ends and (no or (piece.cls == "behind" and self.found)):
            self.inside.append(replace(piece, cls="behind"))
            return
        if piece.cls == "behind" and self.before == ")" and not self.inside:
            self.inside.append(piece)  # "the drum stem (stereo) is not needed"
            return
        if self._does_nothing(piece, after, content):
            return
        declines = piece.cls == "not" or (piece.has("not") and not content)
        if declines and self._declines_before(piece, after):
            self.inside.append(replace(piece, cls="behind"))
            return
        if piece.words == ("do",) and content and self.inside[-1].cls in CONTENT:
            piece = replace(piece, cls="of", value="of")  # Portuguese: "stem do baixo"
        self._put(piece, after, declines)

    def _put(self, piece: Piece, after: Sequence[Piece], declines: bool) -> None:
        """Put a piece that does something into its place: break there, or keep it inside."""
        content = any(one.cls in CONTENT for one in self.inside)
        if any(one.cls == "kind" for one in self.inside) and is_compared(piece, after):
            self.close("why")
        elif piece.only_says("definite") and self._begins_a_kind(after):
            self.close(",")  # "per le sequenze lo stem delle chitarre"
            self.inside.append(piece)
        elif self.before == "not" and self._has_what() and piece.only_says("only") and names_something(after):
            self.close("but")  # "scrap the overheads just the room tracks"
        elif (self.before == "not" or self.declining) and self._has_what() and is_but(piece, after):
            self.close("but")  # "pas le stem batterie mais la piste kick"
        elif self.by_not_alone and self._has_what() and piece.only_says("definite") and is_an_item(after):
            self.close("but")  # "not the drums the drum samples stem"
        elif piece.cls == "mark" or piece.cls == "join" or piece.cls in ("of", "ask"):
            self.close(piece.value, piece if piece.words else None)
            self.comma = self.comma or piece.value == ","
            self.bracket = piece.value == "(" or (self.bracket and piece.value != ")")
            self.polite = self.polite or is_polite(piece)
        elif piece.cls == "why":
            self.close("of" if self._says_which() else "ask" if is_item_of(piece, after) else "why")
        elif piece.cls == "given":
            self.close("given")
            self.inside.append(piece)
            self.close("")
        elif piece.cls == "behind" and not (content or self.found):
            self.close("not", piece)
        elif declines or piece.has("except"):
            if kind := negation(self.found, self._open(), piece, after):
                self.close(kind, piece)
                named = any(one.has(*CONTENT) for one in self.found)
                self.refuses = kind == "not" and piece.only_says("no") and not named
            else:
                self.inside.append(piece)
        elif piece.cls == "moved" and not any(one.cls == "source" for one in self.inside):
            return
        else:
            self.inside.append(piece)

    @property
    def by_not_alone(self) -> bool:
        """Whether the segment that is open is declined by nothing but "not"."""
        return self.before == "not" and self.by is not None and self.by.words[0] == "not"

    def _begins_a_kind(self, after: Sequence[Piece]) -> bool:
        """Whether a kind with an article of its own follows a source that has none."""
        kind = any(one.cls == "kind" for one in after[:1])
        return kind and self.before == "of" and {"source"} == {one.cls for one in self.inside} & {*CONTENT}

    def _has_what(self) -> bool:
        """Whether the segment that is open says of what it is, or points back ("that one")."""
        named = any(one.has(*CONTENT) for one in self.found[-1:])
        points = named and any(one.words == ("one",) for one in self.inside)
        return points or any(one.cls in (*CONTENT, "every", "count") for one in self.inside)

    def _open(self) -> Segment:
        """The segment that is open, as far as it goes."""
        return Segment(self.before, tuple(self.inside))

    def _does_nothing(self, piece: Piece, after: Sequence[Piece], content: bool) -> bool:
        """Whether a piece that could ask or decline does neither where it stands."""
        if piece.words[:1] == ("drop",) and not content and self._is_put_down(after):
            return True
        if piece.says("instead") and not any(one.cls in CONTENT for one in until_mark(after)):
            return True  # "2 dB up rather than 1"
        if piece.cls != "ask":
            return False
        if content and (self._is_relative(piece) or self._stays_declined(piece)):
            return True
        return self.before == "not" and not (self.inside or is_polite(piece))

    def _is_put_down(self, after: Sequence[Piece]) -> bool:
        """Whether something is to be put somewhere: "please drop it in here", "drop it in the folder"."""
        return any(one.says("places") for one in after) or (self._is_asked() and says_where(after))

    def _is_asked(self) -> bool:
        """Whether a polite word stands before: "please also"."""
        return self.polite or bool(self.found and self.found[-1].polite and not self.found[-1].pieces)

    def _says_which(self) -> bool:
        """Whether words only say which version they want: "the one where ..."."""
        return [one.words for one in self.inside[-2:]] in ([("the",), ("one",)], [("the",), ("version",)])

    def _is_relative(self, piece: Piece) -> bool:
        """Whether words only say which: "the instrumental I asked for"."""
        ours = self.inside[-1].says("we") and self.inside[-2:-1] and self.inside[-2].cls in CONTENT
        return bool(ours) and piece.says("past")

    def _stays_declined(self, piece: Piece) -> bool:
        """Whether words behind what is declined only say that it was not asked: "no stems required"."""
        return self.declining and piece.only_says("passive")

    def _declines_before(self, piece: Piece, after: Sequence[Piece]) -> bool:
        """Whether words decline what stands before them: "the vocal we don't need", "FX: no"."""
        if piece.only_says("no") and self.found and not self.inside and self.before in ("-", ":"):
            return not any(one.cls in CONTENT for one in after)
        named = any(one.cls in CONTENT for one in self.inside) and self.before != "ask"
        here = takewhile(lambda one: one.cls != "mark", after)
        other = any(one.cls in CONTENT and one.value != "files" for one in here)  # "from the old session"
        return named and len(piece.words) > 1 and not other
