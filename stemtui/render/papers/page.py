"""The page of a delivery: one HTML file for whoever opens the folder, without a script or anything from afar.

It is made from the receipt alone, so that the same delivery has the same page.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from stemtui.receipts import CHECKSUMS, RECEIPT, tables
from stemtui.render.papers import facts
from stemtui.render.papers.importing import adding_up, importing
from stemtui.render.papers.markup import Markup, element, joined, name
from stemtui.render.papers.prints import anchor, article, badge, playable
from stemtui.render.papers.proving import proof

Table = Mapping[str, Any]


def page(receipt: Table) -> bytes:
    """The page, in UTF-8. `receipt` is what a receipt holds, unedited."""
    title = facts.title(receipt)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{title}: {facts.contents(receipt)}"),
        element("style", Markup(_style())),
    )
    body = element("body", _header(receipt), element("main", _sections(receipt)), _footer(receipt))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n".encode()


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _policy() -> str:
    """Nothing may be loaded but the sound files beside the page; nothing may run."""
    style = b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    rules = ("default-src 'none'", f"style-src 'sha256-{style}'", "media-src 'self' file:")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def _header(receipt: Table) -> Markup:
    byline = facts.byline(receipt)
    strip = {
        "Files": facts.contents(receipt),
        "Format": facts.form(receipt),
        "Length": facts.lengths(receipt),
        "Start": facts.start(receipt),
    }
    return element(
        "header",
        element("p", "Delivery", class_="over"),
        element("h1", name(facts.title(receipt))),
        element("p", name(byline), class_="byline") if byline else "",
        element(
            "dl",
            *(element("div", element("dt", k), element("dd", v)) for k, v in strip.items()),
            class_="strip",
        ),
        class_="top",
    )


def _sections(receipt: Table) -> Iterator[str]:
    yield from _order(receipt)
    heading, changed = facts.changes(receipt)
    yield from _listed(heading, "", changed, "changed")
    steps = (element("li", step) for step in importing(receipt))
    together = adding_up(receipt)
    yield _section(
        "How to import them",
        element("ol", *steps),
        element("p", together) if together else "",
        id_="importing",
    )
    for group in facts.groups(receipt):
        cards = (article(receipt, file) for file in group.files)
        meaning = element("p", group.meaning, class_="meaning")
        yield _section(group.heading, meaning, *cards, id_=group.kind)
    if not playable(receipt):
        yield element("p", "Browsers do not play these files; any audio program does.", class_="aside")
    yield _section("Proof", *proof(receipt), id_="proof")
    yield from _listed("What the mixes are for", "", facts.destination(receipt))
    yield from _listed("Left out", "What of the song is in none of these files.", facts.left_out(receipt))
    yield from _listed("Worth knowing", "What the checks have found.", facts.notes(receipt))
    yield _section(
        "How they were made", element("ul", *(element("li", one) for one in facts.made(receipt))), id_="made"
    )
    yield _section("The words", element("dl", *_glossary(receipt), class_="words"), id_="words")


def _order(receipt: Table) -> Iterator[Markup]:
    """Each line of the order beside the file that meets it."""
    lines, by_file = tables(dict(receipt), "order"), {f["file"]: f for f in tables(dict(receipt), "file")}
    if not lines:
        return
    heads = ("", "Asked for", "Delivered", "Kind", "Channels")
    rows = (_line(number, line, by_file.get(line.get("file", ""))) for number, line in enumerate(lines, 1))
    table = element(
        "table",
        element("thead", element("tr", *(element("th", head or "Line", scope="col") for head in heads))),
        element("tbody", *rows),
    )
    met = sum(line.get("file") in by_file for line in lines)
    said = (
        "Every line is met." if met == len(lines) else f"{met} of {len(lines)} lines are met by this folder."
    )
    yield _section("The order", element("p", said), table, id_="order")


def _line(number: int, line: Table, file: Table | None) -> Markup:
    asked = name(line.get("asked") or (facts.called(file) if file else line["deliver"]))
    if file is None:
        met = [element("td", "not in this folder", colspan=3)]
    else:
        note = element("small", f"accepted: {line['waive']}") if line.get("waive") else ""
        link_to = element("a", name(facts.called(file)), href=f"#{anchor(file)}")
        met = [
            element("td", one) for one in (joined(link_to, note), badge(file["kind"]), facts.channels(file))
        ]
    return element("tr", element("td", str(number)), element("th", asked, scope="row"), *met)


def _listed(heading: str, meaning: str, said: list[str], id_: str = "") -> Iterator[Markup]:
    if said:
        items = (element("li", name(one)) for one in said)
        about = [element("p", meaning, class_="meaning")] if meaning else []
        id_ = id_ or heading.lower().replace(" ", "-")
        yield _section(name(heading), *about, element("ul", *items), id_=id_)


def _glossary(receipt: Table) -> Iterator[Markup]:
    for word in facts.words(receipt):
        more = f" {word.text}" if word.text else ""
        unlike = f" Not to be confused with {word.not_confuse}" if word.not_confuse else ""
        yield joined(element("dt", word.term), element("dd", f"{word.short}{more}{unlike}"))


def _section(heading: str, *content: str, id_: str) -> Markup:
    title = element("h2", heading, id=f"{id_}-title")
    return element("section", title, *content, id=id_, aria_labelledby=f"{id_}-title")


def _footer(receipt: Table) -> Markup:
    whole = (
        f" {CHECKSUMS} has the SHA-256 of each file: ",
        *(element("code", f"sha256sum -c {CHECKSUMS}"), ", or on a Mac "),
        *(element("code", f"shasum -a 256 -c {CHECKSUMS}"), ", tells whether all arrived whole."),
    )
    pictures = (
        "In the pictures the light shape is the peaks and the dark one the RMS level, all to one scale on "
        "which quiet parts show."
    )
    return element(
        "footer",
        element("p", pictures) if facts.is_measured(receipt) else "",
        element(
            "p", f"All of this and more stands in {RECEIPT}.", *(whole if facts.is_measured(receipt) else ())
        ),
        element("p", f"Made by stemtui {receipt['stemtui']['version']}."),
    )
