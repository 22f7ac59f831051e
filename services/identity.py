"""Identity: which person a Slack user is, and which logins are theirs."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches

from domain.clock import Clock
from domain.errors import Choice, Forbidden, Rejected, Unknown
from domain.ids import identify
from domain.people import Asker, Person
from domain.records import Account, AccountKind
from storage.shelves import Shelves
from storage.store import Store

_PENDING = "pending link"


@dataclass(frozen=True, slots=True)
class SlackProfile:
    """What Slack tells about a user; `zone` is an IANA name."""

    name: str
    email: str | None = None
    zone: str | None = None


class Identity:
    """People are found by e-mail without being asked, and linked to a login by their own yes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def asker(
        self, slack_user: str | None, channel: str | None = None, profile: SlackProfile | None = None
    ) -> Asker:
        """Who asks. One who is new is matched by e-mail; accounts of one e-mail are one person's."""
        with self._store.read() as shelves:
            person = shelves.people.by_slack(slack_user) if slack_user else None
            accounts = shelves.people.accounts_of(person.id) if person else []
            known = person if person and accounts and not _outdated(person, profile) else None
        if known is None and slack_user and profile:
            person, accounts = self._matched(slack_user, profile)
        return Asker(
            slack_user=slack_user,
            channel=channel,
            person_id=person.id if person else None,
            account_ids=tuple(account.id for account in accounts),
            zone=(profile and profile.zone) or (person.zone if person else None),
            asked_at=self._clock(),
        )

    def link(self, slack_user: str, login: str) -> Account:
        """The account that will be linked once `confirm` is called with its login.

        Raises:
            Unknown: nobody's work under that login was seen; carries logins like it.
            Rejected: it is a bot's.
            Forbidden: it is somebody else's.
        """
        with self._store.write() as shelves:
            account = _account(login, shelves)
            _refuse_others(account, slack_user, shelves)
            shelves.notes.put(slack_user, _PENDING, {"login": account.login})
        return account

    def confirm(self, slack_user: str, login: str) -> Account:
        """Make the login theirs, at every source where it is nobody's; Rejected unless `link` came before."""
        with self._store.write() as shelves:
            pending = shelves.notes.get(slack_user, _PENDING)
            if pending is None or pending["login"].casefold() != login.casefold():
                raise Rejected(
                    f"There is nothing to confirm for “{login}”.", hint=f"Type `/metrics link {login}` first."
                )
            account = _account(login, shelves)
            _refuse_others(account, slack_user, shelves)
            person = shelves.people.by_slack(slack_user) or _newcomer(slack_user, account)
            shelves.people.save(person)
            _join(person, shelves.people.by_login(login), shelves)
            shelves.notes.remove(slack_user, _PENDING)
        return account

    def refuse(self, slack_user: str) -> None:
        """Forget what was to be confirmed."""
        with self._store.write() as shelves:
            shelves.notes.remove(slack_user, _PENDING)

    def unlink(self, slack_user: str, login: str) -> None:
        """Make a login nobody's; Rejected when it is not theirs."""
        with self._store.write() as shelves:
            person = shelves.people.by_slack(slack_user)
            theirs = shelves.people.accounts_of(person.id) if person else []
            named = [account for account in theirs if account.login.casefold() == login.casefold()]
            if not named:
                raise Rejected(f"“{login}” is not linked to you.", hint="Nothing was changed.")
            for account in named:
                shelves.people.unlink(account.id)

    def _matched(self, slack_user: str, profile: SlackProfile) -> tuple[Person | None, list[Account]]:
        """The person of this profile with all accounts of their e-mail, as it is kept from now on.

        A stranger's every command asks for this, so nothing is locked before there is somebody to keep.
        """
        with self._store.read() as shelves:
            seen = shelves.people.by_slack(slack_user) or _by_email(slack_user, profile, shelves)
            if not (seen or _of_email(profile.email, shelves)):
                return None, []
        with self._store.write() as shelves:
            person = shelves.people.by_slack(slack_user) or _by_email(slack_user, profile, shelves)
            same = [each for each in _of_email(profile.email, shelves) if _owner(each, shelves) is None]
            if person is None and not same:
                return None, []
            person = person or Person(_person_id(profile.email or slack_user), profile.name)
            now = replace(
                person,
                slack_user=slack_user,
                email=person.email or profile.email,
                zone=profile.zone or person.zone,
            )
            shelves.people.save(now)
            _join(now, same, shelves)
            return now, shelves.people.accounts_of(now.id)


def _outdated(person: Person, profile: SlackProfile | None) -> bool:
    return profile is not None and profile.zone is not None and profile.zone != person.zone


def _by_email(slack_user: str, profile: SlackProfile, shelves: Shelves) -> Person | None:
    """The person of the e-mail, unless they are known as another Slack user."""
    person = shelves.people.by_email(profile.email) if profile.email else None
    return person if person and person.slack_user in (None, slack_user) else None


def _of_email(email: str | None, shelves: Shelves) -> list[Account]:
    if not email:
        return []
    wanted = email.casefold()
    accounts = shelves.people.all_accounts()
    return [each for each in accounts if (each.email or "").casefold() == wanted and _is_human(each)]


def _join(person: Person, accounts: Collection[Account], shelves: Shelves) -> None:
    """Link those of the accounts that are nobody's yet."""
    for account in accounts:
        if _owner(account, shelves) is None:
            shelves.people.link(account.id, person.id)


def _owner(account: Account, shelves: Shelves) -> Person | None:
    everybody = shelves.people.all()
    return next((person for person in everybody if account in shelves.people.accounts_of(person.id)), None)


def _refuse_others(account: Account, slack_user: str, shelves: Shelves) -> None:
    owner = _owner(account, shelves)
    if owner and owner.slack_user != slack_user:
        raise Forbidden(
            f"“{account.login}” is linked to somebody else already.",
            hint="If it is yours, ask whoever runs Leadline; nothing was changed.",
        )


def _account(login: str, shelves: Shelves) -> Account:
    """A person's account of that login, whatever the case and with or without the `@`."""
    wanted = login.strip().removeprefix("@")
    found = shelves.people.by_login(wanted)
    if not found:
        logins = {
            each.login.casefold(): each.login for each in shelves.people.all_accounts() if _is_human(each)
        }
        alike = [logins[each] for each in get_close_matches(wanted.casefold(), logins)]
        raise Unknown(
            f"I have seen no work of “{wanted[:40]}”.",
            hint="Is it spelled as at the source? Work is known after its first sync.",
            suggestions=tuple(Choice(each, f"link {each}") for each in alike),
        )
    humans = [account for account in found if _is_human(account)]
    if not humans:
        raise Rejected(
            f"“{wanted}” is a {found[0].kind} account, not a person's.", hint="Link your own login."
        )
    return humans[0]


def _is_human(account: Account) -> bool:
    return account.kind is AccountKind.HUMAN


def _newcomer(slack_user: str, account: Account) -> Person:
    return Person(_person_id(slack_user), account.name or account.login, slack_user=slack_user)


def _person_id(key: str) -> int:
    return identify("person", key.casefold())
