"""A list that takes several lines is edited in place: whatever was written between its items stays."""

import re
import tomllib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemtui.manifest.lists import respelled_list

NAMES = [f"item_{n}" for n in range(7)]


@dataclass(frozen=True)
class Written:
    """A list as somebody wrote it: its text, and the comment above and behind each item by that item."""

    text: str
    items: tuple[str, ...]
    beside: dict[str, tuple[list[str], str]]


@st.composite
def written_lists(draw: st.DrawFn) -> Written:
    """Lists on several lines, with comments and blank lines wherever TOML allows them."""
    items = tuple(draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5)))
    number = iter(range(1000))
    newline, indent = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["  ", "    ", "\t"]))

    def comment() -> str:
        return f"# said {next(number)}{draw(st.sampled_from(['', ', here', ' ]']))}"

    def above() -> list[str]:
        return [comment() if draw(st.booleans()) else "" for _ in range(draw(st.integers(0, 2)))]

    rows, beside = ["[" + (f" {comment()}" if draw(st.booleans()) else "")], {}
    for at, item in enumerate(items):
        said, remark = above(), comment() if draw(st.booleans()) else ""
        comma = "," if at < len(items) - 1 or draw(st.booleans()) else ""
        quote = draw(st.sampled_from("\"'"))
        rows += [
            *(indent + line if line else "" for line in said),
            f"{indent}{quote}{item}{quote}{comma} {remark}",
        ]
        beside[item] = said, remark
    rows += [indent + line if line else "" for line in above()]
    return Written(newline.join([*rows, "]"]), items, beside)


def said_in(text: str) -> list[str]:
    return re.findall(r"# said [^\r\n]*", text)


@given(written_lists(), st.lists(st.sampled_from(NAMES), unique=True, max_size=6))
def test_every_comment_and_blank_line_of_a_list_survives(old: Written, new: list[str]) -> None:
    newline = "\r\n" if "\r\n" in old.text else "\n"
    edited = respelled_list(old.text, 0, new, newline)
    assert tomllib.loads(f"x = {edited}\n")["x"] == new
    assert sorted(said_in(edited)) == sorted(line.rstrip() for line in said_in(old.text))
    blanks = [len([line for line in text.split(newline) if not line.strip()]) for text in (old.text, edited)]
    assert blanks[0] == blanks[1]
    assert said_in(old.text.split(newline)[0]) == said_in(edited.split(newline)[0])
    lines = [line.strip() for line in edited.split(newline)]
    for item in set(old.items) & set(new):
        said, remark = old.beside[item]
        at = next(n for n, line in enumerate(lines) if re.match(rf"[\"']{item}[\"']", line))
        assert lines[at].endswith(remark.rstrip())
        assert lines[at - len(said) : at] == [line.rstrip() for line in said]


@given(written_lists())
def test_a_list_that_stays_keeps_every_line(old: Written) -> None:
    newline = "\r\n" if "\r\n" in old.text else "\n"
    edited = respelled_list(old.text, 0, old.items, newline)
    assert [" ".join(line.replace(",", " ").split()) for line in edited.split(newline)] == [
        " ".join(line.replace(",", " ").split()) for line in old.text.split(newline)
    ]


@pytest.mark.parametrize(
    ("text", "new", "edited"),
    [
        ('["a", "b"]', ["b", "c"], '["b", "c"]'),
        ('[ # all\n  "a", "b",\n]', ["b"], '[  # all\n  "b",\n]'),
        ('[\n  "a" # first\n  , "b" ]', ["a", "b"], '[\n  "a",  # first\n  "b",\n]'),
        ('[\n  "a",\n\n  "b",\n]', ["b"], '[\n\n  "b",\n]'),
        ('[\n  "a",\n]', [], "[\n]"),
    ],
)
def test_forms_that_people_write(text: str, new: list[str], edited: str) -> None:
    assert respelled_list(text, 0, new, "\n") == edited
