"""A message as people send it: what was written now, what it quotes, and what is only signature."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from stemtui.frozen import frozen
from stemtui.order.reading.letters.signatures import without_signature
from stemtui.order.reading.phrases.segments import LONGEST_LINE

HEADER = re.compile(
    r"^(from|to|cc|bcc|re|subject|date|sent|reply-to|von|an|betreff|gesendet|datum|da|oggetto|inviato|de|para|"
    r"asunto|enviado|objet|envoyé|à)\s*:\s",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"^(subject|re|betreff|oggetto|asunto|objet)\s*:\s*(.*)$", re.IGNORECASE)
# a subject alone, as it is pasted: "Re: Re: drums"
ANSWERS = re.compile(r"^\s*(?:(?:re|aw|antw|fwd?|wg|rif|tr|rv)\s*:\s*)+(.*)$", re.IGNORECASE)
# what a machine answers, with the subject that it was sent
AUTOMATIC = re.compile(
    r"^\s*(?:subject\s*:\s*)?(?:automatic (?:reply|response)|auto[- ]?reply|automatische antwort|"
    r"abwesenheitsnotiz|out of (?:the )?office|risposta automatica|respuesta automática|réponse automatique|"
    r"resposta automática)\s*:",
    re.IGNORECASE,
)
ATTRIBUTION = re.compile(
    r"^(on\b.*\bwrote|am\b.*\bschrieb\b.*|il\b.*\bha scritto|el\b.*\bescribió|le\b.*\ba écrit)\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
ORIGINAL = re.compile(
    r"^\s*(-{2,}\s*(original message|forwarded( message| mail)?|ursprüngliche nachricht|messaggio originale|"
    r"mensaje original|"
    r"message d'origine|message transféré|weitergeleitete nachricht|messaggio inoltrato|mensaje reenviado|"
    r"mensagem encaminhada)\b.*|"
    r"begin forwarded message:?|_{8,})\s*$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"forwarded message|-{2,}\s*forwarded\b|weitergeleitete nachricht|messaggio inoltrato|"
    r"mensaje reenviado|message transféré|"
    r"mensagem encaminhada",
    re.IGNORECASE,
)
# what a messenger puts before each message: "[12/04/2026, 12:04] Jess: "
STAMP = re.compile(
    r"^\s*\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?\]?\s*(?:-\s*)?[^:\n]{1,30}:\s",
    re.IGNORECASE,
)
ANSWER = re.compile(
    r"\s*(?:(?P<no>no|nope|nah|nein|non|não|none)|yes|yep|yeah|yup|sure|ja|s[ií]|oui|sim|please)\b",
    re.IGNORECASE,
)
# What says something of the line that is quoted above: "please make this stereo", "not needed any more".
OF_IT = re.compile(
    r"\s*(?:(?:please|pls|can|could|you|we|let's|bitte)\W+)*(?:"
    r"(?:make|change|turn|put|switch|have|drop|skip|remove|cancel|lose|forget) "
    r"(?:this|that|it|these|those|them)\b"
    r"|(?:this|that|it)(?: one)? (?:should|can|could|has to|needs to) be\b|(?:in )?(?:mono|stereo)\b"
    r"|(?:is |are )?(?:not|no longer) (?:needed|required|wanted)\b).{0,40}$",
    re.IGNORECASE,
)
TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|table|td|span|b|strong|html|body)\b[^<>]*>", re.IGNORECASE)
BREAK = re.compile(
    r"<br\s*/?>\n?|</(?:p|div|li|ul|ol|tr|h\d|blockquote|table)\s*>|<(?:p|div|tr)\b[^>]*>", re.IGNORECASE
)
# Dots that lead the eye to what stands at the end of a line: "Bass STEM ......... mono".
LEADERS = re.compile(r"[ \t]\.{3,}[ \t]")
# A cell of a table that says nothing: "Kick | track | n/a".
NO_CELL = re.compile(r"\|[ \t]*(?:n/?a|[-–—])[ \t]*(?=\||$)", re.IGNORECASE | re.MULTILINE)
# What marks a line that was added later: "EDIT 2: not the guitars".
ADDED = re.compile(r"^\s*(?:edit|update)\s*\d*\s*:\s*", re.IGNORECASE)
HEADERS = 3
# What only says how the sign before it is drawn: a tick as text, or as a picture.
SELECTORS = re.compile("[\ufe0e\ufe0f]")
# Ends of lines as systems, old Macs, notes and messengers write them.
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


@frozen
class Mail:
    """The lines written now, the lines that it quotes, its subject, and quoted lines that it says no to.

    `own` are the lines that say what those quoted are for: of a forwarded message, if one is written now;
    `signed` seem to be a signature.
    """

    body: tuple[str, ...]
    quoted: tuple[str, ...] = ()
    subject: str = ""
    forwarded: bool = False
    refused: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


def mail(message: str) -> Mail:
    """A message taken apart: headers, quoted text and signature stand outside its body."""
    text = LINE_END.sub("\n", unicodedata.normalize("NFC", message)).lstrip("\ufeff")
    text = SELECTORS.sub("", text)
    text = LEADERS.sub(" - ", _without_tags(text) if TAG.search(text) else text)
    text = NO_CELL.sub("|", text)
    written = (part for line in text.split("\n") for part in _cut(line))
    lines = [STAMP.sub("", line.replace("\u00a0", " ")).rstrip() for line in written]
    lines = [ADDED.sub("", line) for line in lines]
    lines, subject = _without_headers([line for line in lines if not AUTOMATIC.match(line)])
    lines, refused = _answered(lines)
    body, quoted = _without_quotes(lines)
    forwarded = any(FORWARDED.search(line) for line in lines)
    kept, signed = map(tuple, without_signature(body))
    passed_on = _passed_on(lines)
    own = passed_on or kept
    return Mail(kept, tuple(quoted), subject, forwarded and not passed_on, tuple(refused), own, signed)


def _cut(line: str) -> Iterator[str]:
    """A line, cut between words where it is longer than anybody writes one."""
    while len(line) > LONGEST_LINE:
        end = max(line.rfind(" ", 0, LONGEST_LINE), LONGEST_LINE // 2)
        yield line[:end]
        line = line[end:]
    yield line


def _without_tags(text: str) -> str:
    """The text of an HTML message, its points, cells and ends of lines as people type them."""
    text = re.sub(r"<(style|head|script)\b.*?</\1\s*>", "", text, flags=re.I | re.S)
    text = re.sub(r"<li\b[^>]*>\s*", "\n- ", text, flags=re.I)
    text = re.sub(r"</t[dh]>\s*(?=<t[dh]\b)", " | ", text, flags=re.I)
    text = BREAK.sub("\n", text)
    return unescape(re.sub(r"</?[a-z][^<>]*>", "", text, flags=re.I))


def _without_headers(lines: list[str]) -> tuple[list[str], str]:
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if lines and (found := ANSWERS.match(lines[start])):
        return lines[start + 1 :], found[1]
    end, subject = start, ""
    while end < len(lines) and HEADER.match(lines[end]):
        if found := SUBJECT.match(lines[end]):
            subject = found[2]
        end += 1
    single = end - start == 1 and not subject
    return (lines, "") if single or end == start else (lines[end:], subject)


def _answered(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines, quoted ones with a "yes" below as written now, or with what it says of them; and those with
    a "no" below."""
    kept: list[str] = []
    refused: list[str] = []
    for line in lines:
        asked = next((one for one in reversed(kept) if one.strip()), "")
        answer = ANSWER.match(line) if asked.lstrip().startswith(">") else None
        if answer and answer["no"]:
            refused.append(asked.strip(" >").rstrip("?"))
        elif asked.lstrip().startswith(">") and OF_IT.match(line):
            kept.append(f"- {asked.strip(' >')} - {line.strip()}")
        elif answer:
            kept.append(f"{asked.strip(' >').rstrip('?')}. {line}")
        else:
            kept.append(line)
    return kept, refused


