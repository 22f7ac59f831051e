"""Where providers call us: what they deliver is kept at once, and applied afterwards."""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from domain.errors import Forbidden, LeadlineError, Rejected, Unknown
from services.hooks import Hooks
from web.bodies import limited

LARGEST = 10 * 2**20
"""Bytes; the events that we ask for stay far below."""

KEPT, UNREADABLE, UNSIGNED, MISSING, TOO_LARGE, UNAVAILABLE = 200, 400, 401, 404, 413, 503


def hooks(taking: Hooks) -> APIRouter:
    """`POST /hooks/<provider>/<connection>`: 200 once it is kept, also when it came before.

    Unsigned and forged look the same: 401. Where it cannot be kept just now, 503 has the sender repeat it.
    """
    router = APIRouter()

    @router.post("/hooks/{provider}/{connection}")
    async def hook(provider: str, connection: str, request: Request) -> Response:
        body = await limited(request, LARGEST)
        if body is None:
            return Response(status_code=TOO_LARGE)
        headers = {name.lower(): value for name, value in request.headers.items()}
        return await run_in_threadpool(_answer, taking, provider, connection, headers, body)

    return router


def _answer(taking: Hooks, provider: str, connection: str, headers: dict[str, str], body: bytes) -> Response:
    try:
        taking.receive(provider, connection, headers, body)
    except Unknown:
        return Response(status_code=MISSING)
    except Forbidden:
        return Response(status_code=UNSIGNED)
    except Rejected as error:
        return Response(error.message, status_code=UNREADABLE, media_type="text/plain")
    except LeadlineError:
        return Response(status_code=UNAVAILABLE)
    return Response(status_code=KEPT)
