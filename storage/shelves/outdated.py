"""Outdated: places whose derived facts must be made anew, because a record they rest on has changed."""

from collections.abc import Collection, Iterable
from secrets import randbits

from sqlalchemy import and_, bindparam, delete, select

from storage.rests_on import RESTS_ON
from storage.tables import outdated
from storage.transaction import Transaction


class Outdated:
    """Marked in the transaction that changes the records; settled with the mark that was read before."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def changed(self, records: str, places: Iterable[int]) -> None:
        """Records of a kind changed in these places: mark every derivation that rests on them."""
        where = set(places)
        for kind in RESTS_ON[records] if where else ():
            self.mark(kind, where)

    def mark(self, kind: str, places: Iterable[int]) -> None:
        mark = randbits(62)
        self._tx.upsert(outdated, [(kind, place, mark) for place in sorted(set(places))])

    def all(self, kind: str) -> dict[int, int]:
        """The marked places of a kind, each with its mark."""
        rows = self._tx.all(select(outdated).where(outdated.c.kind == kind).order_by(outdated.c.place_id))
        return {row.place_id: row.mark for row in rows}

    def settle(self, kind: str, marks: dict[int, int]) -> None:
        """Let go of marks that are still the ones that were read."""
        place, mark = outdated.c.place_id == bindparam("of"), outdated.c.mark == bindparam("read")
        named = [{"of": of, "read": read} for of, read in marks.items()]
        if named:
            here = and_(outdated.c.kind == kind, place, mark)
            self._tx.connection.execute(delete(outdated).where(here), named)

    def any(self, kinds: Collection[str]) -> bool:
        return self._tx.first(select(outdated.c.kind).where(outdated.c.kind.in_(kinds))) is not None
