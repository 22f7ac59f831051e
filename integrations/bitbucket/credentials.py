"""How we prove who we are: an access token, or somebody's e-mail address with an API token."""

from base64 import b64encode
from collections.abc import Mapping

from domain.errors import Misconfigured
from integrations.provider import Credential

TOKEN = Credential("token", "Access token of the workspace, project or repository", way="access token")
EMAIL = Credential("email", "E-mail address of the Atlassian account", secret=False, way="API token")
API_TOKEN = Credential("api_token", "API token of the Atlassian account", way="API token")
CREDENTIALS = (TOKEN, EMAIL, API_TOKEN)


def authorization(secrets: Mapping[str, str]) -> str:
    """The value of the Authorization header.

    Raises:
        Misconfigured: neither way is complete, or something was pasted that no header can hold.
    """
    token, email, api_token = (secrets.get(each.name, "").strip() for each in CREDENTIALS)
    if token:
        return f"Bearer {_sendable(token)}"
    if email and api_token:
        pair = f"{_sendable(email)}:{_sendable(api_token)}"
        return f"Basic {b64encode(pair.encode()).decode()}"
    raise Misconfigured(
        "Bitbucket needs an access token, or an e-mail address with an API token.",
        hint="Run `leadline connect bitbucket`; docs/how-to/connect-bitbucket.md tells where to get one.",
    )


def _sendable(value: str) -> str:
    if value.isascii() and value.isprintable() and " " not in value:
        return value
    raise Misconfigured(
        "The credentials of Bitbucket hold something that is no part of a token.",
        hint="Run `leadline connect bitbucket` again and paste the token alone.",
    )
