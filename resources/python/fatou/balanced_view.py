# SPDX-License-Identifier: GPL-3.0-or-later
"""LoadBalancedView: whichever engine is free."""
import itertools

from ._answer import Answer
from .dependency import packed_dependency
from .dependent import Dependent, call_of, items_of
from .map_result import AsyncMapResult, DependentResult
from .parts import joined, known_length, partition
from .result import AsyncResult
from .view import View


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

    def _ids(self):
        return self.client.ids if self._targets is None else self._where()[1]

    def _options(self, function):
        options = {"functions": [self._packed(function)]}
        if self.retries < 0:
            raise ValueError("retries=%d: it is the number of further engines, from 0" % self.retries)
        retries = self.retries
        if isinstance(function, Dependent):  # each engine may have to pass it on
            retries = max(retries, len(self._ids()) - 1)
        if retries:
            options["retries"] = retries
        for name in ("after", "follow"):
            sets = packed_dependency(getattr(self, name), self.client)
            if sets:
                options[name] = sets
        if self.timeout is not None:
            options["timeout"] = float(self.timeout)
        return options

    def _apply(self, function, args, kwargs, block):
        answers = [Answer()]
        if isinstance(function, Dependent):
            result = DependentResult(self.client, "apply", answers)
            call = ("map", 0, [(args, kwargs)])
        else:
            result = AsyncResult(self.client, "apply", answers, single=True)
            call = ("call", 0, args, kwargs)
        self._send(self._where(), [call], self._options(function), answers)
        return self._settled(result, block)

    def map(self, function, *sequences, block=None, chunksize=None, ordered=True):
        """function(x, y, ...) of the items of sequences, at most ``chunksize`` items a task. Where
        the view has retries each item is a task of its own, which is tried again by itself."""
        sequences, count = known_length(sequences)
        chunksize = self.chunksize if chunksize is None else chunksize
        if chunksize < 1:
            raise ValueError("chunksize=%r: it is the most items a task, from 1" % (chunksize,))
        by_item = self.retries > 0 and not isinstance(function, Dependent)
        tasks = count if by_item else -(-count // chunksize)
        shares = partition(count, tasks) if count else []
        items = items_of(function, list(zip(*[s[:count] for s in sequences])))
        calls = ([call_of(function, item, {}) for item in items] if by_item else
                 [("map", 0, items[begin:end]) for begin, end in shares])
        answers = [Answer() for _ in calls]
        result = AsyncMapResult(self.client, "map", answers, [e - b for b, e in shares], ordered,
                                by_item=by_item)
        self._send(self._where(), calls, self._options(function), answers)
        return self._settled(result, block)

    def _apply_parts(self, function, sequences, block, chunksize):
        sequences, count = known_length(sequences)
        tasks = -(-count // chunksize) if chunksize else min(count, len(self.client.ids))
        calls = [call_of(function, tuple([s[begin:end] for s in sequences]), {})
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
            if flying:
                self.client.cancel(flying)
        if failed is not None:
            raise failed

    def _first_ready(self, results):
        self.client._link.wait_until(lambda: any(r._left == 0 for r in results))
        return next(r for r in results if r._left == 0)
