# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures, comparisons and predictions of the program fatou, as Python has them."""
import atexit
import decimal
import json
import os
import subprocess
import tempfile

from . import _link
from .display import ProgressLine, png_bytes, timeline_svg
from .errors import FatouError, RequestRefused

_server = None


def _number_text(value):
    """A number as decimal text: a str as it is, so that it may have any number of digits.

    >>> _number_text("0.1"), _number_text(0.1), _number_text(2)
    ('0.1', '0.1', '2')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float, decimal.Decimal)):
        if not hasattr(value, "__float__"):
            raise TypeError("%r is no number: give an int, a float, a Decimal or a str of digits"
                            % (value,))
        value = float(value)
    return repr(value) if isinstance(value, float) else str(value)


def _complex_text(value):
    """A complex number as the program reads it: "RE,IM" or what the str says.

    >>> _complex_text(-0.8 + 0.156j), _complex_text(("1e-30", 2)), _complex_text("-0.8,0.156")
    ('-0.8,0.156', '1e-30,2', '-0.8,0.156')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return ",".join(map(_number_text, value))
    if isinstance(value, (int, float, decimal.Decimal)):
        return _number_text(value) + ",0"
    value = complex(value)
    return "%r,%r" % (value.real, value.imag)


def _size_text(size):
    """
    >>> _size_text(256), _size_text((640, 480)), _size_text("640x480")
    ('256x256', '640x480', '640x480')
    """
    if isinstance(size, str):
        return size
    width, height = (size, size) if isinstance(size, int) else size
    return "%dx%d" % (width, height)


class Place:
    """A place to look at: which Julia set, which part of it, for how many iterations.

    c, center: a complex, a pair, or a str like "-0.8,0.156"; radius, region (xmin, ymin, xmax,
    ymax): numbers or str. A str keeps all of its digits, however many. formula: like "z^3+c";
    params: its parameters by name. Places are equal where their texts are.

    >>> Place(c=-0.8+0.156j, radius=1.5)
    Place(c='-0.8,0.156', center='0,0', radius='1.5', tmax=256)
    """

    _names = ("formula", "c", "region", "center", "radius", "tmax")

    def __init__(self, c=None, *, center=None, radius=None, region=None, tmax=256, formula=None,
                 params=None, name="", about=""):
        if region is not None and (center is not None or radius is not None):
            raise ValueError("region and center/radius exclude each other: use one")
        self.c = None if c is None else _complex_text(c)
        self.region = None
        self.center = self.radius = None
        if region is not None:
            self.region = region if isinstance(region, str) else ",".join(map(_number_text, region))
        else:
            self.center = _complex_text("0,0" if center is None else center)
            self.radius = _number_text("1.5" if radius is None else radius)
        self.tmax, self.formula = int(tmax), formula
        self.params = {k: _complex_text(v) for k, v in (params or {}).items()}
        self.name, self.about = name, about

    def __repr__(self):
        known = [(n, getattr(self, n)) for n in self._names] + [("params", self.params or None)]
        return "Place(%s)" % ", ".join("%s=%r" % pair for pair in known if pair[1] is not None)

    def __eq__(self, other):
        return isinstance(other, Place) and repr(self) == repr(other)

    def __hash__(self):
        return hash(repr(self))

    @classmethod
    def load(cls, path):
        """Reads a place's file (.json). Nothing in it is ever run."""
        with open(path, encoding="utf-8") as file:
            known = json.load(file)
        if not isinstance(known, dict) or known.get("fatou") != "place":
            raise ValueError("%s is no place: it has no \"fatou\": \"place\"" % path)
        names = ("c", "center", "radius", "region", "tmax", "formula", "name", "about")
        return cls(**{n: known[n] for n in names if n in known}, params=known.get("parameters"))

    def save(self, path):
        """Writes it as a file, which the window and the command line open."""
        if not self.name:
            raise ValueError("a place that is saved has a name: set place.name")
        if self.params:
            raise ValueError("a place with parameters is saved by the window")
        known = {"fatou": "place", "version": 2 if self.formula else 1, "name": self.name,
                 "about": self.about}
        known.update((n, getattr(self, n)) for n in self._names if getattr(self, n) is not None)
        known["tmax"] = self.tmax
        made = path + ".part"
        with open(made, "w", encoding="utf-8") as file:
            json.dump(known, file, indent=2, ensure_ascii=False)
        os.replace(made, path)

    def words(self):
        """The place in the words of the command line."""
        words = []
        for name in self._names:
            if getattr(self, name) is not None:
                words.append("--%s=%s" % (name, getattr(self, name)))
        return words + ["--param=%s=%s" % pair for pair in self.params.items()]


def _words(place, size, options):
    """A picture and how to compute it, in the words of the command line."""
    words = list(place.words()) + ["--size=" + _size_text(size)]
    for name, value in options.items():
        name = name.rstrip("_").replace("_", "-")
        if value is True:
            words.append("--" + name)
        elif value is not None and value is not False:
            text = ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
            words.append("--%s=%s" % (name, text))
    return words


