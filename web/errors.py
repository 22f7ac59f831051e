"""HTTP's edge: what was not expected is logged with a reference, and the answer gives nothing else away."""

import logging
import secrets

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

log = logging.getLogger("leadline.web")


def guarded(app: FastAPI) -> FastAPI:
    """The app, answering its own mistakes with a reference to the log."""

    @app.exception_handler(Exception)
    def crash(request: Request, error: Exception) -> JSONResponse:
        reference = secrets.token_hex(4)
        log.error("%s %s failed [%s]", request.method, request.url.path, reference, exc_info=error)
        return JSONResponse({"error": "That is our fault.", "reference": reference}, status_code=500)

    return app
