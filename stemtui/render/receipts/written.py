"""A receipt as a value: what it says, in plain values and in words, and how it is written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stemtui.frozen import frozen
from stemtui.receipts import RECEIPT, fails
from stemtui.render.receipts.summary import summary
from stemtui.tables import escaped


@frozen
class Receipt:
    """A delivery's receipt; `document` holds plain values.

    Levels are rounded to 0.01 dB and loudness to 0.1 LU: another machine may differ by one digit, which
    `verify` allows. `printed` are the items that were written by the render that gave this receipt; the
    others were current. `is_new` says whether that render wrote anything at all.
    """

    document: Mapping[str, Any]
    printed: tuple[str, ...] = ()
    is_new: bool = True

    def as_dict(self) -> dict[str, Any]:
        """What `receipt.toml` and `--json` hold."""
        return dict(self.document)

    @property
    def fails(self) -> str:
        """The destination whose demands a mix of this delivery fails; "" where none does."""
        return fails(self.document)

    def summary(self) -> list[str]:
        """The receipt in words: files, proof, what was left out, warnings."""
        return summary(self.document)

    def write(self, folder: Path) -> None:
        """Write `receipt.toml` into a folder."""
        import tomli_w  # here, because a render that finds everything current writes nothing

        text = escaped(tomli_w.dumps(self.document, multiline_strings=False))
        (folder / RECEIPT).write_bytes(text.encode())