def _place_of(place, given):
    if place is None:
        return Place(**given)
    if isinstance(place, (str, os.PathLike)):
        place = Place.load(place)
    if not given:
        return place
    known = {n: getattr(place, n) for n in Place._names}
    known["params"] = place.params
    if given.keys() & {"center", "radius", "region"}:
        known.update(center=None, radius=None, region=None)
    known.update(given)
    return Place(**known)


_PLACE_NAMES = ("c", "center", "radius", "region", "tmax", "formula", "params")


def _split(options):
    given = {n: options.pop(n) for n in _PLACE_NAMES if options.get(n) is not None}
    for name in _PLACE_NAMES:
        options.pop(name, None)
    return given


def _link_of(client):
    global _server
    if client is not None:
        return client._link
    if _server is None or _server.why_lost:
        _server = _link.start_server()
        atexit.register(_server.close)
    return _server


def _palette(numpy):
    """256 colours, cyclic: blue, white, amber, dark."""
    at = numpy.array([0, 64, 128, 192, 256])
    stops = numpy.array([[9, 20, 74], [112, 178, 226], [255, 248, 214], [226, 132, 24], [9, 20, 74]])
    steps = numpy.arange(256)
    return numpy.stack([numpy.interp(steps, at, stops[:, i]) for i in range(3)], 1).astype("u1")


def _png(counts, tmax):
    import numpy
    step = max(1, -(-max(counts.shape) // 1024))  # a page is no wider
    shown = numpy.asarray(counts)[::-step, ::step]
    index = (numpy.log2(shown + 1.0) * 40).astype(numpy.int64) % 256
    colours = _palette(numpy)[index]
    colours[shown >= tmax] = 0
    return png_bytes([row.tobytes() for row in colours], shown.shape[1], shown.shape[0])


def _picture_class():
    import numpy

    class Picture(numpy.ndarray):
        """J of a picture: an array of int32, shape (height, width), lowest row first; in a notebook
        it is shown. smooth, distance, cycles: arrays like it where they were asked for. parameters:
        what it was made from. timing: when each band was computed."""

        def __array_finalize__(self, whole):
            self.about = getattr(whole, "about", None)

        def __getattr__(self, name):
            about = self.__dict__.get("about") or {}
            if name in about:
                return about[name]
            raise AttributeError("a picture has no %r" % name)

        def _repr_png_(self):
            is_whole = self.ndim == 2 and self.dtype == numpy.int32 and self.size
            return _png(self, self.tmax) if is_whole and self.about else None

        def timeline(self):
            """When each engine computed what, to be shown in a notebook."""
            return Timeline(self.timing)

    return Picture


class Timeline:
    """The bands of a run, drawn as bars an engine."""

    def __init__(self, recording):
        self.recording = recording

    def _repr_svg_(self):
        run = self.recording["runs"][0]
        bands = [(b["engine"], b["started"], b["completed"]) for b in run["bands"]]
        return timeline_svg(bands, run["wall_time"], run["engines"])


_Picture = None


def _as_picture(answer, tmax):
    """The array of an answer, with what is known of it; a memoryview where numpy is missing."""
    global _Picture
    counts = answer.pop("counts")
    try:
        import numpy
    except ImportError:
        return counts
    _Picture = _Picture or _picture_class()
    made = numpy.asarray(counts).view(_Picture)
    made.about = dict(answer, tmax=tmax, timing=json.loads(answer.get("timing", "null")))
    return made


def render(c=None, size=(1024, 1024), tmax=None, *, place=None, client=None, progress=None, **options):
    """J of a Julia set as a numpy array of int32, shape (height, width), lowest row first.

    c: a complex, or a str with any number of digits like "-0.8,0.156". size: (width, height), or
    one number. place: a Place or a file of one, of which other arguments change parts: center,
    radius, region, formula, params, tmax. engines, view ("direct", "balanced", "serial"), band,
    kernel, simd: how it is computed; the numbers are the same. smooth, distance, basins: True for
    more arrays, which the picture has as ``.smooth``, ``.distance`` and ``.cycles``.

    The array's memory is the server's: nothing is copied. Ctrl-C ends it. RequestRefused says what
    is wrong with an argument.
    """
    given = _split(dict(options, c=c, tmax=tmax))
    options = {n: v for n, v in options.items() if n not in _PLACE_NAMES}
    place = _place_of(place, given)
    words, link = _words(place, size, options), _link_of(client)
    if not progress:
        return _as_picture(link.ask("render", words), place.tmax)
    import time
    begin = time.monotonic()
    with ProgressLine(100, "%") as line:
        def told(what, done, total):
            if what == "progress":
                line.show(100 * done // max(1, total), time.monotonic() - begin)
        return _as_picture(link.ask("render", words, on_word=told), place.tmax)


# --- what the program's other commands give --------------------------------------------------------


def _run(command, words, folder):
    """A command of the program, to its end; its JSON. Ctrl-C ends it."""
    target = os.path.join(folder, "result.json")
    process = subprocess.Popen([_link.program(), command] + words + ["--json", target],
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
    given = _split(dict(options, c=c, tmax=tmax))
    options = {n: v for n, v in options.items() if n not in _PLACE_NAMES}
    options.update(engines=engines, repeats=repeats, quiet=True)
    words = _words(_place_of(place, given), size, options)
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
