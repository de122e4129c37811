"""What the clauses of a message ask for: each request with its kind, words, channels, and whether it is declined."""

from dataclasses import dataclass, replace

from stemtui.order.reading.lexicon import canon
from stemtui.suggest.vocabulary import Phrase


@dataclass(frozen=True)
class Request:
    """One thing that the client's words name, before anybody has looked into the session.

    Exactly one of these says what it is: `source` (the words of an instrument or of a name, with the `group`
    that they suggest), `role` (what a mix is called), `loose` (a word that can mean several kinds), or
    nothing of them: then it is a bare kind ("the stems"). `head` says that a bare kind stood over a list of
    items, `listed` that items followed without saying so. `leads` says that its kind stands before it ("stem drums, bass"), and `other_kind` is a second kind that was said of it.
    """

    text: str
    kind: str = ""
    source: Phrase = ()
    group: str = ""
    role: str = ""
    loose: str = ""
    plural: bool = False
    every: str = ""
    count: int = 0
    channels: str = ""
    moved: str = ""
    wet: tuple[str, ...] = ()
    minus: tuple["Request", ...] = ()
    head: bool = False
    listed: bool = False
    declined: bool = False
    excepted: bool = False
    inferred: bool = False
    leads: bool = False
    known: bool = True
    other_kind: str = ""
    mixing: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it names a kind and nothing of it: "the stems", "both mixes"."""
        return not (self.source or self.role or self.loose)

    @property
    def asked(self) -> str:
        """The client's words with the kind that they said for a whole list."""
        text = " ".join(self.text.split())
        if self.inferred and self.kind and not self.role and not _says(text, self.kind):
            return f"{text} {self.kind}"
        return text

    @property
    def topic(self) -> tuple[str, ...]:
        """What it is about, so that two mentions of one thing can be told."""
        return (self.role, self.loose, self.moved, *sorted(canon(self.source)))


@dataclass(frozen=True)
class Clauses:
    """Everything that a message's clauses were read as."""

    requests: tuple[Request, ...] = ()
    remarks: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    everywhere: str = ""
    channels_alone: str = ""
    mixing: bool = False
    agrees: bool = False


def _says(text: str, kind: str) -> bool:
    return kind in text.casefold()


def merged(requests: list[Request]) -> list[Request]:
    """The requests, each thing once: a second mention adds what the first did not say."""
    found: list[Request] = []
    for request in requests:
        at = next((i for i, one in enumerate(found) if _again(one, request)), None)
        if at is None:
            found.append(request)
            continue
        first = found[at]
        found[at] = replace(
            first,
            kind=first.kind or request.kind,
            channels=request.channels or first.channels,
            inferred=first.inferred if first.kind else request.inferred,
            wet=tuple(dict.fromkeys((*first.wet, *request.wet))),
            plural=first.plural or request.plural,
        )
    return found


def _again(one: Request, other: Request) -> bool:
    same = one.topic == other.topic and not one.is_bare and one.declined == other.declined
    kinds = {one.kind, other.kind} - {""}
    return same and one.excepted == other.excepted and len(kinds) < 2 and not (one.minus or other.minus)
