# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the program fatou, and starting or joining a server of it."""
import os
import shutil
import socket
import subprocess
import sys

from ._link import Link
from ._stream import SocketChannel
from .errors import ServerLost


def program():
    """The path of the program `fatou`: of $FATOU_PROGRAM, beside this module, or on the PATH."""
    named = os.environ.get("FATOU_PROGRAM")
    if named:
        if os.access(named, os.X_OK):
            return named
        raise ServerLost("FATOU_PROGRAM is %s, which cannot be run: name the program fatou" % named)
    here = os.path.dirname(os.path.abspath(__file__))
    for above in range(2, 6):  # PREFIX/share/fatou/python/fatou, PREFIX/lib/python3/..., a build
        beside = os.path.join(here, *[os.pardir] * above, "bin", "fatou")
        if os.access(beside, os.X_OK):
            return os.path.normpath(beside)
    found = shutil.which("fatou")
    if found:
        return found
    raise ServerLost("the program fatou was not found: put it on the PATH, or its path into "
                     "FATOU_PROGRAM")


def start_server(command=None):
    """A server of its own, at the other end of a pair of sockets."""
    command = list(command or [program()])
    mine, theirs = socket.socketpair()
    command += ["serve", "--fd", str(theirs.fileno())]
    try:
        # A session of its own: Ctrl-C is for this Python, which then says what to stop. Engines run
        # this Python, too, and so have its modules.
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                                   start_new_session=True,
                                   env={"FATOU_PYTHON": sys.executable, **os.environ})
    except OSError as error:
        mine.close()
        raise ServerLost("%s cannot be run: %s" % (command[0], error.strerror)) from None
    finally:
        theirs.close()
    return Link(SocketChannel(mine), process)


def connect(path):
    """A server that listens at a socket file."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(path)
    except OSError as error:
        connection.close()
        raise ServerLost("no server answers at %s: %s; start one by `fatou serve --socket %s`"
                         % (path, error.strerror or error, path)) from None
    return Link(SocketChannel(connection))
