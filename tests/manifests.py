"""Manifests that tests write, and what comes of editing one in place."""

import textwrap
from pathlib import Path

from stemtui import manifest
from stemtui.session import Mix, MixBus, OrderLine, Session, Stem, Track

SONG = Session(
    title="Mega Savings Song",
    artist="The Margaritas",
    treatment="printed",
    mix_bus=MixBus(ceiling_dbtp=-1.0),
    stems=(Stem("drums", "Drums"), Stem("bass", "Bass", "mono"), Stem("lead_vocal", "Lead Vocal")),
    mixes=(
        Mix("master", "Master"),
        Mix("instrumental", "Instrumental", without=("lead_vocal",)),
        Mix("vocal_up", "Lead Vocal Up", offsets_db=(("lead_vocal", 1.0),)),
    ),
    order=(OrderLine("Bass STEM", "stem", "stem.bass", "mono"), OrderLine("Master MIX", "mix", "mix.master")),
    tracks=(
        Track("kick", "audio/01 Kick.wav", stem="drums", gain_db=-2.0),
        Track("bass_di", "audio/14 Bass DI.wav"),
        Track("vox", "audio/15 Vox.wav", stem="lead_vocal", pan=-12.5),
    ),
)


FRESH = """\
# What this session's tracks feed, its stems and mixes, and what was ordered of them.
# The words are explained by: stemtui explain

format = 1

[session]
title = "Mega Savings Song"
artist = "The Margaritas"
treatment = "printed"

[mix_bus]
ceiling_dbtp = -1.0

[delivery]
bit_depth = 24

[stem.drums]
name = "Drums"
channels = "stereo"

[stem.bass]
name = "Bass"
channels = "mono"

[stem.lead_vocal]
name = "Lead Vocal"
channels = "stereo"

[mix.master]
name = "Master"

[mix.instrumental]
name = "Instrumental"
without = ["lead_vocal"]

[mix.vocal_up]
name = "Lead Vocal Up"
offsets_db = { lead_vocal = 1.0 }

[[order]]
asked = "Bass STEM"
kind = "stem"
deliver = "stem.bass"
channels = "mono"

[[order]]
asked = "Master MIX"
kind = "mix"
deliver = "mix.master"

[track.kick]
file = "audio/01 Kick.wav"
stem = "drums"
gain_db = -2.0

[track.bass_di]
file = "audio/14 Bass DI.wav"
stem = ""

[track.vox]
file = "audio/15 Vox.wav"
stem = "lead_vocal"
pan = -12.5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "stemtui.toml"
    path.write_text(textwrap.dedent(text), encoding="utf-8", newline="")
    return path


def saved(folder: Path, text: str, edit, newline: str = "\n") -> str:
    """The text after loading it, editing the session and saving it in place."""
    path = folder / "stemtui.toml"
    path.write_text(text.replace("\n", newline), encoding="utf-8", newline="")
    session = manifest.load(path)
    new = edit(session)
    assert manifest.save(new, path, base=session) == new
    assert manifest.load(path) == new
    after = path.read_bytes().decode()
    assert after.count(newline) == after.count("\n")
    return after.replace("\r\n", "\n")
