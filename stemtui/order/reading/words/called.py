"""What a session calls its stems, tracks and mixes, as phrases to be found in a message."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby

from stemtui.order.lines import line_kind
from stemtui.order.reading.words.lexicon import canon, lexicon
from stemtui.order.reading.words.pieces import Names
from stemtui.order.words import kind_of
from stemtui.session import Session
from stemtui.suggest.names import spoken
from stemtui.suggest.vocabulary import Phrase
from stemtui.suggest.words import RUN, fold

# A name of several words is still one without the side that it ends with: "drum bounce" of Drum Bounce L.
SIDED = 2
# What joins words of one name, and parts items elsewhere: "Pad + Bass".
JOINED = re.compile(r"\w\s*[+/]\s*\w")


def names(session: Session) -> Names:
    """The names of a session as phrases, to be found in a message."""
    called = [*(one.name for one in session.stems), *(track.label for track in session.tracks)]
    sources, mixes, titles = _sources(called), _mixes(session), _titles(session)
    return Names(
        sources=sources,
        mixes=mixes,
        titles=titles,
        words=_words([*sources, *_lacked(mixes)]),
        longest=max((len(one) for one in (*sources, *mixes, *titles)), default=1),
        meant=frozenset(word for one in sources for word in canon(one) if len(word) > 2),
        ordered=frozenset(map(line_kind, session.order)) - {""},
        run_together=dict(
            pair for one in (*called, *(mix.name for mix in session.mixes)) for pair in _runs(one)
        ),
        tracks=frozenset(frozenset(canon(spoken(track.label))) for track in session.tracks),
        joined=frozenset(spoken(one) for one in called if JOINED.search(one)),
        stems=frozenset(canon(spoken(stem.name)) for stem in session.stems),
    )


def _sources(called: Sequence[str]) -> frozenset[Phrase]:
    """The names of stems and tracks, and what is said for them."""
    found = {spoken(one) for one in (*called, *(one.replace("&", " and ") for one in called))} - {()}
    found |= {one[:-1] for one in found if len(one) > SIDED and one[-1] in ("l", "r", "left", "right")}
    found |= {one[::-1] for one in found if one[1:] in (("wet",), ("dry",))}  # "the dry piano"
    found |= {part for one in found for part in _parts(one)}
    return frozenset(found | {("dibox", *one[1:]) for one in found if one[0] == "di" and len(one) > 1})


def _parts(name: Phrase) -> Iterator[Phrase]:
    """Two words or more of a long name that stand side by side in it: "DI two" of Guitar.DI.Two_01."""
    for is_plain, run in groupby(name, _stands_beside):
        words = tuple(run) if is_plain else ()
        for start, end in combinations(range(len(words) + 1), 2):
            if 1 < end - start < len(name):
                yield words[start:end]


def _stands_beside(word: str) -> bool:
    """Whether a word can be part of a name as it is said: no kind, and no number but a model's ("H3000")."""
    return not kind_of(word) and (len(word) > 2 or not word.isdecimal())


def _mixes(session: Session) -> dict[Phrase, str]:
    """The mixes by their names, also with "mix" behind what one is called, or before it."""
    found = {name: f"mix.{mix.id}" for mix in session.mixes if (name := spoken(mix.name))}
    turned = {
        ("mix", *name[:-1]): item for name, item in found.items() if len(name) > 1 and name[-1] == "mix"
    }
    whole = {(*name, "mix"): item for name, item in found.items() if name[-1] != "mix"}
    return whole | found | turned


def _titles(session: Session) -> frozenset[Phrase]:
    """The title and the artist, without an article too, and as far as two words or more of them go."""
    whole = [spoken(session.title), spoken(session.artist)]
    whole += [title[1:] for title in whole if len(title) > 1 and title[0] in lexicon().said["article"]]
    begun = {title[:length] for title in whole for length in range(2, len(title) + 1)}
    return frozenset((begun | {*whole}) - {()})


def _lacked(mixes: Iterable[Phrase]) -> Iterator[Phrase]:
    """What mixes are without by their names: soloists of Minus Soloists."""
    leaving = lexicon().said["leaving_out"]
    for name in mixes:
        if leaving.intersection(name):
            yield tuple(word for word in name if word not in leaving)


def _words(said: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(word for one in said for word in one if len(word) > 2 or word == "di") - {"mix"}


def _runs(name: str) -> Iterator[tuple[str, Phrase]]:
    """The words of a name that are written as one in it, and what they are one by one."""
    for run in RUN.findall(name):
        if len(apart := spoken(run)) > 1:
            yield fold(run), apart
