"""How we prove who we are: an e-mail with an API token in the Cloud, a personal access token elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.errors import Field, Misconfigured
from integrations.provider import Credential

EMAIL = Credential("email", "E-mail of the account that the API token is of", secret=False, way="cloud")
TOKEN = Credential("token", "API token", way="cloud")
ACCESS_TOKEN = Credential("access_token", "Personal access token", way="data-center")
CREDENTIALS = (EMAIL, TOKEN, ACCESS_TOKEN)

_WELL_FORMED = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Login:
    """A pair for Basic authentication, or a token to bear."""

    basic: tuple[str, str] | None = field(default=None, repr=False)
    bearer: str | None = field(default=None, repr=False)


def login(secrets: Mapping[str, str]) -> Login:
    """What these secrets are for; a server without access tokens takes a user's name and password.

    Raises:
        Misconfigured: neither way is complete, or what is given cannot be used.
    """
    given = {name: value.strip() for name, value in secrets.items() if value.strip()}
    if any(not _WELL_FORMED.fullmatch(value) for value in given.values()):
        raise Misconfigured(
            "The credentials hold characters that no e-mail or token of Jira has.",
            hint="Copy them once more.",
        )
    if ACCESS_TOKEN.name in given:
        return Login(bearer=given[ACCESS_TOKEN.name])
    if EMAIL.name in given and TOKEN.name in given:
        return Login(basic=(given[EMAIL.name], given[TOKEN.name]))
    raise Misconfigured(
        "There are no credentials for Jira.",
        hint="Run `leadline connect jira` with an e-mail and its API token, or with an access token.",
        fields=(Field("token", "nothing", "an email with its token, or an access_token"),),
    )
