"""Takes secrets out of text before anybody reads it."""

import re
from collections.abc import Iterable

HIDDEN = "[hidden]"

_SECRETS = re.compile(
    r"gh[pousr]_[A-Za-z0-9._]{16,}"  # ghs_ ones may be long JWTs with dots
    r"|github_pat_\w{16,}"
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]*"  # any JWT
    r"|-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|$)"
    r"|(?i:(?<=bearer )|(?<=token )|(?<=basic ))[^\s\"',]{8,}",
    re.DOTALL,
)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without anything that looks like a secret, and without `secrets` themselves."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    return _SECRETS.sub(HIDDEN, text)
