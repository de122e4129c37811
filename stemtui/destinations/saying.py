"""A profile in words: what it demands, each with its clause, and how to write one like it."""

from stemtui.destinations.judging import UNITS, WORDS, form_words, loudness_word
from stemtui.destinations.values import DIALOGUE, PLAYBACK, Profile

FORMS = {"sample_rate": "rate", "bit_depth": "word length"}
NEVER = "Only mixes are judged by it, never stems or tracks."


def headline(profile: Profile) -> str:
    """What it demands, in one line."""
    return ", ".join(demand_words(profile, demand) for demand in profile.demands)


def page(profile: Profile) -> list[str]:
    """All that it says: where from, and each demand with its clause."""
    head = [
        f"{profile.name}: {profile.about}" if profile.about else profile.name,
        f"  Source: {profile.source}",
    ]
    demands = []
    for demand in profile.demands:
        word = FORMS.get(demand) or WORDS[demand]
        said = demand_words(profile, demand).removeprefix(f"{word} ")
        demands += [f"  {word}: {said}", f"      {getattr(profile, demand).clause}"]
    return [*head, *demands, f"  {NEVER}"]


def demand_words(profile: Profile, demand: str) -> str:
    """One demand: `48 kHz`, `-23 LUFS +/-0.2`, `true peak at most -1 dBTP`."""
    wanted = getattr(profile, demand)
    if demand in FORMS:
        return form_words(demand, wanted)
    if demand == "loudness":
        of = {DIALOGUE: " of the dialogue (not judged)", PLAYBACK: " at playback"}
        return f"{loudness_word(wanted)}{of.get(wanted.measured, '')}"
    louder = f", {wanted.if_louder:g} if louder" if wanted.if_louder is not None else ""
    return f"{WORDS[demand]} at most {wanted.most:g} {UNITS[demand]}{louder}"
