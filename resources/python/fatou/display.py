# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown while one waits, and pictures as files in memory; no other package is needed."""
import struct
import sys
import zlib


def _notebook():
    """IPython's display() where the code runs in a notebook, else None."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython.display import display
    return display


class ProgressLine:
    """A line that says how far something is: in a notebook, on a terminal, nowhere else."""

    def __init__(self, total, what="items"):
        self.total, self.what, self._handle, self._shown = total, what, None, ""
        self._display = _notebook()
        self._on_terminal = self._display is None and sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._on_terminal and self._shown:
            sys.stderr.write("\n")

    def text(self, done, seconds):
        """
        >>> ProgressLine(8).text(2, 1.5)
        '[=====---------------] 2 of 8 items, 1.5 s'
        """
        filled = 20 * done // self.total if self.total else 20
        return "[%s%s] %d of %d %s, %.1f s" % ("=" * filled, "-" * (20 - filled), done, self.total,
                                               self.what, seconds)

    def show(self, done, seconds):
        text = self.text(done, seconds)
        if text == self._shown:
            return
        if self._display is not None:
            shown = {"text/plain": text}
            if self._handle is None:
                self._handle = self._display(shown, raw=True, display_id=True)
            else:
                self._handle.update(shown, raw=True)
        elif self._on_terminal:
            sys.stderr.write("\r" + text)
            sys.stderr.flush()
        self._shown = text


def png_bytes(rows, width, height):
    """A PNG of 8-bit RGB rows, each a bytes of 3 * width, from the top."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))

    raw = b"".join(b"\0" + row for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(raw, 1)) + chunk(b"IEND", b""))


_TEAL, _GREY = "#2a9d8f", "#888"


class Timeline:
    """What engines did when: bars, an engine a line, in a notebook. ``bars``: a list of (engine,
    begin, end) in seconds from the beginning."""

    def __init__(self, bars, wall_time, engines):
        self.bars, self.wall_time, self.engines = bars, wall_time, list(engines)

    def __repr__(self):
        """
        >>> Timeline([(0, 0, .5), (2, .25, 1)], 1, [0, 2])
        engine 0 ##########.......... 50 %
        engine 2 .....############### 75 %
        """
        lines = []
        for engine in self.engines:
            spans = [(begin, end) for each, begin, end in self.bars if each == engine]
            cells = ["."] * 20
            for begin, end in spans:
                first = min(19, int(20 * begin / self.wall_time)) if self.wall_time else 0
                last = min(20, round(20 * end / self.wall_time)) if self.wall_time else 0
                cells[first:max(last, first + 1)] = "#" * max(last - first, 1)
            busy = sum(end - begin for begin, end in spans)
            share = 100 * busy / self.wall_time if self.wall_time else 0
            lines.append("engine %d %s %.0f %%" % (engine, "".join(cells), share))
        return "\n".join(lines)

    def _repr_svg_(self):
        return timeline_svg(self.bars, self.wall_time, self.engines)


def timeline_svg(bands, wall_time, engines):
    """Bands as bars, an engine a line; ``bands`` has (engine, begin, end) in seconds."""
    rows = {engine: row for row, engine in enumerate(engines)}
    wide, high = 640, 18
    scale = (wide - 60) / wall_time if wall_time else 0
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" '
             'font-size="11">' % (wide, high * len(rows) + 20)]
    for engine, row in rows.items():
        parts.append('<text x="0" y="%d" fill="%s">engine %d</text>' % (high * row + 13, _GREY, engine))
    for engine, begin, end in bands:
        parts.append('<rect x="%.2f" y="%d" width="%.2f" height="%d" fill="%s" stroke="white" '
                     'stroke-width="0.5"/>' % (56 + begin * scale, high * rows[engine] + 2,
                                               max(0.5, (end - begin) * scale), high - 4, _TEAL))
    parts.append('<text x="56" y="%d" fill="%s">0</text><text x="%d" y="%d" text-anchor="end" '
                 'fill="%s">%.3g s</text></svg>' % (high * len(rows) + 14, _GREY, wide - 2,
                                                    high * len(rows) + 14, _GREY, wall_time))
    return "".join(parts)
