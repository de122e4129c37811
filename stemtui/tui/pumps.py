"""Waiting for a part of the screen."""

import asyncio
from contextlib import suppress

from textual.message_pump import MessagePump

PATIENCE_SECONDS = 0.5


async def handled(node: MessagePump) -> None:
    """Wait until a part of the screen has handled the messages that it has, or is gone."""
    done = asyncio.Event()
    if node.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
