"""Signatures of webhooks: an HMAC-SHA256 of the raw body, as GitHub and Atlassian send it."""

import hmac
from collections.abc import Sequence

from integrations.webhook import Call, refused

_PREFIX = "sha256="


def assert_signed(call: Call, secrets: Sequence[str], header: str) -> None:
    """Whether one of the secrets signed the body, told in `header` as `sha256=<hex>`.

    Raises:
        Forbidden: none did, or nothing is signed.
    """
    told = call.headers.get(header, "")
    if not told.startswith(_PREFIX):
        raise refused(f"it has no `{header}` with sha256")
    # Every secret is tried, so that the time tells nothing of which one fits.
    fits = [
        hmac.compare_digest(told.removeprefix(_PREFIX).lower().encode(), signature(secret, call.body))
        for secret in secrets
        if secret
    ]
    if not any(fits):
        raise refused("none of the secrets fits its signature")


def signature(secret: str, body: bytes) -> bytes:
    """The hexadecimal HMAC-SHA256."""
    return hmac.new(secret.encode(), body, "sha256").hexdigest().encode()
