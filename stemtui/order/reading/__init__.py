"""A client's message read as an order: `read(session, message)`, then `answered`, then `added`
with its `changes`.

Everything here is pure and works offline from vocabulary that is data. What can be meant in more than one way
becomes a question; nothing is guessed, and words that mean nothing to the reader are listed.

A message passes through these rooms; a rule belongs in the first that knows all that it needs:
- `letters`: what was written now (`mail`), what is quoted, and the `signatures`. `tables` and `wishes` take
  columns and form out of lines.
- `words`: a line as `pieces`, words with their `meanings`, the `senses` that `lexicon` and
  `vocabulary/*.toml` have. `called` has the names of the session; `respelt` as those are.
- `phrases`: a sentence made `plain`, so that words that act on what is further off act on what is beside
  them (`denials`, `contrasts`, `clefts`, `pronouns`, `conditions`), then cut into `segments` (`cutting`,
  `negations`), each with the break before it: asked, declined, excepted. Words in `nameplates` mean
  nothing.
- `wants`: segments as requests (`joining`), in the end each thing once (`merging`). `wording` names them,
  `stance`, `asides` and `purposes` say which order something, `adding` what each does to those `joined`
  before it, with `amending`, `parts`, `again`, `placing`. `listing` and `heads` hand kinds on. Of the
  session only names are known. `reader` is what has been read so far.
- `sentences`: line by line (`clauses`), with `headings`, points and ticks of lists; whether a `sentence`
  orders or tells (`judging`), or says more of what came before. `retracting` cuts it where it takes
  something back, and takes it back. `unread` keeps sentences that lead to nothing; no rule may drop one.
- `meeting`: requests met with what `matching` finds in the session, which `indexing` makes ready, each sort
  by its `about_*`; what is open becomes a question, there and in `passing`, `titles`, `channels`, `counts`,
  `earlier`; `asking` has its parts. `recalls` are what it changes of an order that is there.
What stands lower imports what stands higher, and `letters` import `words` and `phrases`. `message` leads
through all of it.
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
