"""Secrets are sealed in the database, bound to their rows, and rotate while the store is used."""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.errors import Misconfigured
from storage.store import Store
from storage.tables import secrets
from storage.vault import Vault, generate_key

CANARY = "ghp_canary-91b2e7"


def put(store: Store, **plaintexts: str) -> None:
    with store.write() as shelves:
        for name, plaintext in plaintexts.items():
            shelves.secrets.put(name, plaintext)


def sealed(store: Store) -> dict[str, bytes]:
    with store._engine.connect() as connection:
        return {row.name: bytes(row.sealed) for row in connection.execute(select(secrets))}


def overwrite(store: Store, name: str, value: bytes) -> None:
    with store._writing.begin() as connection:
        connection.execute(update(secrets).where(secrets.c.name == name).values(sealed=value))


def test_a_secret_comes_back_is_replaced_and_is_deleted(store: Store) -> None:
    put(store, token="old", key="k")
    put(store, token=CANARY)
    with store.write() as shelves:
        assert shelves.secrets.get("token") == CANARY
        assert shelves.secrets.get("unknown") is None
        assert shelves.secrets.names() == ["key", "token"]
        shelves.secrets.delete("token")
        assert shelves.secrets.get("token") is None


def test_the_database_files_hold_no_plaintext(store: Store, dialect: str, tmp_path: Path) -> None:
    put(store, token=CANARY)
    assert CANARY.encode() not in sealed(store)["token"]
    if dialect == "sqlite":
        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"token" in content
        assert CANARY.encode() not in content
        assert base64.b64encode(CANARY.encode())[:-2] not in content


def test_a_ciphertext_copied_to_another_row_is_refused(store: Store) -> None:
    put(store, token=CANARY, other="harmless")
    overwrite(store, "other", sealed(store)["token"])
    with pytest.raises(Misconfigured, match="copied from another row"), store.read() as shelves:
        shelves.secrets.get("other")


def test_a_truncated_ciphertext_is_refused(store: Store) -> None:
    put(store, token=CANARY)
    overwrite(store, "token", sealed(store)["token"][:-5])
    with pytest.raises(Misconfigured, match="was changed"), store.read() as shelves:
        shelves.secrets.get("token")


def test_without_a_key_nothing_is_stored_or_read(store: Store, url: str) -> None:
    put(store, token=CANARY)
    locked = Store.open(url)
    with pytest.raises(Misconfigured, match="no encryption key"):
        put(locked, token="new")
    with locked.read() as shelves:
        assert shelves.secrets.names() == ["token"]
        assert shelves.secrets.get("unknown") is None
    with pytest.raises(Misconfigured, match="no encryption key"), locked.read() as shelves:
        shelves.secrets.get("token")
    locked.close()


def test_after_rotation_the_new_key_opens_and_the_old_does_not(url: str) -> None:
    old, new = Vault(generate_key()), Vault(generate_key())
    store = Store.open(url, vault=old)
    put(store, token=CANARY, other="x")
    with store.write() as shelves:
        assert shelves.secrets.rotate(new) == 2
    store.close()
    rotated = Store.open(url, vault=new)
    with rotated.read() as shelves:
        assert shelves.secrets.get("token") == CANARY
    with pytest.raises(Misconfigured, match="not at hand"):
        old.open(sealed(rotated)["token"], "secrets:token:sealed")
    rotated.close()


def test_rotation_that_was_cut_off_goes_on_where_it_was(url: str) -> None:
    first, second = generate_key(), generate_key()
    store = Store.open(url, vault=Vault(first))
    put(store, one="1", two="2", three="3")
    half = Vault(second)
    overwrite(store, "two", half.seal("2", "secrets:two:sealed"))
    with store.write() as shelves:
        assert shelves.secrets.rotate(half) == 2
        assert shelves.secrets.rotate(half) == 0
    store.close()
    rotated = Store.open(url, vault=half)
    with rotated.read() as shelves:
        assert [shelves.secrets.get(name) for name in ("one", "two", "three")] == ["1", "2", "3"]
    rotated.close()


def test_a_vault_that_knows_the_previous_key_rotates_alone(url: str) -> None:
    first, second = generate_key(), generate_key()
    store = Store.open(url, vault=Vault(first))
    put(store, token=CANARY)
    store.close()
    later = Store.open(url, vault=Vault(second, previous=[first]))
    with later.write() as shelves:
        assert shelves.secrets.get("token") == CANARY
        assert shelves.secrets.rotate(Vault(second, previous=[first])) == 1
    assert Vault(second).open(sealed(later)["token"], "secrets:token:sealed") == CANARY
    later.close()


def test_of_several_who_add_one_secret_the_first_to_commit_wins(store: Store) -> None:
    """On PostgreSQL the second waits for the first, and leaves what it finds then."""

    def add(plaintext: str) -> str | None:
        with store.write() as shelves:
            shelves.secrets.add("shared", plaintext)
        with store.read() as shelves:
            return shelves.secrets.get("shared")

    with ThreadPoolExecutor(4) as pool:
        kept = set(pool.map(add, ("one", "two", "three", "four")))
    assert len(kept) == 1
    assert kept < {"one", "two", "three", "four"}
