# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, under the names that ipyparallel uses."""


class FatouError(Exception):
    """The base of all errors of this module."""


class ProtocolError(FatouError):
    """What arrived is not Fatou's protocol, or another version of it. The connection has ended."""


class ServerLost(FatouError):
    """The program `fatou serve` has ended, or could not be started. Its engines are gone."""


class CannotTravel(FatouError, TypeError):
    """A value cannot be sent to an engine or back: names the part and its type."""


class NoEnginesRegistered(FatouError):
    """A view was used while there are no engines."""


class NoSuchEngine(FatouError, IndexError):
    """There is no engine of that id."""


class TimeoutError(FatouError, TimeoutError):  # noqa: A001 - the name that ipyparallel has
    """A result was not ready in time. Its tasks go on: a later get() works."""


class RequestRefused(FatouError, ValueError):
    """The server cannot do what was asked: an argument is wrong. The sentence says which."""


class RemoteError(FatouError):
    """A task failed on its engine.

    ename, evalue: type and text of what it raised there. traceback: as the engine wrote it.
    engine_id: which one, -1 where none had it. method: "apply", "map", "execute", ...
    """

    def __init__(self, ename, evalue, traceback="", engine_id=-1, method=""):
        super().__init__(ename, evalue, traceback, engine_id, method)
        self.ename, self.evalue, self.traceback = ename, evalue, traceback
        self.engine_id, self.method = engine_id, method

    def __str__(self):
        where = "[Engine %d" % self.engine_id if self.engine_id >= 0 else "[no engine"
        return "%s: %s] %s: %s" % (where, self.method, self.ename, self.evalue)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)

    def render_traceback(self):
        """The lines of the engine's traceback, for IPython."""
        return (self.traceback or str(self)).splitlines()

    _render_traceback_ = render_traceback

    def print_traceback(self):
        """Prints the engine's traceback."""
        print("\n".join(self.render_traceback()))


class TaskAborted(RemoteError):
    """The task was taken back before it could finish."""


class TaskTimeout(RemoteError):
    """The task had not started in the time its view allows."""


class EngineError(RemoteError):
    """The engine went away before the task could finish."""


class ImpossibleDependency(RemoteError):
    """A task that this one was to run after, or to follow, makes that impossible, or no engine is as
    its function depends on."""


class InvalidDependency(RemoteError):
    """A dependency on a task that nobody knows."""


class CompositeError(FatouError):
    """At least one part of a many-valued result failed. elist: the errors, in order of the parts."""

    def __init__(self, message, elist):
        super().__init__(message, elist)
        self.msg, self.elist = message, elist

    def __str__(self):
        lines = [self.msg] + [str(error) for error in self.elist[:4]]
        if len(self.elist) > 4:
            lines.append("... and %d more" % (len(self.elist) - 4))
        return "\n".join(lines)

    __repr__ = __str__

    def raise_exception(self, excid=0):
        """Raises one of the errors."""
        raise self.elist[excid]

    def print_traceback(self, excid=None):
        """Prints the traceback of one error, or of all."""
        for error in self.elist if excid is None else [self.elist[excid]]:
            error.print_traceback()

    def render_traceback(self):
        """The lines of the first four tracebacks, for IPython."""
        lines = [self.msg]
        for error in self.elist[:4]:
            lines += ["", str(error)] + error.render_traceback()
        if len(self.elist) > 4:
            lines.append("... and %d more" % (len(self.elist) - 4))
        return lines

    _render_traceback_ = render_traceback


_OF_STATUS = {
    "aborted": TaskAborted,
    "lost": EngineError,
    "timeout": TaskTimeout,
    "impossible": ImpossibleDependency,
    "invalid": InvalidDependency,
}


def of_answer(status, ename, evalue, traceback="", engine_id=-1, method=""):
    """The error that a failure's status stands for."""
    if status == "none":
        return NoEnginesRegistered(evalue)
    if status == "refused":
        return RequestRefused(evalue)
    if ename == "UnmetDependency":
        status = "impossible"
    return _OF_STATUS.get(status, RemoteError)(ename, evalue, traceback, engine_id, method)
