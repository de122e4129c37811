"""The vocabulary as data: every word has one group, and what contexts and heads speak of exists."""

import tomllib
from importlib.resources import files

import pytest

from stemtui.suggest import GROUPS
from stemtui.suggest.folder import read
from stemtui.suggest.vocabulary import HINT, Context, phrases, vocabulary


def test_the_vocabulary_gives_every_full_word_to_one_group() -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for file in (files("stemtui") / "vocabulary").iterdir():
        for group, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if group in ("context", "heads", "sides"):
                continue
            assert group in (*GROUPS, "silent"), f"{group} is no group"
            for key, listed in table.items():
                if key.split("_")[0] not in ("hints", "abbreviations"):
                    for phrase in phrases(listed):
                        owners.setdefault(phrase, set()).add(group)
    assert {" ".join(phrase): groups for phrase, groups in owners.items() if len(groups) > 1} == {}


def test_contexts_and_heads_speak_of_groups_and_words_that_exist() -> None:
    known = vocabulary()
    names = {context.name for context in known.contexts}
    for context in known.contexts:
        assert {*context.readings.values()} <= {*GROUPS, ""}
        assert {*context.turns.values(), *context.turns} <= set(GROUPS)
        assert context.leads <= {*context.readings, *known.entries}, "a word that nobody knows leads nothing"
        assert {*context.groups, *context.folders, *context.outnumbers} <= set(GROUPS)
        assert context.unless <= names
    assert {head.group for head in known.heads} <= set(GROUPS)
    assert all(entry.group in (*GROUPS, "") for entry in known.entries.values())
    assert any(entry.rank == HINT for entry in known.entries.values())


@pytest.mark.parametrize("context", vocabulary().contexts, ids=lambda context: context.name)
def test_a_name_can_be_found_to_hold_each_word_that_makes_a_context(context: Context) -> None:
    for phrase in context.words:
        found = {m.phrase for reading in read([" ".join(phrase)]) for m in reading.matches}
        words = {*phrase, phrase[-1].removesuffix("s")}
        assert found & {phrase, *((word,) for word in words)}, f"nothing is found in {phrase}"
