"""Who acts: GitLab's users as accounts, by their numbers, for usernames change."""

import re

from domain.ids import identify
from domain.records import Account, AccountKind
from integrations import logins
from integrations.accounts import Roster
from integrations.reading import Node, Unreadable, name, optional_text, shown

_GENERATED = re.compile(
    r"(project|group)_\d+_bot(_\w+)?|service_account_\w+|(support|alert|security|duo)-?bot"
)
"""Users that GitLab makes for access tokens, service accounts and its own doings
(https://docs.gitlab.com/user/project/settings/project_access_tokens/#bot-users-for-projects)."""

AGENTS = ("duo-", "gitlab-duo", "gitlabduo")
"""How the names of GitLab's own agents begin."""


def number(node: Node, key: str) -> str:
    """A thing's number as text, whether it stands alone (REST) or at the end of a global id (GraphQL)."""
    value = node.get(key)
    text = str(value) if type(value) is int else value
    digits = text.rpartition("/")[2] if isinstance(text, str) else ""
    if digits.isascii() and digits.isdigit() and len(digits) < 19:  # noqa: PLR2004 - a bigint has nineteen digits
        return digits
    raise Unreadable(key, f"expected an id such as gid://gitlab/User/7, found {shown(value)}")


def kind(username: str, *, is_bot: bool = False) -> AccountKind:
    """As GitLab says, else as the name tells."""
    if username.lower().startswith(AGENTS):
        return AccountKind.AGENT
    return logins.kind(username, is_app=is_bot or bool(_GENERATED.fullmatch(username.lower())))


def roster(source: str) -> Roster:
    """The accounts that a page of this source names."""
    return Roster(lambda user: account(source, user))


def account(source: str, user: Node) -> Account:
    """A `Who` node (queries.py), or a user as REST tells it."""
    external_id = number(user, "id")
    username = name(user, "username")
    return Account(
        id=identify(source, "account", external_id),
        source=source,
        external_id=external_id,
        login=username,
        kind=kind(username, is_bot=user.get("bot") is True),
        name=optional_text(user, "name") or None,
    )
