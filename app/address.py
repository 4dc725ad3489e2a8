"""Where the page is served: the address is taken first, so that what is wrong with it is said at once."""

import errno
import os
import socket
from ipaddress import ip_address


class PageError(Exception):
    """The page cannot be served; the text names the port or host and the next step."""


def listen(host: str, port: int) -> socket.socket:
    host = host.removeprefix("[").removesuffix("]")
    if not 0 <= port <= 65535:
        raise PageError(f"Port {port} does not exist: choose one from 1024 to 65535 with --port")
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise PageError(f"Host {host} is not known: give an address of this machine with --host") from error
    # "localhost" is both; the older kind of address is the one that people and programs type
    family, kind, protocol, _, address = min(known, key=lambda entry: entry[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PageError(_why_not(error, host, port)) from error
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: choose another with --port"
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the system: choose one above 1023 with --port"
    return f"Host {host} is not an address of this machine: choose another with --host ({error.strerror})"


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if ip_address(host.partition("%")[0]).is_unspecified:  # listening everywhere: name the nearest place
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
