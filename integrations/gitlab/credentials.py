"""How we prove who we are to GitLab: an access token of a person, group or project, or an OAuth token."""

import re
from collections.abc import Mapping

from domain.errors import Field, Misconfigured
from integrations.provider import Credential

TOKEN = Credential("token", "Access token of a person, group or project (scope: read_api)", way="token")
OAUTH_TOKEN = Credential("oauth_token", "OAuth access token (scope: read_api)", way="oauth")
CREDENTIALS = (TOKEN, OAUTH_TOKEN)

_WELL_FORMED = re.compile(r"[\x21-\x7e]+")


def header(secrets: Mapping[str, str]) -> dict[str, str]:
    """What goes along with every request (https://docs.gitlab.com/api/rest/authentication/).

    Raises:
        Misconfigured: there is no token, or none that a header can hold.
    """
    name = "token" if secrets.get("token") else "oauth_token"
    value = secrets.get(name, "").strip()
    if not _WELL_FORMED.fullmatch(value):
        raise Misconfigured(
            "The token for GitLab cannot be used.",
            hint="Run `leadline connect gitlab` and paste the whole token.",
            fields=(Field(f"secrets.{name}", "something else", "an access token such as glpat-…"),),
        )
    return {"PRIVATE-TOKEN": value} if name == "token" else {"Authorization": f"Bearer {value}"}
