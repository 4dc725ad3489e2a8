"""Where a library on a server is: milvus://[USER:PASSWORD@]HOST[:PORT]/NAME, milvus+tls:// for an encrypted connection,
or milvus:NAME, whose server is then ``MILVUS_URI``.

Who asks can stand in the environment as well, where no list of processes shows it: ``MILVUS_TOKEN``, or ``MILVUS_USER``
and ``MILVUS_PASSWORD``. Only ``token`` holds it; what is printed never does.
"""

import os
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from index.errors import LibraryUnreadable

PORT = 19530
_SCHEMES = {"milvus": "http", "milvus+tls": "https", "http": "http", "https": "https", "tcp": "http"}
# What Milvus allows in the names of collections, less what is put behind it.
_NAME = re.compile(r"[A-Za-z_]\w{0,199}", re.ASCII)
_HELP = (
    "Write milvus://HOST:PORT/NAME, the name of letters, digits and _; or milvus:NAME, with the server in MILVUS_URI."
)


@dataclass(frozen=True, slots=True)
class Address:
    """server: http:// or https://, host and port. token: USER:PASSWORD, or what the server takes in its place."""

    server: str
    name: str
    token: str = field(default="", repr=False)

    def __str__(self) -> str:
        scheme, _, host = self.server.partition("://")
        return f"milvus{'+tls' if scheme == 'https' else ''}://{host}/{self.name}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Raises LibraryUnreadable, which tells how it is written."""
        rest = text.partition(":")[2]
        if rest.startswith("//"):
            (server, _, name), shown = text.rpartition("/"), _hidden(text)
        elif found := os.environ.get("MILVUS_URI"):
            server, name, shown = found.rstrip("/"), rest, f"{text}, with MILVUS_URI {_hidden(found)},"
        else:
            raise LibraryUnreadable(f"{text} names no server, and MILVUS_URI is not set. {_HELP}")
        try:
            parts = urlsplit(server)
            host, port = parts.hostname, parts.port or PORT
        except ValueError:
            parts, host, port = urlsplit(""), None, 0  # not what it says, in which a password may stand
        more = parts.path or parts.query or parts.fragment  # or a password with signs that are not written as %2F
        if parts.scheme not in _SCHEMES or not host or more or not _NAME.fullmatch(name):
            raise LibraryUnreadable(f"{shown} is no library on a server. {_HELP}")
        given = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
        host = f"[{host}]" if ":" in host else host
        return cls(f"{_SCHEMES[parts.scheme]}://{host}:{port}", name, given or _from_environment())


def _from_environment() -> str:
    user, password = os.environ.get("MILVUS_USER", ""), os.environ.get("MILVUS_PASSWORD", "")
    return os.environ.get("MILVUS_TOKEN") or (f"{user}:{password}" if user else "")


def _hidden(text: str) -> str:
    """``text`` without a password."""
    return re.sub(r"//.*@", "//…@", text)
