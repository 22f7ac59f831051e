"""Every recorded delivery of every vendor, signed as that vendor signs, through the real door."""

import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from domain.people import WorkingHours
from domain.records import Source
from integrations import BUILTIN
from integrations.provider import Client, Provider
from services.facts import Facts
from services.hooks import Hooks
from services.sync import Sync
from storage.store import Store
from storage.vault import Vault, generate_key
from tests.integrations.connecting import Time
from tests.web.serving import served
from web.hooks import hooks

RECORDED = Path("/work/shared/data/webhooks")
SECRET = "the secret that both sides know"
CALLING = [provider for provider in BUILTIN if provider.webhook]

pytestmark = pytest.mark.skipif(
    not RECORDED.exists(), reason=f"the recorded deliveries ({RECORDED}) are not here"
)


def mac(content: bytes) -> str:
    return hmac.new(SECRET.encode(), content, "sha256").hexdigest()


HEADERS: dict[str, Callable[[str, bytes], dict[str, str]]] = {
    "github": lambda event, raw: {"X-Hub-Signature-256": f"sha256={mac(raw)}", "X-GitHub-Event": event},
    "gitlab": lambda event, _: {"X-Gitlab-Token": SECRET, "X-Gitlab-Event": event},
    "bitbucket": lambda event, raw: {"X-Hub-Signature": f"sha256={mac(raw)}", "X-Event-Key": event},
    "bitbucket_server": lambda event, raw: {"X-Hub-Signature": f"sha256={mac(raw)}", "X-Event-Key": event},
    "jira": lambda _, raw: {"X-Hub-Signature": f"sha256={mac(raw)}"},
    "linear": lambda event, raw: {"Linear-Signature": mac(raw), "Linear-Event": event},
    "pagerduty": lambda _, raw: {"X-PagerDuty-Signature": f"v1={mac(raw)}"},
}
"""How each vendor signs, by its own pages."""


@dataclass(frozen=True)
class Recording:
    event: str
    raw: bytes
    name: str


def recordings(slug: str) -> list[Recording]:
    manifest = map(json.loads, (RECORDED / "manifest.jsonl").read_text().splitlines())
    return [
        Recording(row["event"] or "", (RECORDED / row["file"]).read_bytes(), row["file"])
        for row in manifest
        if row["provider"] == slug
    ]


def nobody(_: Source) -> Client:
    pytest.fail("Nothing is asked while deliveries come in.")


@pytest.fixture(params=CALLING, ids=lambda provider: provider.slug)
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def taking(tmp_path: Path, provider: Provider, time: Time) -> Iterator[Hooks]:
    store = Store.open(f"sqlite:///{tmp_path}/leadline.db", vault=Vault(generate_key()))
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(Source("ours", provider.slug, "https://vendor.test", "Ours"))
    facts = Facts(store, time, WorkingHours())
    made = Hooks(store, BUILTIN, nobody, sync=Sync(store, nobody, facts, time), facts=facts, clock=time)
    made.keep_secret("ours", SECRET)
    yield made
    store.close()


@pytest.fixture
def client(taking: Hooks) -> Iterator[httpx.Client]:
    app = FastAPI()
    app.include_router(hooks(taking))
    with served(app) as made:
        yield made


def sent_at(raw: bytes) -> datetime | None:
    """When it says that it was sent, where the vendor signs that."""
    try:
        body: Any = json.loads(raw)
    except ValueError:
        return None
    told = body.get("webhookTimestamp") if isinstance(body, dict) else None
    return datetime.fromtimestamp(told / 1000, UTC) if isinstance(told, int) else None


def refreshed(provider: Provider, recording: Recording, time: Time) -> bytes:
    """The recording, with the clock set to when it was sent; Linear's older ones lack that time."""
    at = sent_at(recording.raw)
    time.now = at or time.now
    if provider.slug != "linear" or at:
        return recording.raw
    body = json.loads(recording.raw)
    return json.dumps({**body, "webhookTimestamp": int(time.now.timestamp() * 1000)}).encode()


def test_every_recorded_delivery_is_taken_in(provider: Provider, client: httpx.Client, time: Time) -> None:
    path, headers = f"/hooks/{provider.slug}/ours", HEADERS[provider.slug]
    refused = {}
    found = recordings(provider.slug)
    assert found
    for recording in found:
        raw = refreshed(provider, recording, time)
        answer = client.post(path, content=raw, headers=headers(recording.event, raw))
        if answer.status_code != 200:
            refused[recording.name] = answer.status_code, answer.text
    assert refused == {}


def test_none_is_taken_in_whose_bytes_were_changed(
    provider: Provider, client: httpx.Client, taking: Hooks, time: Time
) -> None:
    path, headers = f"/hooks/{provider.slug}/ours", HEADERS[provider.slug]
    if provider.slug == "gitlab":
        pytest.skip("GitLab's token signs no bytes.")
    for recording in recordings(provider.slug)[:20]:
        raw = refreshed(provider, recording, time)
        answer = client.post(path, content=raw + b" ", headers=headers(recording.event, raw))
        assert answer.status_code == 401, recording.name
    assert taking.hook("ours").standing.last_at is None


def test_none_is_taken_in_from_who_knows_no_secret(
    provider: Provider, client: httpx.Client, time: Time
) -> None:
    path = f"/hooks/{provider.slug}/ours"
    for recording in recordings(provider.slug)[:20]:
        raw = refreshed(provider, recording, time)
        signed = HEADERS[provider.slug](recording.event, raw)
        bare = {
            name: value for name, value in signed.items() if SECRET not in value and mac(raw) not in value
        }
        assert client.post(path, content=raw, headers=bare).status_code == 401, recording.name


def test_every_calling_vendor_has_recordings() -> None:
    assert {provider.slug for provider in CALLING} <= HEADERS.keys()
