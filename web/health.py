"""Is it alive, and is it ready: for those who keep Leadline running."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse

Ready = Callable[[], Mapping[str, bool]]
UNAVAILABLE = 503


def health(ready: Ready) -> APIRouter:
    """`/healthz` tells that the process serves; `/readyz` what it can reach, 503 unless everything."""
    router = APIRouter()

    @router.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    def able() -> JSONResponse:
        found = dict(ready())
        well = all(found.values())
        return JSONResponse(
            {"status": "ready" if well else "not ready", **found}, status_code=200 if well else UNAVAILABLE
        )

    return router
