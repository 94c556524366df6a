# SPDX-License-Identifier: GPL-3.0-or-later
"""Views: DirectView speaks to chosen engines, LoadBalancedView to whichever is free."""
import builtins
import concurrent.futures
import contextlib
import functools
import itertools
import sys

from . import functions
from ._link import Answer
from ._values import Reference
from .errors import InvalidDependency
from .result import AsyncMapResult, AsyncResult

_CALLS_A_REQUEST = 1000


def partition(count, parts):
    """(begin, end) of each of so many contiguous parts; the first ones get one more.

    >>> partition(10, 4)
    [(0, 3), (3, 6), (6, 8), (8, 10)]
    """
    base, more = divmod(count, parts)
    begins = [i * base + min(i, more) for i in range(parts + 1)]
    return list(zip(begins, begins[1:]))


def joined(parts):
    """What scatter() has cut, together again: arrays by rows, lists and tuples by items.

    >>> joined([[1, 2], [], [3]])
    [1, 2, 3]
    """
    numpy = sys.modules.get("numpy")
    if numpy is not None and any(isinstance(part, numpy.ndarray) for part in parts):
        return numpy.concatenate([part for part in parts if len(part)] or parts[:1])
    whole = []
    for part in parts:
        if isinstance(part, (list, tuple, range)):
            whole.extend(part)
        else:
            whole.append(part)
    return whole


class Dependency:
    """Tasks that have to end first: all of them or any, with a value, a failure, or either."""

    def __init__(self, dependencies=(), all=True, success=True, failure=False):
        if not (success or failure):
            raise ValueError("Dependency(success=False, failure=False) can never be met: one has to "
                             "be True")
        self.ids = list(_task_ids(dependencies))
        self.all, self.success, self.failure = all, success, failure

    def _packed(self):
        return (self.ids, "all" if self.all else "any", bool(self.success), bool(self.failure))


def _task_ids(tasks):
    if isinstance(tasks, AsyncResult):
        return tasks.msg_ids
    if isinstance(tasks, Dependency):
        return tasks.ids
    if isinstance(tasks, bool) or isinstance(tasks, int):
        return [tasks]
    if isinstance(tasks, str):
        raise InvalidDependency("InvalidDependency", "%r is no task: give results, or their msg_ids"
                                % tasks)
    return [number for each in tasks for number in _task_ids(each)]


def _packed_dependency(given):
    if given is None:
        return []
    if isinstance(given, Dependency):
        return [given._packed()] if given.ids else []
    if isinstance(given, (list, tuple)) and any(isinstance(each, Dependency) for each in given):
        return [sets for each in given for sets in _packed_dependency(each)]
    ids = _task_ids(given)
    return [(list(ids), "all", True, False)] if ids else []


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


def _known_length(sequences):
    """The sequences as lists or arrays of one length, that of the shortest."""
    made = [s if hasattr(s, "__len__") and hasattr(s, "__getitem__") and not isinstance(s, dict)
            else list(s) for s in sequences]
    if not made:
        raise TypeError("map needs a sequence beside its function")
    return made, min(map(len, made))


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

    def apply(self, function, *args, **kwargs):
        """function(*args, **kwargs) on the engines; waits and gives values where the view blocks."""
        return self._apply(function, args, kwargs, None)

    def apply_async(self, function, *args, **kwargs):
        """As apply(), and never waits: an AsyncResult."""
        return self._apply(function, args, kwargs, False)

    def apply_sync(self, function, *args, **kwargs):
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


