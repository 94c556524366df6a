# SPDX-License-Identifier: GPL-3.0-or-later
"""What both kinds of view have in common, and the functions and executors made of them."""
import concurrent.futures
import contextlib
import functools

from . import functions

_CALLS_A_REQUEST = 1000


def _decorator(make):
    """view.remote, view.remote() and view.remote(block=True) all decorate."""
    @functools.wraps(make)
    def method(self, function=None, **options):
        if callable(function):
            return make(self, function, **options)
        if function is not None:  # view.remote(True), as block is the first
            options["block"] = function
        return lambda wrapped: make(self, wrapped, **options)
    return method


class RemoteFunction:
    """A function that runs on a view's engines when it is called."""

    def __init__(self, view, function, block=None):
        functools.update_wrapper(self, function)
        self.view, self.func, self.block = view, function, block

    def __call__(self, *args, **kwargs):
        return self.view._apply(self.func, args, kwargs, self.block)


class ParallelFunction(RemoteFunction):
    """A function of sequences that runs on parts of them at once; map() is for single items."""

    def __init__(self, view, function, block=None, chunksize=None, ordered=True):
        super().__init__(view, function, block)
        self.chunksize, self.ordered = chunksize, ordered

    def __call__(self, *sequences):
        return self.view._apply_parts(self.func, sequences, self.block, self.chunksize)

    def map(self, *sequences):
        """function(x, y, ...) of single items."""
        options = {} if self.chunksize is None else {"chunksize": self.chunksize}
        return self.view.map(self.func, *sequences, block=self.block, **options)


class View:
    """What both kinds of view have in common."""

    def __init__(self, client, targets):
        self.client, self.block = client, False
        self._targets, self.history, self.results = targets, [], {}

    _flags = ("block",)

    def set_flags(self, **flags):
        """Sets flags of the view, like block."""
        for name, value in flags.items():
            if name not in self._flags and name != "targets":
                raise KeyError("a %s has no flag %r: it has %s"
                               % (type(self).__name__, name, ", ".join(self._flags)))
            setattr(self, name, value)

    @contextlib.contextmanager
    def temp_flags(self, **flags):
        """with view.temp_flags(block=True): flags that hold inside."""
        before = {name: getattr(self, name) for name in flags}
        self.set_flags(**flags)
        try:
            yield self
        finally:
            self.set_flags(**before)

    def _settled(self, result, block):
        self.history.extend(result.msg_ids)
        self.client._note(result)
        return result.get() if (self.block if block is None else block) else result

    def apply(self, function, /, *args, **kwargs):
        """function(*args, **kwargs) on the engines; waits and gives values where the view blocks."""
        return self._apply(function, args, kwargs, None)

    def apply_async(self, function, /, *args, **kwargs):
        """As apply(), and never waits: an AsyncResult."""
        return self._apply(function, args, kwargs, False)

    def apply_sync(self, function, /, *args, **kwargs):
        """As apply(), and always waits: the value, or one an engine."""
        return self._apply(function, args, kwargs, True)

    def map_async(self, function, *sequences, **options):
        """As map(), and never waits."""
        return self.map(function, *sequences, block=False, **options)

    def map_sync(self, function, *sequences, **options):
        """As map(), and always waits: the list of values."""
        return self.map(function, *sequences, block=True, **options)

    @_decorator
    def remote(self, function, block=None):
        """A decorator: the function runs on the view's engines."""
        return RemoteFunction(self, function, block)

    @_decorator
    def parallel(self, function, block=None, chunksize=None, ordered=True):
        """A decorator: the function runs on parts of its arguments at once."""
        return ParallelFunction(self, function, block, chunksize, ordered)

    def wait(self, jobs=None, timeout=None):
        """Waits for results, or for all that was asked through this view; True when all is there."""
        return self.client.wait(self.history if jobs is None else jobs, timeout)

    def abort(self, jobs=None):
        """Takes back what has not started of results, or of all asked through this view."""
        self.client.abort(self.history if jobs is None else jobs)

    def cancel(self, jobs=None):
        """abort(), and stops what runs."""
        self.client.cancel(self.history if jobs is None else jobs)

    def shutdown(self):
        """Ends the view's engines."""
        self.client.shutdown(self.targets)

    @property
    def executor(self):
        """The view as a concurrent.futures.Executor. Shutting it down waits, and ends no engine."""
        return ViewExecutor(self)

    def _packed(self, function):
        return functions.packed(function, same_python=self.client._same_python())

    def _send(self, where, calls, options, answers):
        """Sends calls as requests of a bearable size; their function goes once with each."""
        for begin in range(0, len(calls), _CALLS_A_REQUEST):
            end = begin + _CALLS_A_REQUEST
            here = where[begin:end] if isinstance(where, list) else where
            self.client._link.send_request(("tasks", here, calls[begin:end], options),
                                           answers[begin:end])


class ViewExecutor(concurrent.futures.Executor):
    """A view as an executor: submit() gives a Future of the standard library."""

    def __init__(self, view):
        self.view, self._futures = view, []

    def submit(self, function, /, *args, **kwargs):
        made = self.view.apply_async(function, *args, **kwargs).future()
        self._futures.append(made)
        return made

    def map(self, function, *iterables, timeout=None, chunksize=1):
        result = self.view.map_async(function, *iterables)
        return iter(result.get(timeout))

    def shutdown(self, wait=True, **_):
        if wait:
            concurrent.futures.wait(self._futures)
