"""The store is read in snapshots and written all or nothing."""

from contextlib import suppress

from storage.store import Store
from tests import builders as build


def test_what_was_written_is_read(store: Store) -> None:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
    with store.read() as shelves:
        assert shelves.sources.all() == [build.GITHUB]


def test_nothing_is_kept_when_an_error_leaves_the_block(store: Store) -> None:
    with suppress(ZeroDivisionError), store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        raise ZeroDivisionError
    with store.read() as shelves:
        assert shelves.sources.all() == []


def test_a_reader_does_not_see_what_is_written_meanwhile(store: Store) -> None:
    with store.read() as reader:
        assert reader.sources.all() == []
        with store.write() as writer:
            writer.sources.save(build.GITHUB)
        assert reader.sources.all() == []
    with store.read() as later:
        assert later.sources.all() == [build.GITHUB]
