"""A sender whose deliveries say plainly what they are about, signed with an HMAC of the raw body."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.errors import Rejected
from domain.records import PullRequest
from integrations.github import PROVIDER
from integrations.webhook import Call, Delivery, Named, Webhook, refused

SECRET = "the first secret of the tests"
Sent = tuple[Mapping[str, str], bytes]


def _verify(call: Call, secrets: Sequence[str]) -> None:
    told = call.headers.get("x-signature", "")
    if told not in [signature(call.body, secret) for secret in secrets]:
        raise refused("none of the secrets fits")


def _read(call: Call) -> Delivery:
    try:
        told = json.loads(call.body)
    except ValueError:
        raise Rejected("This delivery is not JSON.") from None
    return Delivery(told["id"], told["event"], tuple(Named(*each) for each in told["named"]))


def signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, "sha256").hexdigest()


def body(id_: str, *named: tuple[str, str, str], event: str = "changed") -> bytes:
    return json.dumps({"id": id_, "event": event, "named": named}).encode()


def delivered(id_: str, *prs: PullRequest) -> bytes:
    """A delivery about pull requests of the world."""
    return body(id_, *(("pull_requests", pr.external_id, _place(pr)) for pr in prs))


def signed(raw: bytes, secret: str = SECRET, **headers: Any) -> Sent:  # noqa: ANN401 - texts
    return {"x-signature": signature(raw, secret), **headers}, raw


def _place(pr: PullRequest) -> str:
    """How the world names its repositories."""
    return "R_" + pr.url.removeprefix("https://github.com/").partition("/pull/")[0]


WEBHOOK = Webhook(_verify, _read, ("changed",), "Settings, Webhooks")
SENDER = replace(PROVIDER, webhook=WEBHOOK)
