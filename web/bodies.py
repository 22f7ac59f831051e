"""Bodies of requests, read no further than they may be long."""

from fastapi import Request


async def limited(request: Request, most: int) -> bytes | None:
    """The whole body, or None as soon as it is larger than so many bytes."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            return None
    return bytes(body)
