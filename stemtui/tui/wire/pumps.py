"""Waiting for a part of the screen, however slow the machine is."""

import asyncio
from contextlib import suppress

from textual.message_pump import MessagePump

LOOK_SECONDS = 0.5


async def handled(node: MessagePump) -> None:
    """Wait until a part of the screen has handled the messages that it has, or is gone."""
    done = asyncio.Event()
    while node.call_later(done.set) and not await came(done):
        pass


async def came(event: asyncio.Event) -> bool:
    """Whether an event comes soon; what waits for it looks meanwhile whether it can come at all."""
    with suppress(TimeoutError):
        return await asyncio.wait_for(event.wait(), LOOK_SECONDS)
    return event.is_set()
