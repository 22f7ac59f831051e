"""The governor: an HTTP transport that keeps a provider's limits, retries what may pass and hides secrets."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import SystemRandom
from threading import RLock
from typing import NoReturn

import httpx

from domain.clock import Clock
from domain.errors import Misconfigured, Retryable
from integrations.answers import LONGEST_WAIT, Answer, Judgement, Verdict, judge
from integrations.provider import LimitMemory, Usage
from integrations.redaction import redacted

log = logging.getLogger(__name__)

Judge = Callable[[httpx.Request, Answer], Judgement]

SHRINKABLE = "leadline.shrinkable"
"""Request extension: less could be asked for instead of asking the same again."""

ANSWER = "leadline.answer"
"""Response extension: the `Answer` that was judged."""

LARGEST_BODY = 32 * 2**20
LONGEST_ANSWER = timedelta(minutes=2)
WATCHED = timedelta(seconds=5)
"""How long each wait may be while somebody looks on."""

ATTEMPTS = 6
RESTS = 4
SHORTEST_BACKOFF, LONGEST_BACKOFF = 1.0, 60.0
_FRAMING = ("content-encoding", "content-length", "transfer-encoding")


class TooMuch(Retryable):
    """Less must be asked for at once."""


class Refused(Misconfigured):
    """The credentials are not taken."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a provider wants to be treated.

    `judge` tells what its answers mean, `bucket` which of its limits a request counts against; `slug` is
    what it is connected by, where that is not its title.
    """

    title: str
    judge: Judge = lambda _, answer: judge(answer)
    bucket: Callable[[httpx.Request], str] = lambda _: "all"
    slug: str = ""


class Governor(httpx.BaseTransport):
    """One for a provider and credential: acquire, send, learn from the headers, judge; one at a time.

    Raises `Retryable` when rests and retries are used up, `TooMuch`, `Refused` and `Misconfigured`.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        manners: Manners,
        *,
        source: str,
        limits: LimitMemory,
        clock: Clock,
        sleep: Callable[[float], None],
        draw: Callable[[], float] | None = None,
        secrets: tuple[str, ...] = (),
    ) -> None:
        """`draw` gives the jitter in [0, 1), `secrets` what must not be read in any message."""
        self.usage = Usage()
        self.skew = timedelta()
        self.patience = LONGEST_WAIT
        """A wait that is longer becomes a `Retryable`; somebody who watches has less of it than a sync."""
        self._inner = inner
        self._manners = manners
        self._source = source
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._draw = draw or SystemRandom().random
        self._secrets = secrets
        self._turn = RLock()
        self._resets = _remembered(limits.get(source))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While somebody looks on: a limit or a server that is down is told, not waited out."""
        self.patience = WATCHED
        try:
            yield
        finally:
            self.patience = LONGEST_WAIT

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._turn:
            return self._answered(request)

    def close(self) -> None:
        self._inner.close()

    def _answered(self, request: httpx.Request) -> httpx.Response:
        bucket = self._manners.bucket(request)
        hiccups = rests = 0
        while True:
            self._acquire(bucket)
            answer, judgement = self._attempt(request, bucket)
            match judgement.verdict:
                case Verdict.OK if answer:
                    return _response(answer)
                case Verdict.WAIT:
                    rests += 1
                    self._rest(bucket, judgement, rests)
                case Verdict.SHRINK if request.extensions.get(SHRINKABLE):
                    raise TooMuch(self._sentence(request, judgement))
                case Verdict.SHRINK | Verdict.AGAIN:
                    hiccups += 1
                    self._back_off(request, judgement, hiccups)
                case _:
                    self._refuse(request, judgement)

    def _acquire(self, bucket: str) -> None:
        """Wait for the reset when nothing remains of the limit, also of one that another process met."""
        until = self._resets.get(bucket)
        if until is None:
            return
        wait = min(until - self._clock(), LONGEST_WAIT)
        if wait > self.patience:
            raise Retryable(
                f"{self._manners.title} wants to be left alone until {until:%H:%M} UTC.",
                hint="It goes on by itself then.",
                after=wait.total_seconds(),
            )
        if wait > timedelta():
            log.info("%s: waiting %s for the rate limit of %s", self._source, wait, bucket)
            self._sleep(wait.total_seconds())
        self._resets.pop(bucket, None)

    def _attempt(self, request: httpx.Request, bucket: str) -> tuple[Answer | None, Judgement]:
        self.usage.requests += 1
        try:
            answer = self._whole(self._inner.handle_request(request))
        except httpx.ReadTimeout:
            return None, Judgement(Verdict.SHRINK, "it took too long to answer")
        except httpx.TransportError as error:
            return None, Judgement(Verdict.AGAIN, f"the connection failed ({type(error).__name__})")
        except httpx.DecodingError:
            return None, Judgement(Verdict.AGAIN, "its answer could not be decompressed")
        self.usage.not_modified += answer.status == httpx.codes.NOT_MODIFIED
        self.skew = answer.skew if "date" in answer.headers else self.skew
        if answer.remaining == 0 and answer.until_reset is not None:
            self._remember(bucket, answer.until_reset)
        return answer, self._manners.judge(request, answer)

    def _whole(self, response: httpx.Response) -> Answer:
        """The answer to its end, if that comes in time and is not too far away."""
        began_at = self._clock()
        body = bytearray()
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise TooMuch(f"{self._manners.title} sent more than {LARGEST_BODY // 2**20} MB at once.")
                if self._clock() - began_at > LONGEST_ANSWER:
                    raise httpx.ReadTimeout("the body drips")
        finally:
            response.close()
        return Answer(response.status_code, response.headers, bytes(body), self._clock())

    def _remember(self, bucket: str, wait: timedelta) -> None:
        """Keep when the limit resets, beyond this process too."""
        self._resets[bucket] = self._clock() + wait
        self._limits.put(self._source, {name: at.isoformat() for name, at in self._resets.items()})

    def _rest(self, bucket: str, judgement: Judgement, rests: int) -> None:
        """The n-th rest in a row is twice as long as the one before, lest we are refused for good."""
        wait = min(judgement.wait * 2 ** (rests - 1), LONGEST_WAIT)
        self._remember(bucket, wait)
        if rests > RESTS:
            raise Retryable(
                f"{self._manners.title} still asks for a rest after {RESTS} of them.",
                hint="It goes on by itself later.",
                after=wait.total_seconds(),
            )

    def _back_off(self, request: httpx.Request, judgement: Judgement, hiccups: int) -> None:
        """Full jitter, so that many clients do not come back at once."""
        most = min(LONGEST_BACKOFF, SHORTEST_BACKOFF * 2**hiccups)
        wait = max(judgement.wait, timedelta(seconds=most * self._draw()))
        if hiccups >= ATTEMPTS or wait > self.patience:
            raise Retryable(self._sentence(request, judgement), hint=f"It was tried {hiccups} times.")
        self._sleep(wait.total_seconds())

    def _refuse(self, request: httpx.Request, judgement: Judgement) -> NoReturn:
        if judgement.verdict is not Verdict.AUTH:
            raise Misconfigured(self._sentence(request, judgement))
        title, slug = self._manners.title, self._manners.slug or self._manners.title.lower()
        raise Refused(
            f"{title} does not accept these credentials.",
            hint=f"They expired or were revoked: run `leadline connect {slug}` again.",
        )

    def _sentence(self, request: httpx.Request, judgement: Judgement) -> str:
        where = f"{request.url.host}{request.url.path}"
        reason = redacted(judgement.reason, self._secrets)
        return f"{self._manners.title} could not be read at {where}: {reason.rstrip('.')}."


def _remembered(kept: object) -> dict[str, datetime]:
    """The reset times as they were persisted; what is no time is forgotten."""
    found: dict[str, datetime] = {}
    for bucket, value in kept.items() if isinstance(kept, dict) else ():
        try:
            at = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            continue
        found[bucket] = at if at.tzinfo else at.replace(tzinfo=UTC)
    return found


def _response(answer: Answer) -> httpx.Response:
    headers = [(name, value) for name, value in answer.headers.multi_items() if name.lower() not in _FRAMING]
    return httpx.Response(answer.status, headers=headers, content=answer.body, extensions={ANSWER: answer})
