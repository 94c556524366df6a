# SPDX-License-Identifier: GPL-3.0-or-later
"""AsyncResult: what engines are computing, have computed, or could not."""
import concurrent.futures
import threading
import time

from ._task_facts import METADATA, TaskFacts
from .errors import CompositeError, RemoteError, TimeoutError, of_answer

def failure_of(answer, method):
    status, ename, evalue, traceback = answer.failure
    engine = answer.record[0] if answer.record else -1
    return of_answer(status, ename, evalue, traceback, engine, method)


class AsyncResult(TaskFacts):
    """The result of one call, or of a call on several engines. Any thread may use it.

    It is iterated as results arrive, in the order of targets or inputs. A failed part raises its
    RemoteError there; get() raises CompositeError with all that failed, or of a single result its
    error itself. Ctrl-C while waiting cancels the tasks.
    """

    ordered = True

    def __init__(self, client, method, answers, *, single=False, convert=None, join=None):
        self._client, self._link, self._method = client, client._link, method
        self._answers, self._single, self._convert, self._join = answers, single, convert, join
        self._arrivals, self._lock, self._callbacks = [], threading.Lock(), []
        self._left, self._created = len(answers), time.monotonic_ns()
        self._places = {id(answer): place for place, answer in enumerate(answers)}
        alone = (self,)
        for answer in answers:
            answer.wholes = answer.wholes + alone if answer.wholes else alone
            if answer.done:
                answer.wholes = ()
                self._arrived(answer)

    def __repr__(self):
        return "<%s: %s:%s>" % (type(self).__name__, self._method,
                                "finished" if self.ready() else "pending")

    def _arrived(self, answer):
        with self._lock:
            self._arrivals.append(answer)
            self._left -= 1
            callbacks = self._callbacks if self._left == 0 else []
        for callback in callbacks:
            self._client._call_later(callback, self)

    # --- waiting -----------------------------------------------------------------------------------

    def _wait_for(self, is_so, timeout):
        if timeout is not None and timeout < 0:
            timeout = None
        try:
            return self._link.wait_until(is_so, timeout)
        except KeyboardInterrupt:
            self.cancel()
            raise

    def ready(self):
        """Whether everything has arrived, values or failures."""
        if self._left:
            self._link.pump()
        return self._left == 0

    def wait(self, timeout=None):
        """Waits, at most `timeout` seconds; True when everything has arrived. Never raises."""
        return self._wait_for(lambda: self._left == 0, timeout)

    def wait_for_output(self, timeout=None):
        """As wait(): what tasks print is there before their results are."""
        return self.wait(timeout)

    def _require_ready(self, timeout=0):
        if not self.wait(timeout):
            raise TimeoutError("the result is not ready; its tasks go on, and get() works later")

    def successful(self):
        """Whether no part has failed. Raises TimeoutError before that is known."""
        self._require_ready()
        return not any(isinstance(outcome, Exception) for outcome in self._outcomes())

    def get(self, timeout=None, return_exceptions=False):
        """The value, or the list of values in order, as often as asked.

        Raises TimeoutError where it is not there in so many seconds (the tasks go on). With
        ``return_exceptions`` a failure stands in the place of its value.
        """
        self._require_ready(timeout)
        outcomes = self._outcomes()
        failed = [o for o in outcomes if isinstance(o, Exception)]
        if failed and not return_exceptions:
            if self._single or not isinstance(failed[0], RemoteError):
                raise failed[0]
            raise CompositeError("one or more exceptions raised in: %s" % self._method, failed)
        if self._single:
            return outcomes[0]
        return self._join(outcomes) if self._join and not failed else outcomes

    result = get

    @property
    def r(self):
        """get(), as a property."""
        return self.get()

    def exception(self, timeout=None):
        """What get() would raise, or None."""
        try:
            self.get(timeout)
        except TimeoutError:
            raise
        except Exception as error:
            return error
        return None

    def get_dict(self, timeout=None):
        """The value of each engine, by its id. ValueError where one has several."""
        values = self.get(timeout)
        values = [values] if self._single else values
        ids = [answer.record[0] for answer in self._answers]
        if len(set(ids)) < len(ids) or len(ids) != len(values):
            raise ValueError("an engine has several of these results: get() has them in order")
        return dict(zip(ids, values))

    result_dict = property(get_dict)

    # --- parts -------------------------------------------------------------------------------------

    def _outcomes_of(self, answer):
        """The outcomes that one task stands for."""
        if answer.failure:
            return [failure_of(answer, self._method)]
        return [self._convert(answer.value) if self._convert else answer.value]

    def _outcomes(self):
        return [outcome for answer in self._answers for outcome in self._outcomes_of(answer)]

    def __len__(self):
        return len(self._answers)

    def __iter__(self):
        for answer in (self._answers if self.ordered else self._as_they_come()):
            self._wait_for(lambda: answer.done, None)
            for outcome in self._outcomes_of(answer):
                if isinstance(outcome, Exception):
                    raise outcome
                yield outcome

    def _as_they_come(self):
        for count in range(len(self._answers)):
            self._wait_for(lambda: len(self._arrivals) > count, None)
            yield self._arrivals[count]

    def as_completed(self):
        """(place, value) in the order in which values arrive; a failed part raises its error."""
        firsts = self._first_items()
        for answer in self._as_they_come():
            first = firsts[self._places[id(answer)]]
            for place, outcome in enumerate(self._outcomes_of(answer), first):
                if isinstance(outcome, Exception):
                    raise outcome
                yield place, outcome

    def _first_items(self):
        return range(len(self._answers))

    def __getitem__(self, key):
        if isinstance(key, str):
            if key not in METADATA:
                raise KeyError(key)
            return getattr(self, key)
        if isinstance(key, slice):
            self._require_ready(None)
            return self.get()[key]
        values = range(len(self))
        return self._value_at(values[key])

    def _value_at(self, place):
        answer = self._answers[place]
        self._wait_for(lambda: answer.done, None)
        outcome = self._outcomes_of(answer)[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _part(self, answer):
        return type(self)(self._client, self._method, [answer], single=not self._join,
                          convert=self._convert, join=self._join)

    def split(self):
        """A result for each task, in order, to be waited for or called off on its own."""
        return [self._part(answer) for answer in self._answers]

    @classmethod
    def join(cls, *results):
        """Results of one client as one."""
        first = results[0]
        return cls(first._client, first._method, [a for r in results for a in r._answers],
                   convert=first._convert, join=first._join)

    # --- calling off, and being told ---------------------------------------------------------------

    def abort(self):
        """Takes back tasks that have not started: they end with TaskAborted."""
        self._link.tell("abort", self.msg_ids)

    def cancel(self):
        """abort(), and stops tasks that run: in Python by KeyboardInterrupt."""
        self._link.tell("cancel", self.msg_ids)

    def add_done_callback(self, callback):
        """Calls callback(result) on another thread once everything has arrived."""
        with self._lock:
            if self._left:
                self._callbacks.append(callback)
                self._client._watch(self)
                return
        self._client._call_later(callback, self)

    def future(self):
        """A concurrent.futures.Future of get(), for executors and asyncio."""
        made = concurrent.futures.Future()
        made.set_running_or_notify_cancel()

        def settle(_):
            try:
                made.set_result(self.get(0))
            except Exception as error:
                made.set_exception(error)

        self.add_done_callback(settle)
        return made

    def __await__(self):
        import asyncio
        return asyncio.wrap_future(self.future()).__await__()

    def wait_interactive(self, interval=0.1, timeout=None):
        """As wait(), showing how far it is: in a notebook, or on a terminal's stderr."""
        from .display import ProgressLine
        end = None if timeout is None else time.monotonic() + timeout
        with ProgressLine(len(self)) as line:
            while not self.wait(interval):
                line.show(self.progress, self.elapsed)
                if end is not None and time.monotonic() > end:
                    break
            line.show(self.progress, self.elapsed)
        return self.ready()
