"""Secrets: credentials at rest, sealed by the vault and bound to their rows."""

from sqlalchemy import delete, select

from domain.errors import Misconfigured
from storage.tables import secrets
from storage.transaction import Transaction
from storage.vault import Vault


class Secrets:
    def __init__(self, tx: Transaction, vault: Vault | None) -> None:
        self._tx = tx
        self._vault = vault

    def put(self, name: str, plaintext: str) -> None:
        """Seal and keep it.

        Raises:
            Misconfigured: there is no encryption key.
        """
        self._tx.upsert(secrets, [(name, self._unlocked().seal(plaintext, _row(name)))])

    def add(self, name: str, plaintext: str) -> None:
        """Seal and keep it unless one of this name is kept: of several who begin at once, one wins.

        Raises:
            Misconfigured: there is no encryption key.
        """
        self._tx.add(secrets, [(name, self._unlocked().seal(plaintext, _row(name)))])

    def get(self, name: str) -> str | None:
        """The secret, or None where none is kept under this name.

        Raises:
            Misconfigured: there is no encryption key, or the vault cannot open what is kept.
        """
        row = self._tx.first(select(secrets).where(secrets.c.name == name))
        return None if row is None else self._unlocked().open(row.sealed, _row(name))

    def names(self) -> list[str]:
        return list(self._tx.connection.scalars(select(secrets.c.name).order_by(secrets.c.name)))

    def delete(self, name: str) -> None:
        self._tx.run(delete(secrets).where(secrets.c.name == name))

    def rotate(self, to: Vault) -> int:
        """Seal every secret with the current key of `to`; how many were not yet.

        It may be cut off and begun again: what is sealed with that key already is left alone. The
        others are opened by `to` where it knows their key, else by the vault of this store.
        """
        waiting = [row for row in self._tx.all(select(secrets)) if not to.is_current(row.sealed)]
        for row in waiting:
            vault = to if to.knows(row.sealed) else self._unlocked()
            plaintext = vault.open(row.sealed, _row(row.name))
            self._tx.upsert(secrets, [(row.name, to.seal(plaintext, _row(row.name)))])
        return len(waiting)

    def _unlocked(self) -> Vault:
        if self._vault is None:
            raise Misconfigured(
                "There is no encryption key, so no credential can be stored or read.",
                hint="Set LEADLINE_KEY, or keep the key file where it was.",
            )
        return self._vault


def _row(name: str) -> str:
    """What a ciphertext is bound to: table, row, column."""
    return f"{secrets.name}:{name}:{secrets.c.sealed.name}"
