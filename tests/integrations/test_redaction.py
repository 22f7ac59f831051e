"""What looks like a secret is hidden, and what does not is left."""

import pytest

from integrations.redaction import HIDDEN, redacted

SECRETS = {
    "personal token": "ghp_a1B2c3D4a1B2c3D4a1B2c3D4a1B2c3D4e5F6",
    "fine-grained token": "github_pat_11AAAAAAA0abcdefghijkl_ABCDEFGHIJKLMNOP",
    "installation token": "ghs_" + "a1B2c3D4" * 5,
    "installation token of 2026": "ghs_0001." + "eyJhbGciOi." * 40,
    "pass of an app": "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl",
    "private key": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
    "cut private key": "-----BEGIN PRIVATE KEY-----\nMIIEow",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(secret: str) -> None:
    told = redacted(f"before {secret} after")
    assert told.startswith(f"before {HIDDEN}")
    for piece in secret.split("\n"):
        assert piece not in told or piece.startswith("-----END")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "token", "Basic"])
def test_whatever_an_authorization_header_holds_is_hidden(scheme: str) -> None:
    assert redacted(f"Authorization: {scheme} 0123456789abcdef") == f"Authorization: {scheme} {HIDDEN}"


def test_secrets_that_look_like_nothing_are_hidden_when_they_are_named() -> None:
    assert redacted("a correct horse b", ("correct horse", "")) == f"a {HIDDEN} b"


@pytest.mark.parametrize(
    "text",
    ["Bearer of news", "ghp_short", "eyJ is how JWTs begin", "the token is old"],
    ids=lambda text: text,
)
def test_ordinary_words_stay(text: str) -> None:
    assert redacted(text) == text
