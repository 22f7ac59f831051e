"""Signatures of raw bodies, against vectors computed elsewhere."""

from datetime import UTC, datetime

import pytest

from domain.errors import Forbidden
from integrations.signatures import assert_signed
from integrations.webhook import Call

AT = datetime(2026, 11, 24, tzinfo=UTC)

# RFC 4231, test case 2.
KEY, BODY = "Jefe", b"what do ya want for nothing?"
SIGNED = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

# https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/#Examples
ATLASSIAN = ("It's a Secret to Everybody", b"Hello World!",
             "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9")  # fmt: skip


def call(told: str | None, body: bytes = BODY) -> Call:
    return Call({} if told is None else {"x-hub-signature": told}, body, AT)


@pytest.mark.parametrize(
    ("key", "body", "signed"), [(KEY, BODY, SIGNED), ATLASSIAN], ids=["RFC", "Atlassian"]
)
def test_a_signature_known_elsewhere_is_taken(key: str, body: bytes, signed: str) -> None:
    assert_signed(call(f"sha256={signed}", body), [key], "x-hub-signature")


def test_any_of_several_secrets_will_do_while_one_replaces_another() -> None:
    assert_signed(call(f"sha256={SIGNED}"), ["new", KEY, "older"], "x-hub-signature")


FORGED = {
    "no header": call(None),
    "an empty header": call(""),
    "no hash": call("sha256="),
    "another algorithm": call(f"sha1={SIGNED}"),
    "a bare hash": call(SIGNED),
    "a hash cut short": call(f"sha256={SIGNED[:-1]}"),
    "another hash": call(f"sha256={SIGNED[::-1]}"),
    "no hexadecimal": call("sha256=\u00e4\u00f6"),
    "another body": call(f"sha256={SIGNED}", BODY + b" "),
    "a space in the body": call(f"sha256={SIGNED}", BODY.replace(b"ya", b"y a")),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_what_is_not_signed_so_is_refused_and_tells_no_secret(forged: Call) -> None:
    with pytest.raises(Forbidden) as refusal:
        assert_signed(forged, [KEY], "x-hub-signature")
    assert KEY not in str(refusal.value)
    assert SIGNED not in str(refusal.value)


@pytest.mark.parametrize("secrets", [[], [""], ["wrong", ""]], ids=["none", "empty", "wrong"])
def test_without_the_secret_nothing_is_taken(secrets: list[str]) -> None:
    with pytest.raises(Forbidden):
        assert_signed(call(f"sha256={SIGNED}"), secrets, "x-hub-signature")
