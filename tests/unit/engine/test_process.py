from __future__ import annotations

from collections.abc import Callable

import pytest

from studio.core.messages import Shutdown, Warmed, encode
from studio.engine.channel import ChannelClosed
from studio.engine.process import ProcessChannel


def at_the_worst_moment(channel: ProcessChannel, action: Callable[[], None]) -> None:
    """Have something happen right before the channel clears its wake-up."""
    clear = channel._wake.clear

    def late() -> None:
        action()
        channel._wake.set()
        clear()

    channel._wake.clear = late  # type: ignore[method-assign]


def test_an_end_that_comes_while_looking_is_not_missed() -> None:
    channel = ProcessChannel()
    at_the_worst_moment(channel, channel._over.set)
    with pytest.raises(ChannelClosed):
        channel.receive()
    channel.stop(0)


def test_events_come_before_the_end() -> None:
    channel = ProcessChannel()
    channel._events.append(Warmed())
    at_the_worst_moment(channel, channel._over.set)
    assert channel.receive() == [Warmed()]
    with pytest.raises(ChannelClosed):
        channel.receive()
    channel.stop(0)


def test_a_channel_that_never_started() -> None:
    channel = ProcessChannel(previews=False)
    channel.send(Shutdown())
    assert channel._commands.get() == encode(Shutdown())
    assert channel.receive() == [] and not channel.alive and channel.pid is None
    assert channel.last_output() == "" and channel.exit_reason is None
    channel.stop(1.0)
