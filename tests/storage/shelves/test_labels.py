"""Labels: what ids in facts are called, as they were told last."""

import pytest

from storage.store import Store

CI, NIGHTLY, NOWHERE = 11, 2**62, 404


def test_an_id_is_called_what_was_said(store: Store) -> None:
    with store.write() as shelves:
        shelves.labels.save("workflow", {CI: "ci", NIGHTLY: "nightly"}, {CI: "https://ci.example/ci"})
    with store.read() as shelves:
        assert shelves.labels.names([CI, NIGHTLY, NOWHERE]) == {CI: "ci", NIGHTLY: "nightly"}
        assert shelves.labels.urls([CI, NIGHTLY, NOWHERE]).get(CI) == "https://ci.example/ci"


def test_the_last_name_counts(store: Store) -> None:
    for name in ("ci", "build and test"):
        with store.write() as shelves:
            shelves.labels.save("workflow", {CI: name})
    with store.read() as shelves:
        assert shelves.labels.names([CI]) == {CI: "build and test"}


def test_what_is_not_said_again_keeps_its_name(store: Store) -> None:
    with store.write() as shelves:
        shelves.labels.save("workflow", {CI: "ci"})
        shelves.labels.save("workflow", {NIGHTLY: "nightly"})
        shelves.labels.save("workflow", {})
        assert shelves.labels.names([CI, NIGHTLY]) == {CI: "ci", NIGHTLY: "nightly"}


def test_nobody_asked_for_is_nobody_told(store: Store) -> None:
    with store.write() as shelves:
        shelves.labels.save("service", {CI: "payments-api"})
        assert shelves.labels.names([]) == {}
        assert shelves.labels.urls([]) == {}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("Prüfung ☃ 漢字", "Prüfung ☃ 漢字", id="every script"),
        pytest.param("a\0b", "a\ufffdb", id="a NUL"),
        pytest.param("half \ud83d", "half \ufffd", id="half a sign"),
        pytest.param("x" * 10_000, "x" * 10_000, id="a long one"),
    ],
)
def test_names_are_kept_as_any_database_can(store: Store, name: str, kept: str) -> None:
    with store.write() as shelves:
        shelves.labels.save("workflow", {CI: name})
        assert shelves.labels.names([CI]) == {CI: kept}
