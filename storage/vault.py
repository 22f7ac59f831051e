"""The vault: secrets sealed by AES-GCM, each with a key of its own, and bound to the row they belong to."""

import base64
import binascii
from collections.abc import Sequence
from hashlib import blake2b
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import Misconfigured

KEY_BYTES = 32
_VERSION = b"\x01"
_FINGERPRINT_BYTES = 8
_NONCE_BYTES = 12
_TAG_BYTES = 16
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
_HEAD_BYTES = len(_VERSION) + _FINGERPRINT_BYTES


def generate_key() -> bytes:
    """A new master key."""
    return token_bytes(KEY_BYTES)


def key_text(key: bytes) -> str:
    """The key as text for a key file or the environment."""
    return base64.urlsafe_b64encode(key).decode()


def key_from_text(text: str) -> bytes:
    """The key that `key_text` wrote.

    Raises:
        Misconfigured: the text is no key; it is not repeated in the message.
    """
    try:
        key = base64.b64decode(text.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise Misconfigured(
            f"The encryption key is not {KEY_BYTES} bytes in base64.",
            hint="Give the text that was written to the key file, unchanged.",
        )
    return key


class Vault:
    """Seals with the current master key; opens with it or with one of the previous ones.

    Every secret has a data key of its own, wrapped by the master key, so rotation never handles
    plaintext outside of this class. The additional data, `table:row:column`, is sealed in: a
    ciphertext that is moved to another row opens no more.
    """

    def __init__(self, current: bytes, previous: Sequence[bytes] = ()) -> None:
        """Take 32-byte keys.

        Raises:
            Misconfigured: a key has another length.
        """
        for key in (current, *previous):
            if len(key) != KEY_BYTES:
                raise Misconfigured(f"An encryption key has {len(key)} bytes instead of {KEY_BYTES}.")
        self._current = _fingerprint(current)
        self._masters = {_fingerprint(key): AESGCM(key) for key in (*previous, current)}

    def __repr__(self) -> str:
        return f"Vault(current={self._current.hex()}, keys={len(self._masters)})"

    def seal(self, plaintext: str, aad: str) -> bytes:
        """The sealed text, openable only under the same additional data."""
        bound, key = aad.encode(), generate_key()
        wrapped = _encrypt(self._masters[self._current], key, bound)
        return _VERSION + self._current + wrapped + _encrypt(AESGCM(key), plaintext.encode(), bound)

    def open(self, sealed: bytes, aad: str) -> str:
        """The text that was sealed.

        Raises:
            Misconfigured: it was cut short, changed, moved to another row, or sealed with an unknown key.
        """
        master = self._master_of(sealed, aad)
        bound, body = aad.encode(), sealed[_HEAD_BYTES:]
        try:
            key = _decrypt(master, body[:_WRAPPED_BYTES], bound)
            return _decrypt(AESGCM(key), body[_WRAPPED_BYTES:], bound).decode()
        except InvalidTag:
            raise Misconfigured(
                f"The stored secret {aad} was changed, or copied from another row, since it was sealed.",
                hint="Store it again with `leadline connect`.",
            ) from None

    def knows(self, sealed: bytes) -> bool:
        """Whether it was sealed with one of this vault's keys."""
        return sealed[len(_VERSION) : _HEAD_BYTES] in self._masters

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed with the current key, so that rotation need not touch it."""
        return sealed[:_HEAD_BYTES] == _VERSION + self._current

    def _master_of(self, sealed: bytes, aad: str) -> AESGCM:
        if len(sealed) < _HEAD_BYTES + _WRAPPED_BYTES + _NONCE_BYTES + _TAG_BYTES or sealed[:1] != _VERSION:
            raise Misconfigured(
                f"The stored secret {aad} is cut short or was not written by Leadline.",
                hint="Store it again with `leadline connect`.",
            )
        master = self._masters.get(sealed[len(_VERSION) : _HEAD_BYTES])
        if master is None:
            raise Misconfigured(
                f"The stored secret {aad} was sealed with a key that is not at hand.",
                hint="Give the earlier key as a previous one, or store the secret again: `leadline connect`.",
            )
        return master


def _fingerprint(key: bytes) -> bytes:
    return blake2b(key, digest_size=_FINGERPRINT_BYTES, person=b"leadline-key").digest()


def _encrypt(cipher: AESGCM, plaintext: bytes, bound: bytes) -> bytes:
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plaintext, bound)


def _decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
