"""Forms that say what they want line by line ("Name: SFX", "Kind: stem"), and trees of folders, as lists."""

import re
from collections.abc import Iterator, Sequence

from stemtui.order.reading.letters.columns import named
from stemtui.order.reading.letters.tables import point
from stemtui.order.words import kind_of
from stemtui.suggest.words import plain_words

FIELD = re.compile(r"^\s*([^:\n]{1,30}?)\s*:\s*(\S.*)$")
# A field of what is not wanted.
UNWANTED = re.compile(
    r"([^\W\d_]+) (?:are |is )?(?:not|no longer) (?:required|needed|wanted)$", re.IGNORECASE
)
FEWEST = 3
# What stands over a record: "ITEM 2", "Position 3:".
NUMBER = re.compile(r"^\W*[^\W\d_]{2,12}\W{0,3}\d{1,3}\W*$")
BRANCH = re.compile(r"^[\s│|]*(?:[├└]|[|`+\\](?=[─-]{1,3}\s))[─-]*\s*(\S.*?)\s*$")
FILE = re.compile(r"\.\w{2,4}(?:\s|$)")
# What is said of a file in a tree: "Drums.wav      combat", "Bass.wav  # mono".
REMARK = re.compile(r"\s{2,}#?\s*(\S.*)$|\s+#\s*(\S.*)$")


def without_facts(lines: Sequence[str], told: list[str]) -> list[str]:
    """The lines without those of a form that only say whose it is: "Label: Ninth Floor"; they are `told`."""
    facts = [line for line in lines if _is_fact(line)]
    fields = sum(FIELD.match(line) is not None for line in lines)
    if fields < FEWEST:
        return list(lines)
    told += [fact.strip() for fact in facts]
    return ["" if line in facts else line for line in lines]


def with_declined(lines: Sequence[str]) -> list[str]:
    """The lines, fields that decline what stands in them as that: "Stems not required: Foley"."""
    found = []
    for line in lines:
        field = FIELD.match(line)
        said = field and UNWANTED.match(field[1])
        found.append(
            f"not needed: {field[2]} {said[1]}" if field and said and kind_of(said[1].lower()) else line
        )
    return found


def _is_fact(line: str) -> bool:
    field = FIELD.match(line)
    return field is not None and named(field[1]) == "about" and not any(map(kind_of, plain_words(field[2])))


def as_records(lines: Sequence[str], told: list[str]) -> list[str]:
    """The lines, those of forms with a name and a kind as points of a list; their notes go to `told`."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        record, end = _record(lines, at)
        if {"item", "kind"} <= {*record}:
            if found and NUMBER.match(found[-1]):
                found[-1] = ""
            found.append(point(record, told))
        else:
            found += lines[at:end]
        at = end
    return found


def _record(lines: Sequence[str], at: int) -> tuple[dict[str, str], int]:
    """The fields that begin at a line, and the line behind them; one line where none do."""
    record: dict[str, str] = {}
    end = at
    while end < len(lines) and (field := FIELD.match(lines[end])):
        column = named(field[1])
        if {"item", "kind"} <= {*record} and column in ("", "note"):
            record["note"] = ", ".join(filter(None, (record.get("note"), field[2])))
        elif not column or column.endswith(":") or column in record:
            break
        else:
            record[column] = field[2]
        end += 1
    return record, max(end, at + 1)


def as_folders(lines: Sequence[str], told: list[str]) -> list[str]:
    """The lines, those of a tree of folders as lists below the kinds that these say."""
    return [one for line in lines for one in _branch(line, told)]


def _branch(line: str, told: list[str]) -> Iterator[str]:
    found = BRANCH.match(line)
    if not found:
        yield line
    elif found[1].endswith(("/", "\\")) or not FILE.search(found[1]):
        kinds = {kind_of(word): word for word in plain_words(found[1]) if kind_of(word)}
        yield ""
        yield f"{next(iter(kinds.values()))}:" if len(kinds) == 1 else ""
    else:
        remark = REMARK.search(found[1])
        name = found[1][: remark.start()] if remark else found[1]
        yield point({"item": name, "note": (remark[1] or remark[2]) if remark else ""}, told)
