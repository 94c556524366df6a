# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection to `fatou serve`: frames out, frames in, and who waits for which.

There is no thread here. Whoever waits for something reads what comes, for all who wait.
"""
import os
import select
import subprocess
import sys
import threading
import time

from . import _values
from ._answer import Answer
from ._incoming import (_HEAD, BYE, FAILURE, HELLO, OUTPUT, REQUEST, RESULT, WORD,  # noqa: F401
                        Incoming)
from ._stream import NoInterrupt
from .errors import ProtocolError, ServerLost, TimeoutError

PROTOCOL = 1
_HELLO_SECONDS = 10.0
_STEP_SECONDS = 0.1  # what Ctrl-C may have to wait for
_AWAKE_SECONDS = 120e-6  # for which a lone call is waited for without sleeping


class Link(Incoming):
    """One connection. Any thread may use it."""

    def __init__(self, channel, process=None):
        self._channel, self._is_closed, self.process = channel, False, process
        self._reading, self._writing = threading.Lock(), threading.RLock()
        self._buffer, self._descriptors, self._frame = bytearray(), [], None
        self._answers, self._next = {}, 1
        self.why_lost, self.hello = "", None
        self.notices, self.engines_changed, self.on_output = [], False, None
        self._printed = {}  # by engine: what is of the task that it answers next
        self._poll = select.poll()
        self._poll.register(channel.descriptor, select.POLLIN)
        self._greet()

    def _greet(self):
        mine = {"protocol": PROTOCOL, "program": "Python %d.%d.%d" % sys.version_info[:3],
                "pid": os.getpid(), "cache_tag": sys.implementation.cache_tag}
        try:
            self._send(HELLO, 0, mine)
            if not self.wait_until(lambda: self.hello is not None, _HELLO_SECONDS):
                raise ProtocolError("the server said nothing for %d s: is it `fatou serve`?"
                                    % _HELLO_SECONDS)
            theirs = self.hello.get("protocol") if type(self.hello) is dict else None
            if theirs != PROTOCOL:
                raise ProtocolError("the server speaks protocol %r, this module %d: use the module "
                                    "that came with that fatou" % (theirs, PROTOCOL))
        except BaseException:
            if self.process is not None:
                self.process.kill()  # it need not heed the end of a connection that it never knew
            self.close()
            raise

    # --- out ---------------------------------------------------------------------------------------

    def _send(self, kind, number, value):
        body, inline, descriptors = _values.encode(value, self._channel.passes_descriptors)
        head = _HEAD.pack(len(body), kind, len(descriptors), number)
        try:
            with NoInterrupt(), self._writing:
                self._channel.send([head + body] + inline, descriptors)
        except OSError:  # nobody is there: whoever reads next finds the server's last words, or its end
            pass
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def send_request(self, request, answers):
        """Sends one; answers, one a number, are filled as the server answers."""
        with self._writing:
            if self.why_lost:
                raise ServerLost(self.why_lost)
            first, self._next = self._next, self._next + len(answers)
            for number, answer in enumerate(answers, first):
                answer.number = number
                self._answers[number] = answer
            try:
                self._send(REQUEST, first, request)
            except BaseException:
                for answer in answers:
                    self._answers.pop(answer.number, None)
                raise
        return first

    def tell(self, *request):
        """A request whose answer nobody waits for."""
        if not self.why_lost:
            self.send_request(request, [Answer()])

    def ask(self, *request, on_word=None, timeout=None):
        """A request and its value. Ctrl-C calls it off."""
        from .errors import of_answer
        answer = Answer()
        answer.on_word = on_word
        self.send_request(request, [answer])
        try:
            if not self.wait_until(lambda: answer.done, timeout):
                raise TimeoutError("%s took longer than %g s" % (request[0], timeout))
        except KeyboardInterrupt:
            self.tell("cancel", [answer.number])
            raise
        if answer.failure:
            status, ename, evalue, traceback = answer.failure
            raise of_answer(status, ename, evalue, traceback, -1, request[0])
        return answer.value

    # --- in ----------------------------------------------------------------------------------------

    def wait_until(self, is_so, timeout=None):
        """Reads what comes until is_so() holds; False where time runs out first."""
        end = None if timeout is None else time.monotonic() + timeout
        while not is_so():
            left = _STEP_SECONDS if end is None else min(_STEP_SECONDS, end - time.monotonic())
            with NoInterrupt():  # Ctrl-C waits for the end of a step, so that nothing stays locked
                self._step(is_so, max(0.0, left))
            if end is not None and time.monotonic() >= end:
                return bool(is_so())
        return True

    def _step(self, is_so, seconds):
        if not self._reading.acquire(timeout=seconds or 0.001):
            return
        try:
            if is_so():
                return
            if self.why_lost:
                raise ServerLost(self.why_lost)
            self._pump(seconds)
        finally:
            self._reading.release()

    def pump(self):
        """Reads what is there already."""
        with NoInterrupt():
            if self._reading.acquire(blocking=False):
                try:
                    if not self.why_lost:
                        self._pump(0)
                finally:
                    self._reading.release()

    def fileno(self):
        return self._channel.descriptor

    def _waits_for_bytes(self, seconds):
        """Whether there are some by then.

        To wake a core that has gone to sleep takes as long as a short call: whoever waits for one
        call alone stays awake at first, and leaves the core to whoever else can use it.
        """
        if len(self._answers) == 1:
            awake_until = time.monotonic() + min(seconds, _AWAKE_SECONDS)
            while time.monotonic() < awake_until:
                if self._poll.poll(0):
                    return True
                os.sched_yield()
        return bool(self._poll.poll(seconds * 1e3))

    def _pump(self, seconds):
        if not self._waits_for_bytes(seconds):
            return
        try:
            self._read()
        except ProtocolError as error:
            self._lose("what the server sent is not Fatou's protocol: %s" % error)
        except OSError as error:
            self._lose("the connection broke: %s" % error.strerror)

    def _dispatch(self, kind, number, value):
        if kind == RESULT:
            record, result = value
            self._finish(number, record, result, None)
        elif kind == FAILURE:
            record, *failure = value
            if len(failure) != 4:
                raise ValueError("a failure of %d parts" % len(failure))
            self._finish(number, record, None, tuple(failure))
        elif kind == OUTPUT:
            self._put_output(number, *value)
        elif kind == WORD:
            self._hear(number, *value)
        elif kind == HELLO:
            self.hello = value
        elif kind == BYE:
            self._lose(value if type(value) is str else "fatou serve has ended")
        else:
            raise ValueError("only clients send it")

    def _finish(self, number, record, value, failure):
        answer = self._answers.pop(number, None)
        if answer is None or answer.done:
            return
        answer.record, answer.value, answer.failure = record, value, failure
        if self._printed:
            self._take_output(answer)
        if failure is not None and failure[0] == "lost":
            self.engines_changed = True
        answer.done = True
        wholes, answer.wholes = answer.wholes, ()  # which hold it: large values end with the last user
        for whole in wholes:
            whole._arrived(answer)

    def _put_output(self, number, engine, stream, data):
        if self.on_output is not None:
            self.on_output(engine, stream, data)
        answer = self._answers.get(number)
        if answer is not None:
            answer.add_output(stream, data)
        else:
            self._printed.setdefault(engine, Answer()).add_output(stream, data)

    def _take_output(self, answer):
        """What the engine has printed since its last answer is of this one."""
        printed = self._printed.pop(answer.record[0], None) if answer.record else None
        if printed is not None:
            for stream, data in printed.output:
                answer.add_output(stream, data)
            answer.left_out += printed.left_out

    def _hear(self, number, what, *rest):
        if what == "notice":  # an engine was lost, and another may have come
            self.engines_changed = True
            del self.notices[:-100]
            self.notices.append(rest[0])
        answer = self._answers.get(number)
        if answer is not None and answer.on_word is not None:
            answer.on_word(what, *rest)

    # --- the end -----------------------------------------------------------------------------------

    def _why_ended(self):
        code = None
        if self.process is not None:
            try:
                code = self.process.wait(2)
            except subprocess.TimeoutExpired:
                pass
        if code is None or code == 0:
            return "fatou serve has ended, and its engines with it: make a new Client"
        how = "by signal %d" % -code if code < 0 else "with exit code %d" % code
        return "fatou serve has ended %s, and its engines with it: make a new Client" % how

    def _lose(self, why):
        if self.why_lost:
            return
        self.why_lost = why
        for number in list(self._answers):
            self._finish(number, None, None, ("lost", "ServerLost", why, ""))

    def close(self):
        """Ends the connection, and with it the server that was started for it."""
        with self._writing:
            if self._is_closed:
                return
            self._is_closed = True
        self._lose("the client is closed")
        self._channel.close()  # whoever reads it finds that it is closed
        if self.process is not None:
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
