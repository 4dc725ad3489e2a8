"""The real Milvus server of the PyPI package, which listens on every address, where only this machine reaches it.

``python -m tests.milvus.apart PORT FOLDER`` runs it in a network of its own, in which there is nothing but itself, and
hands on what comes to 127.0.0.1:PORT. It prints the server's process id, and ends with the server or at SIGINT.
"""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of <sched.h>
SET_FLAGS, UP = 0x8914, 0x1  # of <net/if.h>
PORT = 19530


def enter_own_network() -> None:
    """Raises OSError where the system allows no network of one's own."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(NEW_NETWORK) and library.unshare(NEW_USER | NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "no network of its own for the server")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def hand_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def serve(outside: socket.socket) -> None:
    while True:
        coming, _ = outside.accept()
        try:
            inside = socket.create_connection(("127.0.0.1", PORT))
        except OSError:
            coming.close()
            continue
        for end in (coming, inside):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each small answer waits for 40 ms
        for pair in ((coming, inside), (inside, coming)):
            threading.Thread(target=hand_on, args=pair, daemon=True).start()


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    outside = socket.create_server(("127.0.0.1", port))  # a socket stays in the network that it was made in
    enter_own_network()
    from milvus import MilvusServer, MilvusServerConfig

    config = MilvusServerConfig(data_dir=str(folder), proxy_port=PORT)
    server = MilvusServer(config, wait_for_started=False)
    server.start()
    threading.Thread(target=serve, args=(outside,), daemon=True).start()
    sys.stdout.write(f"{server.server_proc.pid}\n")
    sys.stdout.flush()
    signal.signal(signal.SIGINT, lambda *_: server.server_proc.send_signal(signal.SIGINT))
    code = server.server_proc.wait()
    os._exit(0 if code in (0, -signal.SIGINT) else 1)  # its own end would look for a process that is gone


if __name__ == "__main__":
    main()
