"""The vault opens what it sealed, in the row it was sealed for, and nothing else."""

import pytest

from domain.errors import Misconfigured
from storage.vault import KEY_BYTES, Vault, generate_key, key_from_text, key_text

ROW = "secrets:github.token:sealed"
PLAIN = "ghp_canary-7f3a"


def test_what_was_sealed_opens(vault: Vault) -> None:
    assert vault.open(vault.seal(PLAIN, ROW), ROW) == PLAIN


@pytest.mark.parametrize("text", ["", "ключ 🔑", "x" * 100_000], ids=["empty", "unicode", "long"])
def test_any_text_survives(vault: Vault, text: str) -> None:
    assert vault.open(vault.seal(text, ROW), ROW) == text


def test_the_same_text_is_never_sealed_the_same(vault: Vault) -> None:
    assert vault.seal(PLAIN, ROW) != vault.seal(PLAIN, ROW)


def test_a_ciphertext_moved_to_another_row_is_refused(vault: Vault) -> None:
    sealed = vault.seal(PLAIN, ROW)
    with pytest.raises(Misconfigured, match="copied from another row"):
        vault.open(sealed, "secrets:gitlab.token:sealed")


def test_every_changed_byte_is_noticed(vault: Vault) -> None:
    sealed = vault.seal(PLAIN, ROW)
    for at in range(len(sealed)):
        forged = bytearray(sealed)
        forged[at] ^= 1
        with pytest.raises(Misconfigured):
            vault.open(bytes(forged), ROW)


def test_every_truncation_is_noticed(vault: Vault) -> None:
    sealed = vault.seal(PLAIN, ROW)
    for length in range(len(sealed)):
        with pytest.raises(Misconfigured, match=r"cut short|was changed"):
            vault.open(sealed[:length], ROW)


def test_an_unknown_key_is_named_as_the_reason(vault: Vault) -> None:
    with pytest.raises(Misconfigured, match="a key that is not at hand"):
        Vault(generate_key()).open(vault.seal(PLAIN, ROW), ROW)


def test_a_previous_key_still_opens_but_no_longer_seals() -> None:
    old, new = generate_key(), generate_key()
    sealed = Vault(old).seal(PLAIN, ROW)
    rotated = Vault(new, previous=[old])
    assert rotated.open(sealed, ROW) == PLAIN
    assert rotated.knows(sealed)
    assert not rotated.is_current(sealed)
    assert rotated.is_current(rotated.seal(PLAIN, ROW))
    assert Vault(new).open(rotated.seal(PLAIN, ROW), ROW) == PLAIN


def test_neither_keys_nor_secrets_show() -> None:
    key = generate_key()
    vault = Vault(key, previous=[generate_key()])
    sealed = vault.seal(PLAIN, ROW)
    assert PLAIN.encode() not in sealed
    shown = f"{vault!r} {vault}"
    assert key.hex() not in shown
    assert key_text(key) not in shown
    with pytest.raises(Misconfigured) as refusal:
        vault.open(sealed, "elsewhere")
    assert PLAIN not in str(refusal.value)


def test_a_key_survives_as_text() -> None:
    key = generate_key()
    assert len(key) == KEY_BYTES
    assert key_from_text(f"  {key_text(key)}\n") == key


@pytest.mark.parametrize("text", ["", "hunter2", "not base64!", key_text(b"x" * 16)])
def test_what_is_no_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(Misconfigured, match="not 32 bytes in base64") as refusal:
        key_from_text(text)
    assert not text or text not in str(refusal.value)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(Misconfigured, match="16 bytes instead of 32"):
        Vault(b"x" * 16)
