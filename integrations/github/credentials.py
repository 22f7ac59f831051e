"""How we prove who we are: a token, or a GitHub App's installation whose tokens live an hour."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from domain.clock import Clock
from domain.errors import Field, Misconfigured
from integrations.provider import Credential

TOKEN = Credential("token", "Personal access token (scopes: repo, read:org)", way="token")
APP_ID = Credential("app_id", "App ID or client ID", secret=False, way="app")
PRIVATE_KEY = Credential("private_key", "Private key of the app (PEM)", way="app", from_file="key-file")
INSTALLATION_ID = Credential(
    "installation_id", "Installation ID (empty: found by itself)", secret=False, required=False, way="app"
)
CREDENTIALS = (TOKEN, APP_ID, PRIVATE_KEY, INSTALLATION_ID)

REFRESHED_AFTER = timedelta(minutes=50)
"""Installation tokens live an hour
(https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app)."""

_WELL_FORMED = re.compile(r"[\x21-\x7e]+")

Fetch = Callable[[str, str, str], Any]
"""(method, path, bearer) -> JSON, asked of the REST API."""


class Proof(Protocol):
    """What goes into the Authorization header."""

    permissions: Mapping[str, str] | None
    """What an app may do, by resource; None for tokens, which do not tell."""

    def bearer(self) -> str:
        """The token to send now, fetched anew when the one at hand grows old."""
        ...

    def forget(self) -> bool:
        """Drop a token that was refused; whether there may be another."""
        ...


class Token:
    """A personal access token."""

    def __init__(self, value: str) -> None:
        self._value = value
        self.permissions: Mapping[str, str] | None = None

    def bearer(self) -> str:
        return self._value

    def forget(self) -> bool:
        return False


class App:
    """A GitHub App: signs a short pass with its key and trades it for its installation's token."""

    def __init__(
        self, app_id: str, key: str, installation_id: str, owner: str, *, clock: Clock, fetch: Fetch
    ) -> None:
        """`clock` is GitHub's; `owner` is whose installation is meant when there are several and no id."""
        self._app_id = app_id
        self._key = key
        self._installation_id = installation_id
        self._owner = owner
        self._clock = clock
        self._fetch = fetch
        self._token = ""
        self._fetched_at = clock()
        self.permissions: Mapping[str, str] | None = {}

    def bearer(self) -> str:
        if not self._token or self._clock() - self._fetched_at >= REFRESHED_AFTER:
            self._token = self._fresh()
            self._fetched_at = self._clock()
        return self._token

    def forget(self) -> bool:
        """Worth another try even without a token: a pass may have been refused for a clock that is wrong."""
        self._token = ""
        return True

    def _fresh(self) -> str:
        self._installation_id = self._installation_id or self._found()
        path = f"/app/installations/{self._installation_id}/access_tokens"
        answer = self._fetch("POST", path, self._pass())
        token = answer.get("token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not _WELL_FORMED.fullmatch(token):
            raise Misconfigured(
                f"GitHub gave the app no token for installation {self._installation_id}.",
                hint="Open the app's page, Install App, and see whether the installation is suspended.",
            )
        granted = answer.get("permissions")
        self.permissions = granted if isinstance(granted, dict) else {}
        return token

    def _pass(self) -> str:
        """Signed a minute back, for GitHub refuses passes from the future."""
        now = int(self._clock().timestamp())
        return jwt.encode({"iat": now - 60, "exp": now + 540, "iss": self._app_id}, self._key, "RS256")

    def _found(self) -> str:
        """The installation of the owner, or the only one there is."""
        installations = self._fetch("GET", "/app/installations?per_page=100", self._pass())
        known = {_account(entry): str(entry["id"]) for entry in installations}
        chosen = {login: id_ for login, id_ in known.items() if login.lower() == self._owner.lower()}
        if len(known) == 1 and not self._owner:
            chosen = known
        if len(chosen) != 1:
            names = ", ".join(sorted(known)) or "nobody"
            raise Misconfigured(
                f"The app is installed for {names}; it is not clear which installation to use.",
                hint="Set the organisation, or give the installation ID when connecting.",
            )
        return next(iter(chosen.values()))


def _account(installation: Mapping[str, Any]) -> str:
    """Whose it is; an enterprise has a slug for a login."""
    account = installation.get("account") or {}
    return str(account.get("login") or account.get("slug"))


def proof(secrets: Mapping[str, str], owner: str, *, clock: Clock, fetch: Fetch) -> Proof:
    """The way to prove who we are that these secrets are for.

    Raises:
        Misconfigured: none is complete, or what is given cannot be used.
    """
    given = {name: value.strip() for name, value in secrets.items() if value.strip()}
    if TOKEN.name in given:
        return Token(_checked_token(given[TOKEN.name]))
    if APP_ID.name in given and PRIVATE_KEY.name in given:
        key = _checked_key(given[PRIVATE_KEY.name])
        installation = _checked_number(given.get(INSTALLATION_ID.name, ""))
        return App(given[APP_ID.name], key, installation, owner, clock=clock, fetch=fetch)
    raise Misconfigured(
        "There are no credentials for GitHub.",
        hint="Run `leadline connect github` with a token, or with an app's ID and private key.",
        fields=(Field("token", "nothing", "a token, or an app_id with its private_key"),),
    )


def _checked_token(token: str) -> str:
    if _WELL_FORMED.fullmatch(token):
        return token
    raise Misconfigured("The token holds characters that no GitHub token has.", hint="Copy it once more.")


def _checked_number(installation_id: str) -> str:
    if installation_id.isdecimal() or not installation_id:
        return installation_id
    raise Misconfigured(
        "The installation ID is not a number.",
        hint="It ends the address of the installation's page; leave it out to have it found.",
    )


def _checked_key(key: str) -> str:
    """A PEM key, also one whose line ends were escaped for the environment."""
    key = key.replace("\\n", "\n")
    try:
        is_rsa = isinstance(load_pem_private_key(key.encode(), password=None), RSAPrivateKey)
    except (ValueError, TypeError):
        is_rsa = False
    if not is_rsa:
        raise Misconfigured(
            "The private key is not an unencrypted RSA key in PEM.",
            hint="Download it from the app's page, Private keys, and give the whole file.",
        )
    return key
