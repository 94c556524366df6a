# SPDX-License-Identifier: GPL-3.0-or-later
"""Places, and pictures of them in the words of the command line."""
import decimal
import json
import os


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


def _term(value):
    """A complex number as it stands in a formula.

    >>> _term("0.3,-0.2"), _term("1,2"), _term("0.5")
    ('0.3-0.2i', '1+2i', '0.5')
    """
    real, comma, imaginary = value.partition(",")
    if not comma:
        return value
    return real + ("" if imaginary[:1] in "+-" else "+") + imaginary + "i"


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
        known = {"fatou": "place", "version": 2 if self.formula else 1, "name": self.name,
                 "about": self.about}
        known.update((n, getattr(self, n)) for n in self._names if getattr(self, n) is not None)
        if self.formula and self.params:  # in a file they stand behind the formula
            known["formula"] += "".join(",%s=%s" % (n, _term(v)) for n, v in self.params.items())
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


def words_of(place, size, options):
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


def place_of(place, given):
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


PLACE_NAMES = ("c", "center", "radius", "region", "tmax", "formula", "params")


def split_options(options):
    given = {n: options.pop(n) for n in PLACE_NAMES if options.get(n) is not None}
    for name in PLACE_NAMES:
        options.pop(name, None)
    return given
