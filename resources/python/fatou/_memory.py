# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of memory, in which large arrays travel, and room for those that come by other ways."""
import concurrent.futures
import fcntl
import mmap
import os
import weakref

from .errors import ProtocolError

_ALONE_BYTES, _MOST_FILES = 4 << 20, 32
_MOST_MAPPED = 200  # each needs a descriptor for as long as its array is held
_ZEROED_BYTES = 256 << 10
_PAGE = 4096
_F_ADD_SEALS, _F_GET_SEALS, _F_SEAL_SHRINK, _ALL_SEALS = 1033, 1034, 2, 15


class _File:
    """Large arrays of a frame, in one file in memory, each at the begin of a page."""

    def __init__(self):
        self.descriptor = os.memfd_create("fatou", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        self.size, self._parts = 0, []

    def add(self, data):
        offset = self.size + -self.size % _PAGE
        self._parts.append((offset, data))
        self.size = offset + len(data)
        return offset

    def fill(self):
        """Writes what was added, which can no longer be changed then."""
        for offset, data in self._parts:
            while data:
                written = os.pwrite(self.descriptor, data, offset)
                data, offset = data[written:], offset + written
        self._parts = []
        fcntl.fcntl(self.descriptor, _F_ADD_SEALS, _ALL_SEALS)


class Files:
    """The files of a frame. Arrays of more than 4 MB have one each: an engine that maps one keeps no
    more than its own, and they are filled side by side."""

    def __init__(self):
        self._files, self._shared = [], None

    def add(self, data):
        """(which file, from 1, offset in it) where the data will be."""
        alone = len(data) > _ALONE_BYTES and len(self._files) < _MOST_FILES
        if alone or self._shared is None:
            self._files.append(_File())
            if not alone:
                self._shared = len(self._files)
        which = len(self._files) if alone else self._shared
        return which, self._files[which - 1].add(data)

    def fill(self):
        threads = min(len(self._files), len(os.sched_getaffinity(0)))
        if threads < 2:
            for file in self._files:
                file.fill()
            return
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            list(pool.map(_File.fill, self._files))

    def descriptors(self):
        return [file.descriptor for file in self._files]


def _cannot_shrink(descriptor):
    try:
        return fcntl.fcntl(descriptor, _F_GET_SEALS) & _F_SEAL_SHRINK
    except OSError:  # no memory file
        return False


_mapped = weakref.WeakSet()
_NOTHING = memoryview(bytearray())


def of(descriptor, offset, size):
    """Bytes in a file of memory that cannot shrink, as a memoryview that may be written to."""
    if not _cannot_shrink(descriptor):
        raise ProtocolError("an array is in memory that could shrink")
    if offset + size > os.fstat(descriptor).st_size:
        raise ProtocolError("an array is longer than the memory it is in")
    if len(_mapped) >= _MOST_MAPPED:
        return _read_from(descriptor, offset, size)
    whole = mmap.mmap(descriptor, 0, access=mmap.ACCESS_COPY)
    _mapped.add(whole)
    return memoryview(whole)[offset:offset + size]


def _read_from(descriptor, offset, size):
    room, at = room_for(size), 0
    while at < size:
        got = os.preadv(descriptor, [room[at:]], offset + at)
        if got == 0:
            raise ProtocolError("an array is longer than the memory it is in")
        at += got
    return room


def room_for(size):
    """Room for so many bytes, as a memoryview. What is large is not filled with zeros first."""
    if size == 0:
        return _NOTHING
    return memoryview(bytearray(size) if size < _ZEROED_BYTES else mmap.mmap(-1, size))