class DirectView(View):
    """Chosen engines, each spoken to directly: all get every call, in the order asked.

    With an int as `targets` results are scalars; "all" is looked up anew at every call.
    """

    @property
    def targets(self):
        """The engines' ids, or one id."""
        return self.client.ids if self._targets == "all" else self._targets

    @targets.setter
    def targets(self, targets):
        self._targets = self.client._checked_targets(targets)

    def __repr__(self):
        return "<DirectView %s>" % (self._targets,)

    def __len__(self):
        return len(self._ids(None))

    def _ids(self, targets):
        chosen = self.targets if targets is None else self.client._checked_targets(targets)
        chosen = self.client.ids if isinstance(chosen, str) else chosen
        self.client._require_engines()
        return [chosen] if isinstance(chosen, int) else list(chosen)

    def _is_single(self, targets):
        return isinstance(self._targets if targets is None else targets, int)

    def _each(self, method, calls, ids, block, functions=(), **shape):
        answers = [Answer() for _ in calls]
        result = AsyncResult(self.client, method, answers, **shape)
        self._send(ids, calls, {"functions": list(functions)} if functions else {}, answers)
        return self._settled(result, block)

    # --- functions ---------------------------------------------------------------------------------

    def _apply(self, function, args, kwargs, block):
        ids = self._ids(None)
        calls = [("call", 0, args, kwargs)] * len(ids)
        return self._each("apply", calls, ids, block, [self._packed(function)],
                          single=self._is_single(None))

    def map(self, function, *sequences, block=None):
        """function(x, y, ...) of the items of sequences: each engine gets one contiguous share."""
        sequences, count = _known_length(sequences)
        ids, calls, used, sizes = self._ids(None), [], [], []
        for engine, (begin, end) in zip(ids, partition(count, len(ids))):
            if begin < end:
                calls.append(("map", 0, list(zip(*[s[begin:end] for s in sequences]))))
                used.append(engine)
                sizes.append(end - begin)
        answers = [Answer() for _ in calls]
        result = AsyncMapResult(self.client, "map", answers, sizes)
        self._send(used, calls, {"functions": [self._packed(function)]}, answers)
        return self._settled(result, block)

    def imap(self, function, *sequences, **options):
        """As LoadBalancedView.imap(), on these engines."""
        return self.client.load_balanced_view(self._ids(None)).imap(function, *sequences, **options)

    def _apply_parts(self, function, sequences, block, _):
        sequences, count = _known_length(sequences)
        ids, calls, used = self._ids(None), [], []
        for engine, (begin, end) in zip(ids, partition(count, len(ids))):
            if begin < end:
                calls.append(("call", 0, tuple([s[begin:end] for s in sequences]), {}))
                used.append(engine)
        return self._each("parallel", calls, used, block, [self._packed(function)], join=joined)

    # --- code --------------------------------------------------------------------------------------

    def execute(self, code, silent=True, targets=None, block=None, filename=None):
        """Runs statements on every engine, in its namespace. Compiled here first: a SyntaxError is
        raised at once, and nothing runs."""
        filename = filename or "<execute>"
        compile(code, filename, "exec", dont_inherit=True)
        ids = self._ids(targets)
        return self._each("execute", [("execute", code, filename)] * len(ids), ids, block,
                          single=self._is_single(targets))

    def run(self, filename, targets=None, block=None):
        """Runs a file of Python on every engine: its text is read here."""
        with open(filename, encoding="utf-8") as file:
            return self.execute(file.read(), targets=targets, block=block, filename=filename)

    @contextlib.contextmanager
    def sync_imports(self, local=True, quiet=False):
        """with view.sync_imports(): import numpy, scipy.linalg as la -- here and on the engines."""
        frame = sys._getframe(2)  # of the with statement, above contextlib
        python_import, seen = builtins.__import__, []

        def import_everywhere(name, globals=None, locals=None, fromlist=(), level=0):
            if sys._getframe(1) is not frame or level:
                return python_import(name, globals, locals, fromlist, level)
            words = ("from %s import %s" % (name, ", ".join(fromlist)) if fromlist
                     else "import " + name)
            if not quiet:
                print("%s on engines %s" % (words, self._ids(None)))
            self.execute(words, block=True)
            seen.append(name)
            return python_import(name, globals, locals, fromlist, level)

        builtins.__import__ = import_everywhere
        try:
            yield self
        finally:
            builtins.__import__ = python_import
        for name in seen:  # "import a.b as c" is known once c is there
            for known, value in list(frame.f_locals.items()):
                if value is sys.modules.get(name) and known != name:
                    self.execute("import %s as %s" % (name, known), block=True)

    # --- names -------------------------------------------------------------------------------------

    def push(self, names, targets=None, block=None, track=None):
        """Defines names on every engine, of a dict. Returns at once unless the view blocks."""
        if not isinstance(names, dict):
            raise TypeError("push(%r): what is pushed is a dict of names and values" % (names,))
        ids = self._ids(targets)
        return self._each("push", [("push", names)] * len(ids), ids, block,
                          single=self._is_single(targets))

    def pull(self, names, targets=None, block=None):
        """What is under a name on every engine, or a list of what is under several."""
        ids, alone = self._ids(targets), isinstance(names, str)
        call = ("pull", [names] if alone else list(names))
        return self._each("pull", [call] * len(ids), ids, block, single=self._is_single(targets),
                          convert=(lambda values: values[0]) if alone else None)

    def update(self, names):
        """push(), as a dict has it."""
        return self.push(names)

    def get(self, name):
        """The value of a name on every engine; waits."""
        return self.pull(name, block=True)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, value):
        self.push({name: value})

    def clear(self, targets=None, block=None):
        """Forgets all names on the engines."""
        ids = self._ids(targets)
        return self._each("clear", [("clear",)] * len(ids), ids, block,
                          single=self._is_single(targets))

    def scatter(self, name, sequence, dist="b", flatten=False, targets=None, block=None):
        """Cuts a sequence, or an array by rows, into one contiguous part an engine, under a name.

        10 items on 4 engines: 3, 3, 2, 2. With ``flatten`` a part of one item is that item itself.
        """
        if dist != "b":
            raise ValueError("dist=%r: sequences are cut into contiguous blocks, 'b'" % (dist,))
        if not hasattr(sequence, "__len__") or not hasattr(sequence, "__getitem__"):
            sequence = list(sequence)
        ids, calls = self._ids(targets), []
        for begin, end in partition(len(sequence), len(ids)):
            part = sequence[begin:end]
            part = list(part) if isinstance(part, range) else part
            calls.append(("push", {name: part[0] if flatten and end - begin == 1 else part}))
        return self._each("scatter", calls, ids, block)

    def gather(self, name, dist="b", targets=None, block=None):
        """The parts under a name put together: what scatter() has cut."""
        ids = self._ids(targets)
        return self._each("gather", [("pull", [name])] * len(ids), ids, block, join=joined,
                          convert=lambda values: values[0])

    def activate(self, suffix=""):
        """Makes it the view of %px, or of %pxSUFFIX."""
        from .magics import activate
        activate(self, suffix)


