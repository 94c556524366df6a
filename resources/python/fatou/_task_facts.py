# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the tasks of a result: times, engines, what they have printed."""
import datetime
import sys
import time

METADATA = ("msg_id", "engine_id", "submitted", "started", "completed", "received", "status",
             "stdout", "stderr", "cpu_time")


def _moment(nanoseconds):
    """A stamp of the steady clock as a datetime; None for 0, what did not happen."""
    if not nanoseconds:
        return None
    ago = (time.monotonic_ns() - nanoseconds) / 1e9
    return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=ago)


class TaskFacts:
    """The part of an AsyncResult that tells about its tasks."""

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

    def timeline(self):
        """When each engine ran which task, to be shown in a notebook. TimeoutError before they are
        done."""
        from .display import Timeline
        self._require_ready()
        records = self._records()
        first = min([record[1] for record in records], default=0)
        bars = [(r[0], (r[2] - first) / 1e9, (r[3] - first) / 1e9) for r in records]
        return Timeline(bars, self.wall_time, sorted({record[0] for record in records}))

    def _metadata_of(self, answer):
        record = answer.record or (-1, 0, 0, 0, 0, 0)
        status = None if not answer.done else "error" if answer.failure else "ok"
        known = dict(zip(METADATA, (answer.number, record[0])))
        known.update(zip(METADATA[2:6], map(_moment, record[1:5])))
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
        if name not in METADATA:
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
