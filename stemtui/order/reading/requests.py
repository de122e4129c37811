"""What the clauses of a message ask for, a request a thing, before anybody has looked into the session."""

from dataclasses import replace

from stemtui.frozen import frozen
from stemtui.order.reading.words.lexicon import canon
from stemtui.order.words import kind_of, words
from stemtui.suggest.names import spoken
from stemtui.suggest.vocabulary import Phrase
from stemtui.suggest.words import fold

# What a version of a mix is called beside its name.
VERSION = frozenset(words("the a an version mix edit cut mixe fassung"))


@frozen
class Request:
    """One thing that the client's words name, before anybody has looked into the session.

    One of these says what it is: `source` (the words of an instrument or of a name, with the `group` that
    they suggest), `role` (what a mix is called), `loose` (a word that can mean several kinds), or none of
    them: then it is a bare kind ("the stems"), with `head` where it stands over a list and `listed` where
    items follow without saying so.

    The rest is how it was said: `inferred`: its kind was said for a whole list; `leads`: its kind stands
    before it; `trails`: it stands in brackets (`bracket`) or behind a dash; `begins`: a word that asks stands
    before it; `either`: "or" does; `article`: "a" does, `definite`: "the" does; `numbers`: those that stand
    behind it ("tracks 1 and 2"); `most`: no more than so many;
    `together` with `parts`: they want these in one file (`gathers` where the word for that stands before
    them, `single` where it is said of this alone); `apart`: in a file of its own; `split` with `parts`: they
    want it in parts; `minus`: without these, `plus` with these; `moved`: up or down, `by_db` where they say
    how far; `in_form`: its channels stand beside the plural of its kind ("drums and bass as mono stems");
    `wet`: with effects or without (`wet_aside` in brackets); `mixing`: they mean to work on the sound;
    `other_kind`: a second kind was said of it;
    `holder`: its kind is that of the file it is to be in ("one track with the drums"); `against`: a bare
    kind, said against another; `given`: their condition, or their doubt; `described`: its parts stand behind
    it; `known_as`: the role of the mix that this one is a version of; `stays`: declined,
    for they have it or have just named it; `recalled`: the message changes an order that is there;
    `alias`: a name of the session that stands in brackets behind it.
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
    most: int = 0
    channels: str = ""
    moved: str = ""
    by_db: float = 0.0
    in_form: bool = False
    wet: tuple[str, ...] = ()
    wet_aside: bool = False
    minus: tuple["Request", ...] = ()
    plus: tuple["Request", ...] = ()
    head: bool = False
    listed: bool = False
    declined: bool = False
    excepted: bool = False
    inferred: bool = False
    leads: bool = False
    trails: bool = False
    bracket: bool = False
    begins: bool = False
    article: bool = False
    definite: bool = False
    numbers: tuple[int, ...] = ()
    together: bool = False
    gathers: bool = False
    apart: bool = False
    single: bool = False
    either: bool = False
    parts: tuple["Request", ...] = ()
    split: bool = False
    bare_text: str = ""
    other_kind: str = ""
    mixing: bool = False
    holder: bool = False
    against: bool = False
    given: str = ""
    known_as: str = ""
    described: bool = False
    stays: bool = False
    recalled: bool = False
    alias: Phrase = ()

    @property
    def is_bare(self) -> bool:
        """Whether it names a kind and nothing of it: "the stems", "both mixes"."""
        return not (self.source or self.role or self.loose)

    @property
    def is_plain(self) -> bool:
        """Whether it names a source, and of which kind was not said: "the drums"."""
        return bool(self.source) and not (self.kind or self.role)

    @property
    def is_file(self) -> bool:
        """Whether it is one file of a kind that does not say yet of what: "one track"."""
        single = (self.article or self.count == 1) and not (self.plural or self.every)
        return self.is_bare and self.kind in ("stem", "track") and single

    @property
    def says_mastered(self) -> bool:
        """Whether its words are those of the mastered file, and not of the master mix."""
        return any(word in self.text.casefold() for word in ("mastered", "mastering"))

    def is_like(self, other: "Request") -> bool:
        """Whether another request is for the same thing, and for no other kind of it."""
        return self.topic == other.topic and (not other.kind or other.kind == self.kind)

    def with_numbers(self, *numbers: int) -> "Request":
        """The request for those of its tracks that have a number; one at the end of its name counts too."""
        *words, last = self.source
        if last.isdecimal() and words:
            return replace(self, source=tuple(words), numbers=tuple(dict.fromkeys((int(last), *numbers))))
        return replace(self, numbers=tuple(dict.fromkeys(numbers)))

    @property
    def asked(self) -> str:
        """The client's words with the kind that they said for a whole list."""
        text = " ".join(self.text.split())
        if self.inferred and self.kind and not self.role and not _says(text, self.kind):
            return f"{text} {self.kind}"
        return text

    @property
    def topic(self) -> tuple[str, ...]:
        """What it is about, so that two mentions of one thing can be told; a version is what it is called."""
        called = canon(spoken(self.text)) if self.role == "pass" else ()
        return (*sorted({*called} - VERSION), self.role, self.loose, self.moved, *sorted(canon(self.source)))


NO_HEAD = Request("")
"""What stands over a list where nothing does."""


@frozen
class Passed:
    """A sentence that orders nothing, as far as it is understood, and the items in it."""

    text: str
    requests: tuple[Request, ...]


@frozen
class Clauses:
    """Everything that a message's clauses were read as.

    `everywhere` are the channels, and `wet` the effects, that are said for everything; `channels_alone` are
    said with nothing beside them; `spared` stay as they are. `mixing`: they mean to work on the sound.
    `passed` are sentences that seem only to tell something, `remarks` the words of all that do; `idle` have
    led to nothing.
    """

    requests: tuple[Request, ...] = ()
    remarks: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    everywhere: str = ""
    channels_alone: str = ""
    wet: tuple[str, ...] = ()
    spared: tuple[Request, ...] = ()
    mixing: bool = False
    passed: tuple[Passed, ...] = ()
    idle: tuple[str, ...] = ()


def _says(text: str, kind: str) -> bool:
    return kind in text.casefold() or any(kind_of(fold(word)) == kind for word in text.split())
