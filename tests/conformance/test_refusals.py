"""Refused: credentials that are not taken are told at once, with what to do, and are shown to nobody."""

from base64 import b64encode

import httpx
import pytest

from domain.errors import LeadlineError, Misconfigured
from domain.health import Light
from tests.conformance.bench import Bench, error_of
from tests.conformance.faulty import redirected, status
from tests.conformance.subject import Subject


def acts(bench: Bench) -> list[tuple[str, LeadlineError | None, int]]:
    """Everything that a client can be asked to do, each by one of its own: its error and how often it asked.

    Who needs no network for an answer is not refused.
    """
    kept, bench.network.fault = bench.network.fault, None
    places, repositories = bench.places(), bench.repositories()
    bench.network.fault = kept
    todo = [
        ("repositories", lambda: list(bench.client().repositories())),
        ("probe", lambda: bench.client().probe(repositories)),
        *((f"read {stream.name}", lambda place=(stream, one): bench.pages(place)) for stream, one in places),
    ]
    done: list[tuple[str, LeadlineError | None, int]] = []
    for name, act in todo:
        bench.network.requests.clear()
        error = error_of(act)
        done.append((name, error, len(bench.network.requests)))
    return [each for each in done if each[2]]


@pytest.mark.parametrize("code", [401, 403])
def test_a_refusal_is_for_the_admin_whatever_was_asked(bench: Bench, code: int) -> None:
    bench.network.fault = status(code)
    done = acts(bench)
    assert done
    assert {name: type(error) for name, error, _ in done if not isinstance(error, Misconfigured)} == {}
    assert max(n for _, _, n in done) <= 3, "asking again changes nothing"


def test_refused_credentials_come_with_what_to_do(bench: Bench) -> None:
    bench.network.fault = status(401)
    for name, error, _ in acts(bench):
        assert error, name
        assert error.hint, name


@pytest.mark.parametrize("code", [401, 403, 500])
def test_a_check_that_is_refused_is_red_and_says_what_to_do(bench: Bench, code: int) -> None:
    bench.network.fault = status(code)
    checks = bench.client().check()
    assert checks[0].light is Light.RED
    assert all(check.next_step for check in checks if check.light is not Light.GREEN)


def test_a_check_when_nothing_is_wrong_is_green_and_says_who_we_are(bench: Bench) -> None:
    checks = bench.client().check()
    assert checks[0].light is Light.GREEN
    assert Light.RED not in {check.light for check in checks}
    assert all(check.label and check.found for check in checks)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 429, 500])
def test_what_a_vendor_says_of_a_secret_is_repeated_to_nobody(
    bench: Bench, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = [secret for secret in bench.subject.secrets.values() if len(secret) > 12]
    bench.network.fault = status(code, said=f"Bad: {' '.join(secrets)}")
    told = [str(error) + repr(error) for _, error, _ in acts(bench)]
    told += [repr(check) for check in bench.client().check()]
    told += [repr(bench.client()), caplog.text]
    assert not [secret for secret in secrets if any(secret in text for text in told)]


def test_another_host_never_sees_the_credentials(subject: Subject) -> None:
    bench = Bench(subject)
    bench.network.fault = redirected
    acts(bench)
    bench.client().check()
    elsewhere = [request for request in bench.network.requests if request.url.host == "elsewhere.test"]
    assert not [request for request in elsewhere if _tells(request, subject)]


def _tells(request: httpx.Request, subject: Subject) -> bool:
    """Whether one of the secrets is in it, as it is or in Basic's form."""
    secrets = [secret for secret in subject.secrets.values() if len(secret) > 12]
    sent = " ".join(request.headers.values()) + str(request.url)
    encoded = [b64encode(f":{secret}".encode()).decode().rstrip("=")[4:] for secret in secrets]
    return any(secret in sent for secret in (*secrets, *encoded)) or "authorization" in request.headers
