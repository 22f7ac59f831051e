"""Pictures of answers: drawn once per thing they show, kept, and linked so that nobody can guess the link."""

import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256

from domain.clock import Clock
from domain.result import Coverage
from domain.views import View
from render.charts.alt import alt
from render.charts.drawn import Drawn
from render.picture import Picture
from storage.store import Store

LIFE = timedelta(days=30)
"""How long a link opens. Slack keeps a copy of what it has shown; who follows the link later gets nothing."""

_SHOWN = (
    "question", "metric", "summary", "previous", "change", "trend", "phases", "breakdown", "last_item_at",
)  # fmt: skip


_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_ANY_COVERAGE = Coverage(0, 0, None)


class Pictures:
    """The charts of results, as bytes and as links."""

    def __init__(
        self,
        store: Store,
        render: Callable[[Drawn, str], bytes],
        *,
        base_url: str | None,
        secret: bytes,
        clock: Clock,
        theme: str = "light",
    ) -> None:
        """`base_url` is where readers reach `web`, None when they cannot; `secret` signs the links."""
        self._store = store
        self._render = render
        self._base_url = base_url.rstrip("/") if base_url else None
        self._secret = secret
        self._clock = clock
        self._theme = theme

    @property
    def has_links(self) -> bool:
        """Whether readers can open a link to us."""
        return self._base_url is not None

    def png(self, result: Drawn) -> bytes:
        """The chart; drawn when nobody has asked for this very one before.

        Raises:
            Retryable: it could not be drawn now.
        """
        digest = self.digest(result)
        with self._store.read() as shelves:
            kept = shelves.pictures.get(digest)
        if kept is not None:
            return kept
        drawn = self._render(result, self._theme)
        with self._store.write() as shelves:
            shelves.pictures.save(digest, drawn, alt(result), self._clock())
        return drawn

    def url(self, result: Drawn) -> Picture | None:
        """The chart as a link that opens for `LIFE`, or None where readers cannot reach us.

        Raises:
            Retryable: it could not be drawn now.
        """
        if self._base_url is None:
            return None
        self.png(result)
        expiry = self._clock() + LIFE
        claim = f"{self.digest(result)}-{int(expiry.replace(minute=0, second=0).timestamp()):x}"
        return Picture(alt(result), url=f"{self._base_url}/pictures/{claim}-{self._signature(claim)}.png")

    def open(self, token: str) -> bytes | None:
        """The picture behind a link's token; None when it is forged, expired or gone."""
        claim, _, signature = token.rpartition("-")
        if not hmac.compare_digest(self._signature(claim).encode(), signature.encode("utf-8", "replace")):
            return None
        digest, _, expiry = claim.partition("-")
        if self._clock().timestamp() >= int(expiry, 16):
            return None
        with self._store.read() as shelves:
            return shelves.pictures.get(digest)

    def digest(self, result: Drawn) -> str:
        """A name for what the picture shows; the same data drawn again has the same name."""
        shown = repr(_shown(result))
        return blake2b(
            f"{self._theme}\n{result.computed_at.date()}\n{shown}".encode(), digest_size=16
        ).hexdigest()

    def _signature(self, claim: str) -> str:
        return hmac.new(
            self._secret, b"leadline picture\n" + claim.encode("utf-8", "replace"), sha256
        ).hexdigest()[:32]


def _shown(drawn: Drawn) -> object:
    """All that a picture shows, and not when it was computed to the second, or how fresh the data is."""
    if isinstance(drawn, View):
        return replace(drawn, computed_at=_ANY_TIME, coverage=_ANY_COVERAGE)
    return [getattr(drawn, name) for name in _SHOWN]
