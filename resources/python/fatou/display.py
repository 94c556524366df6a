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


def timeline_svg(bands, wall_time, engines):
    """Bands as bars, an engine a line; ``bands`` has (engine, begin, end) in seconds."""
    wide, high = 640, 18
    scale = (wide - 60) / wall_time if wall_time else 0
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" '
             'font-size="11">' % (wide, high * engines + 20)]
    for engine in range(engines):
        parts.append('<text x="0" y="%d" fill="%s">engine %d</text>' % (high * engine + 13, _GREY, engine))
    for engine, begin, end in bands:
        parts.append('<rect x="%.2f" y="%d" width="%.2f" height="%d" fill="%s" stroke="white" '
                     'stroke-width="0.5"/>' % (56 + begin * scale, high * engine + 2,
                                               max(0.5, (end - begin) * scale), high - 4, _TEAL))
    parts.append('<text x="56" y="%d" fill="%s">0</text><text x="%d" y="%d" text-anchor="end" '
                 'fill="%s">%.3g s</text></svg>' % (high * engines + 14, _GREY, wide - 2,
                                                    high * engines + 14, _GREY, wall_time))
    return "".join(parts)
