"""Which encoding a text file has: known by its mark or its bytes, or refused with advice."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from backend.domain.delimited import NO_COLUMN, EncodingFault, Fault, encoding_fault

UTF_8 = "utf-8-sig"
GB18030 = "gb18030"
HEAD = 512  # bytes looked at for signs of what is no text at all
LEAST_COMMON = 0.9  # part of the characters beyond ASCII; other encodings read as GB18030 give rare
SAVE_AS = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = (
    (b"PK\x03\x04", "is a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook"),
    (b"%PDF", "is a PDF"),
    (b"\x1f\x8b", "is compressed by gzip"),
    (codecs.BOM_UTF32_LE, "is UTF-32"),
)

Bytes = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Recognised:
    """An encoding by its Python name; `guessed` where the bytes only make it likely."""

    name: str
    guessed: bool = False


def recognise(source: Bytes) -> Recognised:
    """The encoding of the pieces that `source` gives, from the beginning each time.

    Raises:
        EncodingFault: it is none that is known, or the file is no text.
    """
    head = b"".join(_first(source(), HEAD))
    _refuse_no_text(head)
    for mark in _UTF_16_MARKS:
        if head.startswith(mark):
            return Recognised("utf-16")
    _refuse_unmarked_utf_16(head)
    position = _first_fault(source(), "utf-8")
    if position is None:
        return Recognised(UTF_8)
    if not head.startswith(codecs.BOM_UTF8) and _looks_chinese(source()):
        return Recognised(GB18030, guessed=True)
    raise encoding_fault(b"".join(_first(source(), position + 1)), position)


def decoded(source: Bytes, encoding: str) -> Iterator[str]:
    """The text in pieces.

    Raises:
        EncodingFault: it is in another encoding.
        LookupError: there is no such encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    passed = 0
    try:
        for piece in source():
            yield decoder.decode(piece)
            passed += len(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeError:
        message = f"the bytes after {passed:,} are no {encoding}; choose another --encoding"
        raise EncodingFault(Fault(1, NO_COLUMN, message), "") from None


def _refuse_no_text(head: bytes) -> None:
    for mark, what in _NO_TEXT:
        if head.startswith(mark):
            raise EncodingFault(Fault(1, NO_COLUMN, f"the file {what}; {SAVE_AS}"), "")


def _refuse_unmarked_utf_16(head: bytes) -> None:
    if head.count(0) * 3 > len(head):
        order = "le" if head[1:2] == b"\x00" else "be"
        message = (
            "the file looks like UTF-16 without a byte order mark;"
            f" give --encoding utf-16-{order} or {SAVE_AS}"
        )
        raise EncodingFault(Fault(1, NO_COLUMN, message), "")


def _first(pieces: Iterable[bytes], count: int) -> Iterator[bytes]:
    """The first `count` bytes."""
    for piece in pieces:
        yield piece[:count]
        count -= len(piece)
        if count <= 0:
            return


def _first_fault(pieces: Iterable[bytes], encoding: str) -> int | None:
    """Number from 0 of the first byte that cannot be read; None if all can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    passed = 0
    for piece, final in _with_end(pieces):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            return passed - held + error.start
        passed += len(piece)
    return None


def _with_end(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    for piece in pieces:
        yield piece, False
    yield b"", True


def _looks_chinese(pieces: Iterable[bytes]) -> bool:
    """Whether the bytes read as GB18030 are characters that Chinese texts are made of.

    An accented letter of a Western code page and the ASCII letter after it make a rare character,
    never one of GB 2312.
    """
    decoder = codecs.getincrementaldecoder(GB18030)()
    counts: Counter[str] = Counter()
    try:
        for piece, final in _with_end(pieces):
            counts.update(filter(_beyond_ascii, decoder.decode(piece, final)))
    except UnicodeDecodeError:
        return False
    common = sum(count for character, count in counts.items() if _in_gb2312(character))
    return common >= LEAST_COMMON * counts.total() > 0


def _beyond_ascii(character: str) -> bool:
    return not character.isascii()


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
