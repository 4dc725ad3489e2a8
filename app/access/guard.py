"""Which requests are meant for this page: those that name it, and that no page from elsewhere made a browser send.

Two things are looked at. The host that was asked for: another site's name that was pointed at this machine (DNS
rebinding) is a name, so a number is trusted, and of names only those that are known to lead here. And where the browser
says that the request comes from.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    host = host.removeprefix("[").removesuffix("]")
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def refusal(headers: Mapping[str, str], *names: str, reading: bool = False) -> str | None:
    """Why a request is refused, None where it is not. ``names``: of what is served. ``reading``: it changes nothing, so
    that a link on a page from elsewhere may be followed; its scripts and pictures may still not read here."""
    asked = headers.get("host", "")
    if not _is_ours(asked, names):
        return f"This is not served at {asked or 'no host'}: ask at the address that Vindplaats printed."
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if reading and (site == "none" or headers.get("sec-fetch-mode") == "navigate"):
        return None
    if site not in (None, "same-origin") or (site is None and origin and host_of(origin) != asked):
        return "This was asked by a page from elsewhere, which may not do this."
    return None


def host_of(origin: str) -> str:
    """The host and port of an origin, "" where it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_ours(asked: str, names: tuple[str, ...]) -> bool:
    try:
        name = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        return False
    try:
        ip_address(name)
    except ValueError:
        return name in ("localhost", *(each.lower() for each in names))
    return True