class LoadBalancedView(View):
    """Whichever engine is free: tasks wait in one queue, and results are in the order of inputs.

    Flags: retries (a failed task is tried on so many further engines), after and follow (results,
    their msg_ids or Dependency), timeout (seconds in which a task has to start), chunksize.
    """

    _flags = ("block", "retries", "after", "follow", "timeout", "chunksize")

    def __init__(self, client, targets):
        super().__init__(client, targets)
        self.retries, self.after, self.follow, self.timeout = 0, None, None, None
        self.chunksize = 1

    @property
    def targets(self):
        """The engines' ids that may be used; None for all."""
        return self._targets

    @targets.setter
    def targets(self, targets):
        self._targets = None if targets is None else self.client._checked_targets(targets)

    def __repr__(self):
        return "<LoadBalancedView %s>" % (self._targets,)

    def _where(self):
        self.client._require_engines()
        targets = [self._targets] if isinstance(self._targets, int) else self._targets
        return ("any",) if targets is None else ("any", list(targets))

    def _options(self, function):
        options = {"functions": [self._packed(function)]}
        if self.retries < 0:
            raise ValueError("retries=%d: it is the number of further engines, from 0" % self.retries)
        if self.retries:
            options["retries"] = self.retries
        for name in ("after", "follow"):
            sets = _packed_dependency(getattr(self, name))
            if sets:
                options[name] = sets
        if self.timeout is not None:
            options["timeout"] = float(self.timeout)
        return options

    def _apply(self, function, args, kwargs, block):
        answers = [Answer()]
        result = AsyncResult(self.client, "apply", answers, single=True)
        self._send(self._where(), [("call", 0, args, kwargs)], self._options(function), answers)
        return self._settled(result, block)

    def map(self, function, *sequences, block=None, chunksize=None, ordered=True):
        """function(x, y, ...) of the items of sequences, at most ``chunksize`` items a task."""
        sequences, count = _known_length(sequences)
        chunksize = self.chunksize if chunksize is None else chunksize
        if chunksize < 1:
            raise ValueError("chunksize=%r: it is the most items a task, from 1" % (chunksize,))
        shares = partition(count, -(-count // chunksize)) if count else []
        items = list(zip(*[s[:count] for s in sequences]))
        calls = [("map", 0, items[begin:end]) for begin, end in shares]
        answers = [Answer() for _ in calls]
        result = AsyncMapResult(self.client, "map", answers, [e - b for b, e in shares], ordered)
        self._send(self._where(), calls, self._options(function), answers)
        return self._settled(result, block)

    def _apply_parts(self, function, sequences, block, chunksize):
        sequences, count = _known_length(sequences)
        tasks = -(-count // chunksize) if chunksize else min(count, len(self.client.ids))
        calls = [("call", 0, tuple([s[begin:end] for s in sequences]), {})
                 for begin, end in (partition(count, tasks) if tasks else [])]
        answers = [Answer() for _ in calls]
        result = AsyncResult(self.client, "parallel", answers, join=joined)
        self._send(self._where(), calls, self._options(function), answers)
        return self._settled(result, block)

    def imap(self, function, *sequences, ordered=True, max_outstanding="auto",
             return_exceptions=False):
        """function(x, y, ...) of sequences that may be endless: items are taken only as results are
        asked for, with at most ``max_outstanding`` tasks in flight. Leaving the loop calls them off."""
        if max_outstanding == "auto":
            max_outstanding = 2 * max(1, len(self.client.ids))
        items, flying, failed = zip(*sequences), [], None
        try:
            while True:
                wanted = max_outstanding - len(flying) if max_outstanding else 1 << 62
                try:
                    for item in itertools.islice(items, 0 if failed else wanted):
                        flying.append(self._apply(function, item, {}, False))
                except Exception as error:  # of the sequence: what came before is delivered first
                    failed = error
                if not flying:
                    break
                first = flying[0] if ordered else self._first_ready(flying)
                flying.remove(first)
                yield first.get(return_exceptions=return_exceptions)
        finally:
            for left in flying:
                left.cancel()
        if failed is not None:
            raise failed

    def _first_ready(self, results):
        self.client._link.wait_until(lambda: any(r._left == 0 for r in results))
        return next(r for r in results if r._left == 0)


class ViewExecutor(concurrent.futures.Executor):
    """A view as an executor: submit() gives a Future of the standard library."""

    def __init__(self, view):
        self.view, self._futures = view, []

    def submit(self, function, *args, **kwargs):
        made = self.view.apply_async(function, *args, **kwargs).future()
        self._futures.append(made)
        return made

    def map(self, function, *iterables, timeout=None, chunksize=1):
        result = self.view.map_async(function, *iterables)
        return iter(result.get(timeout))

    def shutdown(self, wait=True, **_):
        if wait:
            concurrent.futures.wait(self._futures)


__all__ = ["DirectView", "LoadBalancedView", "Dependency", "Reference", "RemoteFunction",
           "ParallelFunction", "ViewExecutor", "partition", "joined"]