def _passed_on(lines: list[str]) -> tuple[str, ...]:
    """What a forwarded message says beside what it quotes itself; nothing where it quotes nothing."""
    at = next((at for at, line in enumerate(lines) if FORWARDED.search(line)), len(lines))
    below = lines[at + 1 :]
    written = [one for one in below if not one.lstrip().startswith(">") and not HEADER.match(one)]
    quotes = any(one.lstrip().startswith(">") for one in below)
    return tuple(written) if quotes and any(one.strip() for one in written) else ()


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str]]:
    body: list[str] = []
    quoted: list[str] = []
    headers = 0
    for at, line in enumerate(lines):
        if at < headers:
            continue
        if ORIGINAL.match(line) or _is_attribution(lines, at) or _is_header(lines, at):
            rest = lines[at + 1 :]
            if not any(one.lstrip().startswith(">") for one in rest):
                quoted += [one for one in rest if not HEADER.match(one)]
                break
            headers = at + 1
            while headers < len(lines) and HEADER.match(lines[headers]):
                headers += 1
            continue
        if at and _is_attribution(lines, at - 1, 2):
            continue
        if line.lstrip().startswith(">"):
            if not HEADER.match(line.lstrip(" >")):
                quoted.append(line.lstrip(" >"))
        else:
            body.append(line)
    return body, quoted


def _is_header(lines: list[str], at: int) -> bool:
    """Whether the headers of an earlier message begin here, as Outlook quotes it."""
    return (
        at > 0 and all(HEADER.match(line) for line in lines[at : at + HEADERS]) and at + HEADERS <= len(lines)
    )


def _is_attribution(lines: list[str], at: int, length: int = 0) -> bool:
    return any(
        ATTRIBUTION.match(" ".join(part.strip() for part in lines[at : at + n])) is not None
        for n in ((length,) if length else (1, 2))
        if at + n <= len(lines) and lines[at].strip()
    )
