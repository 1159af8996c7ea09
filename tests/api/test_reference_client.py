"""What the reference client remembers of a server's chain, and when it says that it is another."""

from __future__ import annotations

from typing import Any

from api.reference_client import ChainMemory


def end(position: int, hash_: str | None = None, server: str = "s") -> dict[str, Any]:
    return {"server": server, "position": position, "hash": hash_ or f"h{position}", "losses": 1}


def shown(position: int, hash_: str | None = None, server: str = "s") -> dict[str, Any]:
    return {"type": "heartbeat", "journal": end(position, hash_, server)}


def held(position: int, hash_: str | None, *, losses: int = 1) -> dict[str, Any]:
    told = {"server": "s", "position": position, "hash": hash_, "losses": losses}
    return {"type": "journal", **told}


def test_it_remembers_the_newest_link_that_nothing_contradicts() -> None:
    memory = ChainMemory()
    assert memory.ask() is None
    for position in (3, 4, 2):
        memory.hear(shown(position))
    assert memory.ask() == 4
    memory.hear(shown(9))
    assert memory.seen == end(4), "not before the server has answered"
    memory.hear(held(4, "h4"))
    memory.hear(shown(10))
    assert (memory.seen, memory.broken) == (end(10), None)
    memory.hear({"type": "snapshot"})
    memory.hear({"type": "hello", "journal": end(12)})
    assert (memory.seen, memory.ask()) == (end(10), 10)


def test_a_chain_that_is_cut_or_another_is_told_and_not_taken() -> None:
    for hash_ in (None, "another"):
        memory = ChainMemory(seen=end(9))
        assert memory.ask() == 9
        memory.hear(held(9, hash_))
        memory.hear(shown(20))
        assert (memory.seen, memory.broken) == (end(9), end(9))
    memory = ChainMemory(seen=end(9))
    memory.hear(shown(9, "another"))
    assert memory.broken == end(9)


def test_a_loss_that_the_chain_tells_of_and_another_server_start_anew() -> None:
    memory = ChainMemory(seen=end(9))
    memory.ask()
    memory.hear(held(9, None, losses=2))
    memory.hear(shown(5))
    assert (memory.seen, memory.broken) == (end(5), None)
    memory.hear(shown(1, server="other"))
    assert (memory.seen, memory.broken) == (end(1, server="other"), None)
