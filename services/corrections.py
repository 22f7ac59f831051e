"""Corrections: an item set aside, a link put right, an account told to be a bot's, at once and reversibly."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain import facts as families
from domain.clock import Clock
from domain.correction import (
    NOTHING,
    Action,
    Corrected,
    Correction,
    Entry,
    Exclusion,
    Link,
    Override,
)
from domain.errors import Rejected, Unknown
from domain.ids import identify
from domain.people import Asker
from domain.question import Question
from domain.records import AccountKind
from domain.result import Result
from services.answers import Answers
from services.derivation import Derivations
from services.facts import Facts
from services.kin import kin, name_of, places_of
from storage.rests_on import DEPLOYMENTS, EVERYWHERE, INCIDENTS, ISSUES, RECOVERIES
from storage.shelves import Shelves
from storage.store import Store

OUTDATES: Mapping[str, tuple[str, ...]] = {
    Link.INCIDENT_DEPLOYMENT: (DEPLOYMENTS, INCIDENTS),
    Link.PULL_REQUEST_ISSUE: (ISSUES,),
}
"""The derivations that rest on what a person says about a link."""

LINKED: Mapping[Link, tuple[str, str]] = {
    Link.INCIDENT_DEPLOYMENT: (families.INCIDENTS.name, families.DEPLOYMENTS.name),
    Link.PULL_REQUEST_ISSUE: (families.PULL_REQUESTS.name, families.ISSUES.name),
}
"""The families of both ends of each kind of link."""

_AS_TOLD = "as the provider says"

State = dict[str, Any]


class Corrections:
    """Whoever may ask may correct; every correction is in the log, with how it was and how it is."""

    def __init__(
        self, store: Store, clock: Clock, *, answers: Answers, facts: Facts, derivations: Derivations
    ) -> None:
        self._store = store
        self._clock = clock
        self._answers = answers
        self._facts = facts
        self._derivations = derivations

    def make(
        self,
        correction: Correction,
        actor: str,
        *,
        question: Question | None = None,
        asker: Asker | None = None,
    ) -> Corrected:
        """Apply the correction and make anew what rests on it; with a question, its figure before and after.

        Raises:
            Unknown: the item, or what it is to be linked to, is not there.
            Rejected: there is nothing to change.
        """
        before = self._figure(question, asker)
        with self._store.write() as shelves:
            entry = self._apply(correction, actor, shelves)
        return Corrected(entry, told(entry), before, self._figure(question, asker))

    def undo(
        self, entry_id: int, actor: str, *, question: Question | None = None, asker: Asker | None = None
    ) -> Corrected:
        """Take a correction back: the state before it, which is a correction of its own.

        Raises:
            Unknown: there is no such entry.
            Rejected: it was corrected otherwise since.
        """
        before = self._figure(question, asker)
        with self._store.write() as shelves:
            entry = shelves.audit.get(entry_id)
            if entry is None or entry.action not in set(Action):
                raise Unknown("There is no such correction.", hint="`leadline corrections list` shows them.")
            back = _back(entry)
            if _state(back, shelves) != entry.after:
                raise Rejected(
                    "It was corrected otherwise since.",
                    hint="Undo the later correction first; nothing was changed.",
                )
            done = self._apply(back, actor, shelves)
        return Corrected(done, told(done), before, self._figure(question, asker))

    def latest(self, limit: int = 50) -> list[Entry]:
        """The log, latest first."""
        with self._store.read() as shelves:
            return shelves.audit.latest(limit)

    def _figure(self, question: Question | None, asker: Asker | None) -> Result | None:
        return self._answers.answer(question, asker or Asker()) if question else None

    def _apply(self, correction: Correction, actor: str, shelves: Shelves) -> Entry:
        now = self._clock()
        before = _state(correction, shelves)
        _APPLY[correction.action](correction, actor, now, shelves)
        self._renew(correction, shelves)
        after = _state(correction, shelves)
        if before == after:
            raise Rejected("That is so already.", hint="Nothing was changed.")
        entry = Entry(
            identify(
                "audit",
                now.isoformat(),
                actor,
                correction.action,
                correction.subject,
                str(correction.item_id),
            ),
            now,
            actor,
            correction.action,
            f"{correction.subject}:{correction.item_id}",
            before,
            after,
        )
        shelves.audit.add(entry)
        return entry

    def _renew(self, correction: Correction, shelves: Shelves) -> None:
        """Make anew what rests on what was corrected, in the same transaction."""
        if correction.action in (Action.LINK, Action.UNLINK):
            for kind in OUTDATES[correction.subject]:
                shelves.outdated.mark(kind, places_of(correction, shelves))
        if correction.action in (Action.EXCLUDE, Action.INCLUDE) and correction.subject == families.RUNS.name:
            places = shelves.facts.by_ids(families.RUNS, [correction.item_id]).place_id
            shelves.outdated.mark(RECOVERIES, places.tolist())
        if correction.action is Action.KIND:
            prs = shelves.pull_requests.involving([correction.item_id])
            shelves.facts.save(self._facts.of(prs, shelves))
            shelves.outdated.changed(families.PULL_REQUESTS.name, {pr.repository_id for pr in prs})
            if shelves.incidents.answered_by([correction.item_id]):
                shelves.outdated.mark(INCIDENTS, [EVERYWHERE])
        self._derivations.refresh_in(shelves)


def told(entry: Entry) -> str:
    """What was done, in a sentence."""
    name, now = entry.after["name"], entry.after
    if "aside" in now:
        reason = f": {now['reason']}" if now["reason"] else ""
        return f"{name} is set aside{reason}." if now["aside"] else f"{name} counts again."
    if "kind" in now:
        return f"{name} is {now['kind']} from now on."
    return (
        f"{name} is linked to {now['to_name']}, by hand."
        if now["by_hand"]
        else f"{name} is linked as the data says."
    )


def _state(correction: Correction, shelves: Shelves) -> State:
    """How the item stands, as far as corrections of this kind can change it."""
    if correction.action in (Action.EXCLUDE, Action.INCLUDE):
        known = shelves.exclusions.get(kin(correction.subject)[0].name, correction.item_id)
        name = name_of(correction.subject, correction.item_id, shelves)
        return {"name": name, "aside": known is not None, "reason": known.reason if known else ""}
    if correction.action is Action.KIND:
        account = shelves.people.accounts([correction.item_id]).get(correction.item_id)
        if account is None:
            raise Unknown("There is no such account.", hint="Is the login spelled as at the source?")
        said = shelves.people.override(correction.item_id)
        return {"name": account.login, "kind": said.value if said else _AS_TOLD}
    family, target = LINKED[Link(correction.subject)]
    word = shelves.overrides.get(correction.subject, correction.item_id)
    to = name_of(target, word.to_id, shelves) if word and word.to_id != NOTHING else "nothing"
    return {
        "name": name_of(family, correction.item_id, shelves),
        "by_hand": word is not None,
        "to": word.to_id if word else None,
        "to_name": to,
    }


def _exclude(correction: Correction, actor: str, now: datetime, shelves: Shelves) -> None:
    for family in kin(correction.subject):
        if correction.action is Action.EXCLUDE:
            shelves.exclusions.put(Exclusion(family.name, correction.item_id, actor, now, correction.reason))
        else:
            shelves.exclusions.remove(family.name, correction.item_id)
        shelves.facts.refresh_exclusion(family, correction.item_id)


def _link(correction: Correction, actor: str, now: datetime, shelves: Shelves) -> None:
    target = correction.target if isinstance(correction.target, int) else NOTHING
    if correction.action is Action.UNLINK:
        shelves.overrides.remove(correction.subject, correction.item_id)
        return
    shelves.overrides.put(
        Override(correction.subject, correction.item_id, target, actor, now, correction.reason)
    )


def _tell_kind(correction: Correction, _actor: str, _now: datetime, shelves: Shelves) -> None:
    kind = None if correction.target in (None, _AS_TOLD) else AccountKind(str(correction.target))
    shelves.people.set_kind(correction.item_id, kind)


_APPLY: Mapping[Action, Callable[[Correction, str, datetime, Shelves], None]] = {
    Action.EXCLUDE: _exclude,
    Action.INCLUDE: _exclude,
    Action.LINK: _link,
    Action.UNLINK: _link,
    Action.KIND: _tell_kind,
}


def _back(entry: Entry) -> Correction:
    """What takes an entry back: the state before it, told as a correction."""
    subject, _, item = entry.subject.rpartition(":")
    before = entry.before
    if "aside" in before:
        action = Action.EXCLUDE if before["aside"] else Action.INCLUDE
        return Correction(action, subject, int(item), reason=before["reason"])
    if "kind" in before:
        return Correction(Action.KIND, subject, int(item), target=before["kind"])
    action = Action.LINK if before["by_hand"] else Action.UNLINK
    return Correction(action, subject, int(item), target=before["to"])
