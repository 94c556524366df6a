# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's picture as an object. The program puts PATH, the window's socket, before this."""
import json
import socket

MOST = 1 << 30


class Explorer:
    """What the window shows. c, formula, view and tmax can be read and set; what a cell sets is one
    step of the window's history. render() computes J, show() puts an array below the cell."""

    __slots__ = ('_stream',)

    def __init__(self):
        self._stream = None

    def _ask(self, data=b'', **question):
        question['bytes'] = len(data)
        try:
            if self._stream is None:
                line = socket.socket(socket.AF_UNIX)
                line.connect(PATH)
                self._stream = line.makefile('rwb')
                line.close()
            self._stream.write(json.dumps(question).encode() + b'\n')
            self._stream.write(data)
            self._stream.flush()
            first = self._stream.readline()
            if not first:
                raise ConnectionError('the window does not answer: restart the engines')
            answer = json.loads(first)
            count = answer.get('bytes', 0)
            data = bytearray(count)
            if self._stream.readinto(data) != count:
                raise ConnectionError('the window has stopped answering: restart the engines')
        except BaseException:  # also an interrupt: half an answer is of no use
            self._stream = None
            raise
        if 'error' in answer:
            raise ValueError(answer['error'])
        return answer, data

    def _get(self, name):
        return self._ask(do='get', name=name)[0]['value']

    def _set(self, name, value):
        self._ask(do='set', name=name, value=value)

    @property
    def c(self):
        """c as a complex. Set it to a number, or to text of any number of digits: "-0.8,0.156"."""
        re, im = self._get('c').split(',')
        return complex(float(re), float(im))

    @c.setter
    def c(self, value):
        if not isinstance(value, str):
            value = complex(value)
            value = '%r,%r' % (value.real, value.imag)
        self._set('c', value)

    @property
    def c_text(self):
        """c with all of its digits: "-0.8,0.156"."""
        return self._get('c')

    @property
    def formula(self):
        """The formula as text: "z^2+c"."""
        return self._get('formula')

    @formula.setter
    def formula(self, value):
        self._set('formula', str(value))

    @property
    def view(self):
        """"centre RE,IM radius R" or "region XMIN,YMIN,XMAX,YMAX". It can also be set to
        (centre, radius) and to four numbers."""
        return self._get('view')

    @view.setter
    def view(self, value):
        if not isinstance(value, str):
            parts = list(value)
            if len(parts) == 2:
                centre = parts[0]
                if not isinstance(centre, str):
                    centre = complex(centre)
                    centre = '%r,%r' % (centre.real, centre.imag)
                value = 'centre %s radius %s' % (centre, parts[1])
            else:
                value = 'region ' + ','.join(str(part) for part in parts)
        self._set('view', value)

    @property
    def tmax(self):
        """The most iterations, an int of at least 1."""
        return int(self._get('tmax'))

    @tmax.setter
    def tmax(self, value):
        self._set('tmax', str(int(value)))

    def render(self, width=None, height=None):
        """J of the picture, an array of int32, shape (height, width), lowest row first; as large as
        the window's where no size is given. A memoryview where numpy is missing."""
        answer, data = self._ask(do='render', width=width or 0, height=height or 0)
        try:
            import numpy
        except ImportError:
            return memoryview(data).cast('B').cast('i', answer['shape'])
        return numpy.frombuffer(data, '<i4').reshape(answer['shape'])

    def show(self, J):
        """Shows an array of counts below the cell, lowest row first, in the window's colours."""
        if not isinstance(J, memoryview):
            try:
                import numpy
            except ImportError:
                raise TypeError('show() takes what render() gives; other arrays need numpy')
            J = memoryview(numpy.ascontiguousarray(J, '<i4'))
        if J.ndim != 2 or J.format.lstrip('<') not in ('i', 'l') or J.itemsize != 4:
            raise TypeError('show() takes an array of ints with two dimensions, rows and columns')
        if J.nbytes > MOST:
            raise ValueError('the array is larger than 1 GB: show a part of it')
        self._ask(data=J.tobytes(), do='show', shape=list(J.shape))

    def __repr__(self):
        return '<explorer: %s, c = %s, %s>' % (self.formula, self.c_text, self.view)


import __main__  # noqa: E402  the namespace of cells
__main__.explorer = Explorer()
