"""The same prints by ffmpeg and by sox, each in its best form: stages of commands to be run two at a time."""

from pathlib import Path

from sessions import Group, Size

Command = list[str]
Stage = list[Command]


def cat(size: Size, root: Path, _: Path) -> list[Stage]:
    """Only the sources' bytes: the floor."""
    return [[["cat", *(str(root / file) for file in size.files)]]]


def ffmpeg(size: Size, root: Path, out: Path) -> list[Stage]:
    """One filter graph for all outputs, in planar float64 from the start, with reads of 64 kB."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y"]
    for file in size.files:
        command += ["-max_size", "65536", "-i", str(root / file)]
    command += ["-filter_complex", ";".join(_graph(size))]
    for group in size.groups:
        command += ["-map", f"[{group.id}]", "-c:a", "pcm_s24le", str(out / f"{group.id}.wav")]
    for mix in size.mixes:
        command += ["-map", f"[{mix}]", "-c:a", "pcm_s24le", str(out / f"{mix}.wav")]
    return [[command]]


def _graph(size: Size) -> list[str]:
    """Tracks into stems, once; stems split among the mixes that hold them. amix is told not to scale."""
    graph, number = [], 0
    for group in size.groups:
        inputs = ""
        for _ in group.files:
            graph.append(f"[{number}:a]aformat=sample_fmts=dblp[t{number}]")
            inputs += f"[t{number}]"
            number += 1
        users = [mix for mix in size.mixes if group in size.members(mix)]
        both = ",pan=stereo|c0=c0|c1=c0" if group.track_channels == 1 else ""
        summed = f"{inputs}amix=inputs={group.tracks}:normalize=0"
        if group.channels == 2:
            split = "".join(f"[{group.id}_{mix}]" for mix in users)
            graph.append(f"{summed}{both},asplit={len(users) + 1}[{group.id}]{split}")
        else:
            split = "".join(f"[{group.id}_{mix}]" for mix in users)
            graph.append(f"{summed},asplit=2[{group.id}][{group.id}_mono]")
            graph.append(f"[{group.id}_mono]pan=stereo|c0=c0|c1=c0,asplit={len(users)}{split}")
    for mix, (_, offsets) in size.mixes.items():
        members = size.members(mix)
        weights = " ".join(f"{_gain(group, offsets):.17g}" for group in members)
        inputs = "".join(f"[{group.id}_{mix}]" for group in members)
        graph.append(f"{inputs}amix=inputs={len(members)}:normalize=0:weights={weights}[{mix}]")
    return graph


def sox(size: Size, root: Path, out: Path) -> list[Stage]:
    """Stems first, then mixes from the stems; never dithered, as nothing needs it."""
    stems = []
    for group in size.groups:
        inputs = [word for file in group.files for word in ("-v", "1", str(root / file))]
        remix = ["remix", "1", "1"] if group.track_channels < group.channels else []
        mixing = ["-m"] if group.tracks > 1 else []
        stems.append(["sox", "-D", *mixing, *inputs, "-b", "24", str(out / f"{group.id}.wav"), *remix])
    mixes = []
    for mix, (_, offsets) in size.mixes.items():
        command = ["sox", "-D", "-m"]
        for group in size.members(mix):
            path = str(out / f"{group.id}.wav")
            command += ["-v", f"{_gain(group, offsets):.17g}"]
            command.append(path if group.channels == 2 else f"|sox {path} -p remix 1 1")
        mixes.append([*command, "-b", "24", str(out / f"{mix}.wav")])
    return [stems, mixes]


def _gain(group: Group, offsets: dict[str, float]) -> float:
    return float(10.0 ** (offsets.get(group.id, 0.0) / 20.0))


PEERS = {"ffmpeg": ffmpeg, "sox": sox, "cat": cat}
