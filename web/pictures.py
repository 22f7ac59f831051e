"""Signed pictures for Slack's image proxy and nobody else."""

from fastapi import APIRouter, Response

from services.pictures import Pictures

LONGEST_TOKEN = 128
FOUND = {
    "Cache-Control": "public, max-age=86400, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "X-Robots-Tag": "noindex",
}
MISSING = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def pictures(shelf: Pictures) -> APIRouter:
    """`/pictures/<token>.png`; forged, expired and unknown look the same: 404."""
    router = APIRouter()

    @router.api_route("/pictures/{token}.png", methods=["GET", "HEAD"])
    def picture(token: str) -> Response:
        png = shelf.open(token) if len(token) <= LONGEST_TOKEN else None
        if png is None:
            return Response(status_code=404, headers=MISSING)
        return Response(png, media_type="image/png", headers=FOUND)

    return router
