# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures as arrays."""
import atexit
import json

from . import _server as _server_program
from .display import ProgressLine, Timeline, png_bytes
from .place import PLACE_NAMES, place_of, split_options, words_of

_server = None


def _link_of(client):
    global _server
    if client is not None:
        return client._link
    if _server is None or _server.why_lost:
        _server = _server_program.start_server()
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
            run = self.timing["runs"][0]
            bands = [(b["engine"], b["started"], b["completed"]) for b in run["bands"]]
            return Timeline(bands, run["wall_time"], range(run["engines"]))

    return Picture


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
    given = split_options(dict(options, c=c, tmax=tmax))
    options = {n: v for n, v in options.items() if n not in PLACE_NAMES}
    place = place_of(place, given)
    words, link = words_of(place, size, options), _link_of(client)
    if not progress:
        return _as_picture(link.ask("render", words), place.tmax)
    import time
    begin = time.monotonic()
    with ProgressLine(100, "%") as line:
        def told(what, done, total):
            if what == "progress":
                line.show(100 * done // max(1, total), time.monotonic() - begin)
        return _as_picture(link.ask("render", words, on_word=told), place.tmax)
