"""The screen: a session's tracks and stems, organised by keyboard.

`opening` makes the `app`, whose `screen` shows a `desk`: the session as it is worked on, with every command
on it. `panes` draw it line by line, `dialogs` ask, `keeping` loses nothing, `rendering` works beside the
keys, and `wire` sends a terminal only what changed. `handlers` are the screen's, gathered.
"""
