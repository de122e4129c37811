"""Handing over: a receipt, and beside it the page, the letter and the checksums that are made from it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from stemtui.glossary.entries import terms
from stemtui.receipts import CHECKSUMS, LETTER, PAGE, PAPER, tables
from stemtui.render.papers.facts import is_measured
from stemtui.render.papers.letter import letter
from stemtui.render.papers.page import page
from stemtui.render.receipts.written import Receipt


def make_ready() -> None:
    """Read what all papers say the same, while there is nothing else to do."""
    terms()


def hand_over(receipt: Receipt, folder: Path) -> Receipt:
    """Write a receipt and all papers into a folder; the receipt as it was written, which names them."""
    document = receipt.as_dict()
    papers = {LETTER: letter(document), PAGE: page(document)}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in papers.items()}
    if is_measured(document):
        prints = {entry["file"]: entry["sha256"] for entry in tables(document, "file")}
        papers[CHECKSUMS] = checksums(prints | digests)
        digests[CHECKSUMS] = hashlib.sha256(papers[CHECKSUMS]).hexdigest()
    for name, content in papers.items():
        (folder / name).write_bytes(content)
    entries = [{"file": name, "sha256": digest} for name, digest in digests.items()]
    named = replace(receipt, document={**document, PAPER: entries})
    named.write(folder)
    return named


def checksums(digests: Mapping[str, str]) -> bytes:
    """SHA-256 of files by name, in the lines that `sha256sum -c` reads, sorted."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()
