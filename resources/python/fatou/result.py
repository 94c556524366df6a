# SPDX-License-Identifier: GPL-3.0-or-later
"""AsyncResult: what engines are computing, have computed, or could not."""
import concurrent.futures
import datetime
import sys
import threading
import time

from .errors import CompositeError, RemoteError, TimeoutError, of_answer

_METADATA = ("msg_id", "engine_id", "submitted", "started", "completed", "received", "status",
             "stdout", "stderr", "cpu_time")


def _failure_of(answer, method):
    status, ename, evalue, traceback = answer.failure
    engine = answer.record[0] if answer.record else -1
    return of_answer(status, ename, evalue, traceback, engine, method)


def _moment(nanoseconds):
    """A stamp of the steady clock as a datetime; None for 0, what did not happen."""
    if not nanoseconds:
        return None
    ago = (time.monotonic_ns() - nanoseconds) / 1e9
    return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=ago)


class AsyncResult:
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
        for answer in answers:
            answer.wholes.append(self)
            if answer.done:
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
            return [_failure_of(answer, self._method)]
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
            if key not in _METADATA:
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

    # --- what is known of the tasks ----------------------------------------------------------------

    @property
    def msg_ids(self):
        """The numbers of the tasks: what ``after``, ``follow`` and Client.abort() take."""
        return [answer.number for answer in self._answers]

    @property
    def progress(self):
        """How many of len() have arrived."""
        self._link.pump()
        return len(self._arrivals)

    def _records(self):
        return [a.record for a in self._answers if a.record and a.record[2] and a.record[3]]

    @property
    def elapsed(self):
        """Seconds since submission, or the wall time when ready."""
        if self.ready() and self._records():
            return self.wall_time
        return (time.monotonic_ns() - self._created) / 1e9

    @property
    def serial_time(self):
        """Seconds that the tasks took, one after the other. TimeoutError before they are done."""
        self._require_ready()
        return sum(record[3] - record[2] for record in self._records()) / 1e9

    @property
    def wall_time(self):
        """Seconds from the first submission to the last arrival. TimeoutError before they are done."""
        self._require_ready()
        records = self._records()
        if not records:
            return 0.0
        return (max(r[4] for r in records) - min(r[1] for r in records)) / 1e9

    @property
    def speedup(self):
        """serial_time / wall_time."""
        return self.serial_time / self.wall_time if self.wall_time else 0.0

    @property
    def efficiency(self):
        """speedup / engines that took part."""
        engines = {record[0] for record in self._records()}
        return self.speedup / len(engines) if engines else 0.0

    def _metadata_of(self, answer):
        record = answer.record or (-1, 0, 0, 0, 0, 0)
        status = None if not answer.done else "error" if answer.failure else "ok"
        known = dict(zip(_METADATA, (answer.number, record[0])))
        known.update(zip(_METADATA[2:6], map(_moment, record[1:5])))
        known.update(status=status, stdout=answer.printed(1), stderr=answer.printed(2),
                     cpu_time=record[5] / 1e9)
        return known

    @property
    def metadata(self):
        """What is known of each task: a dict, or a list of them: engine_id, started, stdout, ..."""
        self._link.pump()
        known = [self._metadata_of(answer) for answer in self._answers]
        return known[0] if self._single else known

    def __getattr__(self, name):
        if name not in _METADATA:
            raise AttributeError("%s has no attribute %r" % (type(self).__name__, name))
        known = self.metadata
        return known[name] if self._single else [each[name] for each in known]

    def display_outputs(self, file=None):
        """Prints what the tasks have written, each engine's under its id."""
        for answer in self._answers:
            for stream, name, target in ((1, "stdout", file or sys.stdout),
                                         (2, "stderr", file or sys.stderr)):
                text = answer.printed(stream)
                if text:
                    engine = answer.record[0] if answer.record else -1
                    target.write("[%s:%d] %s%s" % (name, engine, "\n" if "\n" in text[:-1] else "",
                                                   text if text.endswith("\n") else text + "\n"))

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


class AsyncMapResult(AsyncResult):
    """The result of a map: items in the order of the inputs, whatever task they were part of.

    With ``ordered=False`` iteration gives them as they come; get() is in order all the same.
    """

    def __init__(self, client, method, answers, sizes, ordered=True, join=None):
        self._sizes, self.ordered = sizes, ordered
        super().__init__(client, method, answers, join=join)

    def _outcomes_of(self, answer):
        size = self._sizes[self._places[id(answer)]]
        if answer.failure:
            return [_failure_of(answer, self._method)] * size
        engine = answer.record[0] if answer.record else -1
        return [value if good else RemoteError(*value, engine, self._method)
                for good, value in answer.value]

    def __len__(self):
        return sum(self._sizes)

    @property
    def progress(self):
        self._link.pump()
        return sum(self._sizes[self._places[id(a)]] for a in self._arrivals)

    def _first_items(self):
        firsts, at = [], 0
        for size in self._sizes:
            firsts.append(at)
            at += size
        return firsts

    def _value_at(self, place):
        for answer, size in zip(self._answers, self._sizes):
            if place < size:
                self._wait_for(lambda: answer.done, None)
                outcome = self._outcomes_of(answer)[place]
                if isinstance(outcome, Exception):
                    raise outcome
                return outcome
            place -= size
        raise IndexError(place)

    def _part(self, answer):
        return AsyncMapResult(self._client, self._method, [answer],
                              [self._sizes[self._places[id(answer)]]], self.ordered)

    @classmethod
    def join(cls, *results):
        first = results[0]
        return cls(first._client, first._method, [a for r in results for a in r._answers],
                   [s for r in results for s in r._sizes], first.ordered)
