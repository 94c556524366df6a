# SPDX-License-Identifier: GPL-3.0-or-later
"""compare() and whatif(): what engines gain, and what others would."""
import json
import os
import subprocess
import tempfile

from . import _server
from .errors import FatouError, RequestRefused
from .place import PLACE_NAMES, place_of, split_options, words_of


def _run(command, words, folder):
    """A command of the program, to its end; its JSON. Ctrl-C ends it."""
    target = os.path.join(folder, "result.json")
    process = subprocess.Popen([_server.program(), command] + words + ["--json", target],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        _, complaint = process.communicate()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        text = complaint.decode("utf-8", "replace").strip().splitlines()
        sentence = text[-1] if text else "exit code %d" % process.returncode
        sentence = sentence.replace("fatou %s: " % command, "", 1)
        raise (RequestRefused if process.returncode == 2 else FatouError)(sentence)
    with open(target, encoding="utf-8") as file:
        return json.load(file)


def _table(rows, columns):
    texts = [columns] + [["%.4g" % cell if isinstance(cell, float) else str(cell) for cell in row]
                         for row in rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(columns))]
    return "\n".join("  ".join(cell.rjust(w) for cell, w in zip(row, widths)) for row in texts)


class Comparison:
    """What a comparison or a prediction has found: ``rows``, a list of dicts, and ``report``, all of
    it. Shown as a table."""

    def __init__(self, report, rows, columns):
        self.report, self.rows, self.columns = report, rows, columns

    def _cells(self):
        return [[row.get(name, "") for name in self.columns] for row in self.rows]

    def __repr__(self):
        return _table(self._cells(), [name.replace("_", " ") for name in self.columns])

    def _repr_html_(self):
        import html

        def line(cells, tag):
            return "<tr>%s</tr>" % "".join("<%s>%s</%s>" % (tag, html.escape(cell), tag)
                                           for cell in cells)

        rows = [line([n.replace("_", " ") for n in self.columns], "th")]
        for cells in self._cells():
            rows.append(line(["%.4g" % c if isinstance(c, float) else str(c) for c in cells], "td"))
        return "<table>%s</table>" % "".join(rows)

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, place):
        return self.rows[place]


def compare(c=None, size=(1024, 1024), tmax=None, *, engines=None, repeats=5, place=None, **options):
    """Times a picture serially and through direct and balanced views of engines.

    engines: counts like [1, 2, 4]; 1 to all cores when left out. A Comparison, whose rows have view,
    engines, wall_time, speedup and efficiency.
    """
    given = split_options(dict(options, c=c, tmax=tmax))
    options = {n: v for n, v in options.items() if n not in PLACE_NAMES}
    options.update(engines=engines, repeats=repeats, quiet=True)
    words = words_of(place_of(place, given), size, options)
    with tempfile.TemporaryDirectory() as folder:
        report = _run("compare", words, folder)
    return Comparison(report, report["configurations"],
                      ("view", "engines", "wall_time", "speedup", "efficiency"))


def whatif(run, engines=None, view=None, **options):
    """Predicts a recorded run with other engines, views and bands.

    run: a picture of render(), whose timing it is, or a file of `fatou render --timing`. engines,
    view: one or a list. slow: like "1=2". A Comparison of what would have happened.
    """
    words = _words_of_whatif(engines, view, options)
    with tempfile.TemporaryDirectory() as folder:
        if not isinstance(run, (str, os.PathLike)):
            recording = getattr(run, "timing", None)
            if recording is None:
                raise TypeError("whatif(%s): a picture of render(), or a file of its timing"
                                % type(run).__name__)
            run = os.path.join(folder, "run.json")
            with open(run, "w", encoding="utf-8") as file:
                json.dump(recording, file)
        report = _run("whatif", [os.fspath(run)] + words, folder)
    rows = [dict(each, **each.get("summary", {})) for each in report["predictions"]]
    return Comparison(report, rows, ("view", "engines", "band", "wall_time", "efficiency"))


def _words_of_whatif(engines, view, options):
    words = []
    for name, value in dict(options, engines=engines, view=view).items():
        if value is not None:
            text = ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
            words.append("--%s=%s" % (name.replace("_", "-"), text))
    return words
