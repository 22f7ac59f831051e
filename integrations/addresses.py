"""Addresses of providers as people give them, checked before any credentials are sent there."""

from ipaddress import ip_address

import httpx

from domain.errors import Field, Misconfigured


def checked(base_url: str, *, title: str, example: str, setting: str) -> httpx.URL:
    """The address that people open in a browser, without a slash at its end.

    `example` is one as it should be, `setting` the path of where it is set.

    Raises:
        Misconfigured: it is none, or would send credentials readable over the network.
    """
    try:
        url = httpx.URL(base_url.strip().rstrip("/"))
    except httpx.InvalidURL:
        raise wrong(base_url, f"an address such as {example}", title=title, setting=setting) from None
    if url.scheme not in ("https", "http") or not url.host or url.userinfo or url.query or url.fragment:
        raise wrong(base_url, f"an address such as {example}", title=title, setting=setting)
    if url.scheme == "http" and not is_loopback(url.host):
        expected = "an https address, for credentials are sent there"
        raise wrong(base_url, expected, title=title, setting=setting)
    return url


def wrong(found: str, expected: str, *, title: str, setting: str) -> Misconfigured:
    """Why an address cannot be used, and what it should be."""
    return Misconfigured(
        f"The address of {title} cannot be used.",
        hint=f"Set `{setting.rpartition('.')[2]}` to {expected}.",
        fields=(Field(setting, found, expected),),
    )


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
