# SPDX-License-Identifier: GPL-3.0-or-later
"""Client: the way in. Knows the engines, and makes views of them."""
import concurrent.futures
import os
import sys
import threading
import weakref

from . import _server as _server_program
from .balanced_view import LoadBalancedView
from .dependency import task_ids
from .direct_view import DirectView
from .errors import NoEnginesRegistered, NoSuchEngine, ServerLost

KINDS = ("threads", "python", "mpi", "mpi-python")
_MOST_ENGINES = 1024


class Client:
    """Engines, and the server they belong to.

    engines: how many to start; one for each core when left out.
    kind: "threads" (functions of C++, by name), "python" (interpreters), "mpi" (ranks that run C++)
        or "mpi-python" (ranks with an interpreter each).
    path: the socket file of a server that runs already (`fatou serve --socket FILE`); it keeps its
        engines as long as the client is there.
    Raises ServerLost where the program fatou is missing, RequestRefused where engines cannot start.

    ::

        rc = fatou.Client(4, kind="python")
        rc[:].apply_sync(os.getpid)
        rc.load_balanced_view().map(simulate, range(1000)).get()
    """

    def __init__(self, engines=None, kind="threads", *, path=None, command=None):
        if kind not in KINDS:
            raise ValueError("kind=%r: engines are 'threads', 'python', 'mpi' or 'mpi-python'"
                             % (kind,))
        if engines is None:
            engines = len(os.sched_getaffinity(0))
        if not isinstance(engines, int) or not 0 <= engines <= _MOST_ENGINES:
            raise ValueError("engines=%r: a whole number up to %d" % (engines, _MOST_ENGINES))
        self.kind, self._known, self._outstanding = kind, {}, weakref.WeakSet()
        self._executor, self._watched, self._lock = None, [], threading.Lock()
        self._link = _server_program.connect(path) if path else _server_program.start_server(command)
        self._closing = weakref.finalize(self, self._link.close)
        try:
            self._learn(self._link.ask("start", engines, kind))
        except BaseException:
            self.close()
            raise

    def _learn(self, engines):
        self._known = {engine["id"]: engine for engine in engines}

    def __repr__(self):
        if self._link.why_lost:
            return "<Client: %s>" % self._link.why_lost
        return "<Client: %d engines (%s)>" % (len(self), self.kind)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the connection, and with it the engines. Harmless when it has ended."""
        self._closing()
        self._known = {}

    def _require_open(self):
        if self._link.why_lost:
            raise ServerLost(self._link.why_lost)

    # --- engines -----------------------------------------------------------------------------------

    @property
    def ids(self):
        """The engines' ids, ascending; a copy."""
        if not self._link.why_lost:
            self._link.pump()
            if self._link.engines_changed:
                self._link.engines_changed = False
                self._learn(self._link.ask("engines"))
        return sorted(self._known)

    @property
    def notices(self):
        """Sentences on engines that were lost, the last hundred."""
        return list(self._link.notices)

    def __len__(self):
        return len(self.ids)

    def __iter__(self):
        return iter([self.direct_view(engine) for engine in self.ids])

    @property
    def engines(self):
        """What is known of each engine: a list of dicts with id, kind, host, pid, ..."""
        self._learn(self._link.ask("engines"))
        return [dict(self._known[engine]) for engine in sorted(self._known)]

    @property
    def functions(self):
        """The functions of C++ that every engine has: a dict of names and what they do."""
        return self._link.ask("functions")

    def add_engines(self, count, kind=None):
        """Starts more engines; the ids that there are then."""
        self._learn(self._link.ask("start", count, kind or self.kind))
        return self.ids

    def _require_engines(self):
        self._require_open()
        if not self.ids:
            raise NoEnginesRegistered("there are no engines: start some by Client(4) or "
                                      "client.add_engines(4)")

    def _same_python(self):
        mine = sys.implementation.cache_tag
        return all(e.get("cache_tag", mine) == mine for e in list(self._known.values()))

    def _checked_targets(self, targets):
        """The targets as an id, a list of ids that are there, or "all"."""
        if targets is None or (isinstance(targets, str) and targets == "all"):
            return "all"
        self._require_engines()
        ids = self.ids
        if isinstance(targets, slice):
            targets = ids[targets]
        if isinstance(targets, int) and not isinstance(targets, bool):
            return self._checked_id(targets, ids)
        if isinstance(targets, str) or not hasattr(targets, "__iter__"):
            raise TypeError("targets=%r: an id, a list of ids, a slice or 'all'" % (targets,))
        chosen = [self._checked_id(each, ids) for each in targets]
        if not chosen:
            raise NoSuchEngine("the targets are empty: the engines are %s" % ids)
        return chosen

    @staticmethod
    def _checked_id(engine, ids):
        if engine in ids:
            return engine
        if -len(ids) <= engine < 0:
            return ids[engine]
        raise NoSuchEngine("there is no engine %d: the engines are %s" % (engine, ids))

    # --- views -------------------------------------------------------------------------------------

    def __getitem__(self, key):
        """rc[0], rc[-1], rc[:], rc[::2], rc[[0, 2]]: views of the engines that there are now."""
        if isinstance(key, (int, slice, list, tuple)):
            return self.direct_view(key)
        raise TypeError("client[%r]: an id, a slice or a list of ids" % (key,))

    def direct_view(self, targets="all", **flags):
        """A view of these engines; of "all" it is those that there are at each call."""
        view = DirectView(self, self._checked_targets(targets))
        view.set_flags(**flags)
        return view

    broadcast_view = direct_view

    def load_balanced_view(self, targets=None, **flags):
        """A view whose tasks go to whichever engine is free, of all or of these."""
        chosen = None if targets is None else self._checked_targets(targets)
        view = LoadBalancedView(self, None if chosen == "all" else chosen)
        view.set_flags(**flags)
        return view

    def executor(self, targets=None):
        """The engines as a concurrent.futures.Executor."""
        return self.load_balanced_view(targets).executor

    def become_dask(self, *_, **__):
        raise NotImplementedError("dask and joblib do not run on Fatou's engines: use "
                                  "client.executor(), which is one of the standard library's")

    # --- tasks -------------------------------------------------------------------------------------

    def _note(self, result):
        self._outstanding.add(result)

    @property
    def outstanding(self):
        """The numbers of tasks that have not ended."""
        self._link.pump()
        return {a.number for r in list(self._outstanding) for a in r._answers if not a.done}

    def wait(self, jobs=None, timeout=None):
        """Waits for results or task numbers, or for all there are; True when they have ended."""
        if jobs is None:
            return self._link.wait_until(lambda: not self.outstanding, timeout)
        wanted = set(task_ids(jobs))
        return self._link.wait_until(lambda: not (wanted & set(self._link._answers)), timeout)

    def abort(self, jobs=None):
        """Takes back tasks that have not started, of results, task numbers, or all."""
        self._link.tell("abort", list(self.outstanding) if jobs is None else list(task_ids(jobs)))

    def cancel(self, jobs=None):
        """abort(), and stops those that run."""
        self._link.tell("cancel", list(self.outstanding) if jobs is None else list(task_ids(jobs)))

    interrupt = cancel

    def shutdown(self, targets="all", hub=False, block=True):
        """Ends engines after what they run; those that wait for them end with EngineError. A second
        time is harmless. With ``hub`` the server ends, too."""
        if self._link.why_lost:
            return
        chosen = self.ids if targets in (None, "all") else self._checked_targets(targets)
        chosen = [chosen] if isinstance(chosen, int) else list(chosen)
        if chosen:
            self._link.ask("stop", chosen)
            for engine in chosen:
                self._known.pop(engine, None)
        if hub:
            self.close()

    # --- being told --------------------------------------------------------------------------------

    def _call_later(self, callback, result):
        if self._executor is None:
            self._executor = concurrent.futures.ThreadPoolExecutor(1, "fatou-callbacks")
        self._executor.submit(_called, callback, result)

    def _watch(self, result):
        """Has a thread wait for the result, so that its callbacks are called."""
        with self._lock:
            self._watched.append(result)
            if len(self._watched) == 1:
                threading.Thread(target=self._watch_all, name="fatou-watch", daemon=True).start()

    def _watch_all(self):
        while True:
            try:
                self._watched[0].wait()
            except ServerLost:
                pass
            with self._lock:
                del self._watched[0]
                if not self._watched:
                    return


def _called(callback, result):
    try:
        callback(result)
    except Exception:  # nobody is there to catch it
        import traceback
        traceback.print_exc()
