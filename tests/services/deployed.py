"""Answers about the store of `shipping`, asked in words."""

from domain.people import Asker, WorkingHours
from domain.result import Receipt, Result
from metrics import BUILTIN
from services.answers import Answers
from services.facts import Facts
from services.grammar import Ask
from storage.store import Store
from tests.services.shipping import clock

ANYBODY = Asker(slack_user="U9", channel="C9", person_id=None, account_ids=(), zone="UTC")


def answers(store: Store) -> Answers:
    return Answers(store, clock, BUILTIN, "UTC", facts=Facts(store, clock, WorkingHours()))


def asked(store: Store, text: str) -> Result:
    return answers(store).ask(text, ANYBODY)


def receipts(store: Store, text: str) -> dict[str, Receipt]:
    """The receipts of a question, by their names."""
    asking = answers(store)
    parsed = asking.parse(text, ANYBODY)
    assert isinstance(parsed, Ask)
    return {each.name: each for each in asking.receipts(parsed.question, ANYBODY).receipts}
