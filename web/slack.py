"""Where Slack calls us in HTTP mode; who knows Slack answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from web.bodies import limited

LARGEST = 1_000_000
"""Bytes; Slack's largest payload, a submitted modal, stays under 250 kB."""

TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Reply:
    """What Slack gets back."""

    status: int
    body: str
    content_type: str = "text/plain"


SlackHandler = Callable[[bytes, Sequence[tuple[str, str]]], Reply]


def events(handle: SlackHandler) -> APIRouter:
    """`POST /slack/events`: the raw bytes are handed on as they came."""
    router = APIRouter()

    @router.post("/slack/events")
    async def slack(request: Request) -> Response:
        body = await limited(request, LARGEST)
        if body is None:
            return Response(status_code=TOO_LARGE)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]
        reply = await run_in_threadpool(handle, body, headers)
        return Response(reply.body, status_code=reply.status, media_type=reply.content_type)

    return router
