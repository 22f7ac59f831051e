"""Record ids: one stable 63-bit number per thing a provider names, the same on every machine."""

from hashlib import blake2b

_SEPARATOR = b"\x1f"


def identify(*names: str) -> int:
    """The id of the thing that these names, outermost first, point at.

    Ids are derived, not drawn: a page can be mapped and saved with its children without asking the
    database first, and a record read twice lands on its own row. Two different things collide with
    a probability of about 5e-8 among a million (docs/decisions/0003-derived-ids.md).
    """
    digest = blake2b(_SEPARATOR.join(name.encode("utf-8", "surrogatepass") for name in names), digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 1
