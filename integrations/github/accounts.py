"""Who acts: GitHub's actors as accounts, told apart into people, bots, agents and services."""

from dataclasses import replace

from domain.ids import identify
from domain.records import Account, AccountKind
from integrations.reading import Node, Unreadable, name, optional_inside, optional_text, shown

_PEOPLE = {"User", "Mannequin", "EnterpriseUserAccount"}

AGENTS = (
    "amazon-q", "chatgpt-codex", "claude", "codegen-sh", "codex", "coderabbit", "copilot", "cursor",
    "devin-ai", "ellipsis-dev", "gemini-code-assist", "google-labs-jules", "greptile", "korbit-ai",
    "openhands", "qodo-merge", "sourcery-ai", "sweep-ai",
)  # fmt: skip
"""How the logins of apps begin behind which a model writes code or reviews it."""

AGENT_USERS = {"claude", "copilot", "cursoragent", "devin-ai-integration", "openhands-agent", "sweep-nightly"}
"""Agents that sign as users. Only whole logins: a person may well be called Claudette."""

BOT_USERS = {
    "actions-user", "allcontributors", "bors", "codecov-io", "codecov-commenter", "dependabot-support",
    "github-actions", "googlebot", "greenkeeperio-bot", "k8s-ci-robot", "mergify", "netlify-bot",
    "pre-commit-ci", "pyup-bot", "renovate-bot", "semantic-release-bot", "snyk-bot", "stale",
    "typescript-bot", "weblate", "web-flow",
}  # fmt: skip
"""Bots that sign as users."""


def kind(typename: str, login: str) -> AccountKind:
    """Human, unless GitHub or the name says otherwise; a kind of actor that we do not know is no human."""
    bare = login.lower().removesuffix("[bot]")
    if typename == "Bot" or bare != login.lower():
        return AccountKind.AGENT if bare.startswith(AGENTS) else AccountKind.BOT
    if typename not in _PEOPLE:
        return AccountKind.SERVICE
    if bare in AGENT_USERS:
        return AccountKind.AGENT
    if bare in BOT_USERS or bare.endswith(("-bot", "-robot")):
        return AccountKind.BOT
    return AccountKind.HUMAN


class Roster:
    """The accounts that a page names.

    Those of a pull request are `keep`-ed once it is read to its end, and `drop`-ped otherwise.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._kept: dict[int, Account] = {}
        self._named: dict[int, Account] = {}
        self._known: dict[tuple[str, str], Account] = {}

    @property
    def accounts(self) -> tuple[Account, ...]:
        return tuple(self._kept.values())

    def keep(self) -> None:
        for account in self._named.values():
            self._kept[account.id] = _merged(self._kept.get(account.id), account)
        self._named.clear()

    def drop(self) -> None:
        self._named.clear()

    def id_of(self, actor: Node, email: str | None = None) -> int:
        """The account's id; `email` is what its owner signs commits with."""
        external_id, login = actor.get("id"), actor.get("login")
        account = None
        if isinstance(external_id, str) and isinstance(login, str):
            account = self._known.get((external_id, login))
        if account is None:
            account = self._account(actor)
        if email and not account.email:
            account = replace(account, email=email)
        self._known[account.external_id, account.login] = account
        self._named[account.id] = account
        return account.id

    def at(self, node: Node, key: str) -> int | None:
        """The id of the account at `key`; nobody when it was deleted since."""
        return optional_inside(node, key, self.id_of)

    def _account(self, actor: Node) -> Account:
        login = name(actor, "login")
        external_id = login if actor.get("id") is None else name(actor, "id")
        typename = actor.get("__typename")
        if not isinstance(typename, str):
            raise Unreadable("__typename", f"expected the kind of actor, found {shown(typename)}")
        return Account(
            id=identify(self._source, "account", external_id),
            source=self._source,
            external_id=external_id,
            login=login,
            kind=kind(typename, login),
            name=optional_text(actor, "name") or None,
        )


def _merged(known: Account | None, found: Account) -> Account:
    if known is None or known == found:
        return found
    return replace(found, name=found.name or known.name, email=found.email or known.email)
