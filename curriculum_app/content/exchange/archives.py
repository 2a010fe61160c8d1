"""Zip archives of strangers: how much is in them is known before anything is unpacked, and XML in them declares nothing."""

import io
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from curriculum_app.content.exchange.problems import ImportProblem

MOST_FILES = 3_000
LARGEST_UNPACKED = 64 * 1024 * 1024
TIGHTEST = 200  # how many times a file over a megabyte may be larger than its packed form
_DOCTYPE = [mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")]


def open_archive(file: Path, data: bytes) -> ZipFile:
    """The archive in `data`. Raises ImportProblem where it is none, too large or has XML with a document type.

    What an archive says of its sizes is kept to when it is read: zipfile stops at the size that is written.
    """
    try:
        archive = ZipFile(io.BytesIO(data))
        unpacked = 0
        for entry in archive.infolist():
            unpacked += entry.file_size
            tight = entry.file_size > 2**20 and entry.file_size > TIGHTEST * max(1, entry.compress_size)
            if tight or unpacked > LARGEST_UNPACKED:
                raise _refused(file, f"unpacked it is over {LARGEST_UNPACKED // 2**20} MB or packed too tightly")
            if entry.flag_bits & 1:
                raise _refused(file, "it is encrypted")
        if len(archive.infolist()) > MOST_FILES:
            raise _refused(file, f"it has more than {MOST_FILES} files")
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")) and _declares(archive.read(entry)):
                raise ImportProblem(file, 0, entry.filename[:80], "xml_forbidden")
    except (BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError) as error:
        raise _refused(file, str(error) or type(error).__name__) from None
    except Exception as error:  # the unpackers of zlib, bz2 and lzma each have their own
        if isinstance(error, ImportProblem):
            raise
        raise _refused(file, str(error) or type(error).__name__) from None
    return archive


def _refused(file: Path, why: str) -> ImportProblem:
    return ImportProblem(file, 0, "", "archive", why=why)


def _declares(data: bytes) -> bool:
    return any(mark in data for mark in _DOCTYPE)
