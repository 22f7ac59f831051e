"""GitHub Apps in the fake: passes signed with a key, installations, tokens that end after an hour."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.fakes.github.world import stamp

LIFE = timedelta(hours=1)
PERMISSIONS = dict.fromkeys(
    ("metadata", "contents", "pull_requests", "issues", "members", "actions", "checks", "deployments"), "read"
)


@cache
def app_key() -> RSAPrivateKey:
    """One key for a whole run of tests: making one takes a while."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def pem() -> str:
    return app_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@dataclass
class Apps:
    """One app. `installations` are the owners it is installed for, by id; `tokens` those it gave out."""

    app_id: str = "12345"
    installations: dict[int, str] = field(default_factory=lambda: {77: "acme"})
    permissions: dict[str, str] = field(default_factory=lambda: dict(PERMISSIONS))
    visible: str = "*"
    tokens: dict[str, datetime] = field(default_factory=dict)

    def takes(self, token: str, now: datetime) -> bool:
        return token in self.tokens and now < self.tokens[token]

    def sees(self, full_name: str) -> bool:
        return fnmatchcase(full_name, self.visible)

    def revoke(self) -> None:
        """All tokens end now."""
        self.tokens.clear()

    def answer(self, method: str, path: str, bearer: str, now: datetime) -> tuple[int, Any]:
        problem = self._problem(bearer, now)
        if problem:
            return 401, {"message": problem}
        if (method, path) == ("GET", "/app/installations"):
            return 200, [
                {"id": id_, "account": {"login": login}} for id_, login in self.installations.items()
            ]
        id_ = path.removeprefix("/app/installations/").removesuffix("/access_tokens")
        if method != "POST" or not id_.isdigit() or int(id_) not in self.installations:
            return 404, {"message": "Not Found"}
        token = f"ghs_{len(self.tokens):04d}.{'eyJhbGciOi' * 50}"
        self.tokens[token] = now + LIFE
        return 201, {"token": token, "expires_at": stamp(now + LIFE), "permissions": self.permissions}

    def _problem(self, bearer: str, now: datetime) -> str:
        """What is wrong with the pass, by the fake's own clock."""
        try:
            claims = jwt.decode(
                bearer, app_key().public_key(), ["RS256"], options={"verify_exp": False, "verify_iat": False}
            )
        except jwt.InvalidTokenError:
            return "A JSON web token could not be decoded"
        if claims["iss"] != self.app_id:
            return "Integration not found"
        if claims["iat"] > now.timestamp() or not now.timestamp() < claims["exp"] <= now.timestamp() + 600:
            return "'Expiration time' claim ('exp') is too far in the future"
        return ""
