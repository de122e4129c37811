"""A client's message read as an order: `read(session, message)`, then `answered`, then `added`
with its `changes`.

Everything here is pure and works offline from vocabulary that is data. What can be meant in more than one way
becomes a question; nothing is guessed, and words that mean nothing to the reader are listed.

A message passes through these modules; a rule belongs in the first that knows all that it needs:
- `mail`: what was written now, what is quoted, and the `signatures`. `tables` and `wishes` take columns and
  form out of lines.
- `clauses`: line by line, with `headings`, points and ticks of lists. `reader` is what has been read so far.
  `unread` keeps sentences that lead to nothing; no rule may drop one.
- `called` has the names of the session. `tokens`, `respelt` as those are, `tagging`: a line as `pieces`,
  words with their `meanings`, the `senses` that `lexicon` and `vocabulary/*.toml` have; those in
  `nameplates` have none.
- `sentence`: whether one orders or tells (`judging`), or says more of what came before (`again`, `forms`).
  `retracting` cuts it where it takes something back, and takes it back. Before it is judged,
  `pronouns`, `plain` (with `denials`, `contrasts`, `clefts`, `contents`, `links`, `somebody`) and
  `conditions` make words that act on what is further off act on what is beside them.
- `cutting`, `negations`: a sentence as segments, each with the break before it: asked, declined, excepted.
- `joining`: segments as requests, in the end each thing once (`merging`). `wording` names them, `stance`,
  `asides` and `purposes` say which order something, `adding` what each does to those `joined` before it, with
  `amending`, `parts`, `files`, `again`, `placing`. `listing` and `heads` hand kinds on, `combining`
  puts sources into one file. Of the session only names are known.
- `message`: requests `meeting` what `matching` finds in the session, which `indexing` makes ready, each sort
  by its `about_*`; what is open becomes a question, there and in `passing`, `titles`, `channels`, `counts`,
  `earlier`; `asking` has its parts. `recalls` are what it changes of an order that is there.
"""

from stemtui.order.reading.answering import answered, still_open
from stemtui.order.reading.changing import added, change_words, changes, fresh
from stemtui.order.reading.message import read, requests
from stemtui.order.reading.reply import reply
from stemtui.order.reading.values import Change, Choice, Question, Reading, Wish
from stemtui.order.reading.wished import as_wished

__all__ = [
    "Change",
    "Choice",
    "Question",
    "Reading",
    "Wish",
    "added",
    "answered",
    "as_wished",
    "change_words",
    "changes",
    "fresh",
    "read",
    "reply",
    "requests",
    "still_open",
]
