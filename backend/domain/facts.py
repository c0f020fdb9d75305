"""What the rules look at as plain JSON values, and back: any of their dataclasses, by its types.

A field that is added to a dataclass is told by itself. Integers beyond 2**53, which many readers
of JSON cannot hold, are text in hexadecimal; sets are sorted lists; mappings are lists of pairs;
named tuples are lists; one of several dataclasses is an object that names its class under `is`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

KIND = "is"
LARGEST_PLAIN = 1 << 53

Plain = Any
"""What JSON can say: null, a boolean, a number, text, a list, an object."""

Known = TypeVar("Known")
Write = Callable[[Any], Plain]
Read = Callable[[Plain], Any]
_LISTS = (tuple, list, Sequence, Collection)
_SETS = (frozenset, set, AbstractSet)
_MAPPINGS = (dict, Mapping)


class UnknownFactError(TypeError):
    """A dataclass of the rules has a field of a type that cannot be told."""


class FactError(ValueError):
    """A value is not what its type says."""


def plain(fact: object, without: Collection[str] = ()) -> dict[str, Plain]:
    """The fields of a dataclass by name, except those of `without`.

    Raises:
        UnknownFactError: a field has a type that cannot be told.
    """
    kind: Any = type(fact)
    names, values, writers = _written(kind, frozenset(without))
    found = values(fact)
    return {name: write(v) for name, write, v in zip(names, writers, found, strict=True)}


def fact_of(kind: type[Known], told: Mapping[str, Plain], **given: object) -> Known:
    """The dataclass `kind` whose fields `plain` has told; those of `given` are there already.

    A field that was not told has its default: it did not exist when this was written.

    Raises:
        FactError: fields are missing or unknown, or a value has another type.
    """
    anything: Any = kind
    readers = _readers(anything)
    unknown = told.keys() - readers.keys()
    if unknown:
        raise FactError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    try:
        read = {name: readers[name](value) for name, value in told.items() if name not in given}
        return kind(**read, **given)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise FactError(f"{kind.__name__}: {error}") from None


def writer_of(kind: Any, name: str) -> Write:  # noqa: ANN401 - a dataclass
    """What tells the field `name` of a dataclass.

    Raises:
        UnknownFactError: it has a type that cannot be told.
    """
    return _writer(get_type_hints(kind)[name], f"{kind.__name__}.{name}")


def reader_of_type(hint: Any) -> Read:  # noqa: ANN401 - any type that a field may have
    """What reads a value of the type `hint`."""
    return _reader(hint, str(hint))


def reader_of(kind: Any, name: str) -> Read:  # noqa: ANN401 - a dataclass
    """What reads what `writer_of` has told."""
    return _readers(kind)[name]


@cache
def _written(
    kind: type[Any], without: frozenset[str]
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[Write, ...]]:
    """Names, a getter of all values and a writer for each."""
    hints = get_type_hints(kind)
    names = tuple(f.name for f in _fields(kind) if f.name not in without)
    writers = tuple(_writer(hints[name], f"{kind.__name__}.{name}") for name in names)
    if len(names) == 1:
        one = attrgetter(names[0])
        return names, lambda fact: (one(fact),), writers
    return names, attrgetter(*names), writers


@cache
def _readers(kind: type[Any]) -> dict[str, Read]:
    hints = get_type_hints(kind)
    return {f.name: _reader(hints[f.name], f"{kind.__name__}.{f.name}") for f in _fields(kind)}


def _fields(kind: type[Any]) -> list[Field[Any]]:
    """Those that a dataclass is made with; what it works out of them is not told."""
    return [each for each in fields(kind) if each.init]


def _writer(hint: Any, place: str) -> Write:  # noqa: ANN401, PLR0911 - whatever stands there
    origin, args = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, types.UnionType):
        return _writer_of_one(args, place)
    if origin in (str, bool, float, type(None), Literal):
        return _as_it_is
    if origin is int:
        return _written_int
    if origin is date:
        return date.isoformat
    if origin is bytes:
        return bytes.hex
    if origin in _MAPPINGS:
        key, value = (_writer(arg, place) for arg in args)
        return lambda found: sorted(([key(k), value(v)] for k, v in found.items()), key=repr)
    if origin in _SETS:
        each = _writer(args[0], place)
        return lambda found: sorted(map(each, found), key=repr)
    if origin in _LISTS:
        return _writer_of_list(origin, args, place)
    if isinstance(origin, type):
        return _writer_of_class(origin, place)
    raise UnknownFactError(f"{place}: {hint!r} cannot be told")


def _writer_of_class(kind: type[Any], place: str) -> Write:
    if issubclass(kind, Enum):
        return lambda found: found.value
    if is_dataclass(kind):
        return plain
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _writer_of_list(tuple, _places(kind), place)
    raise UnknownFactError(f"{place}: {kind.__name__} cannot be told")


def _writer_of_list(origin: object, args: tuple[Any, ...], place: str) -> Write:
    if _is_record(origin, args):
        writers = [_writer(arg, place) for arg in args]
        return lambda found: [w(v) for w, v in zip(writers, found, strict=True)]
    each = _writer(args[0], place)
    return lambda found: [each(value) for value in found]


def _writer_of_one(args: tuple[Any, ...], place: str) -> Write:
    """Of a union: one kind of value that may be missing, or several dataclasses."""
    some = [arg for arg in args if arg is not type(None)]
    if len(some) == 1:
        write = _writer(some[0], place)
        return lambda found: None if found is None else write(found)
    if all(isinstance(each, type) and is_dataclass(each) for each in some):
        return lambda found: None if found is None else {KIND: type(found).__name__, **plain(found)}
    if all(_writer(each, place) in (_as_it_is, _written_int) for each in some):
        return lambda found: _written_int(found) if type(found) is int else found
    raise UnknownFactError(f"{place}: one of {some} cannot be told")


def _reader(hint: Any, place: str) -> Read:  # noqa: ANN401, PLR0911 - whatever stands there
    origin, args = get_origin(hint) or hint, get_args(hint)
    if origin in (Union, types.UnionType):
        return _reader_of_one(args, place)
    if origin is Literal:
        return _one_of(args)
    if origin in (str, bool, float, int, type(None)):
        return _read_int if origin is int else _of_type(origin)
    if origin is date:
        return date.fromisoformat
    if origin is bytes:
        return bytes.fromhex
    if origin in _MAPPINGS:
        key, value = (_reader(arg, place) for arg in args)
        return lambda told: {key(k): value(v) for k, v in told}
    if origin in _SETS:
        each = _reader(args[0], place)
        make = set if origin is set else frozenset
        return lambda told: make(map(each, told))
    if origin in _LISTS:
        return _reader_of_list(origin, args, place)
    if isinstance(origin, type) and issubclass(origin, Enum):
        return origin
    kind = cast("type[Any]", origin)
    if issubclass(kind, tuple):
        record = _reader_of_list(tuple, _places(kind), place)
        return lambda told: kind(*record(told))
    return lambda told: fact_of(kind, told)


def _reader_of_list(origin: object, args: tuple[Any, ...], place: str) -> Read:
    if _is_record(origin, args):
        readers = [_reader(arg, place) for arg in args]
        return lambda told: tuple(read(v) for read, v in zip(readers, told, strict=True))
    each = _reader(args[0], place)
    make = list if origin is list else tuple
    return lambda told: make(each(value) for value in told)


def _reader_of_one(args: tuple[Any, ...], place: str) -> Read:
    some = [arg for arg in args if arg is not type(None)]
    if len(some) == 1:
        read = _reader(some[0], place)
        return lambda told: None if told is None else read(told)
    kinds = {each.__name__: each for each in some}
    if all(is_dataclass(each) for each in some):
        return lambda told: None if told is None else _fact_of_named(kinds, told)
    return _as_it_is


def _fact_of_named(kinds: Mapping[str, type[Any]], told: Mapping[str, Plain]) -> object:
    rest = {name: value for name, value in told.items() if name != KIND}
    return fact_of(kinds[told[KIND]], rest)


def _places(kind: type[Any]) -> tuple[Any, ...]:
    """The types of the places of a named tuple."""
    hints = get_type_hints(kind)
    return tuple(hints[name] for name in kind._fields)


def _is_record(origin: object, args: tuple[Any, ...]) -> bool:
    """A tuple with one type a place, as against one of any length."""
    return origin is tuple and Ellipsis not in args


def _as_it_is(value: Plain) -> Plain:
    return value


def _written_int(value: int) -> Plain:
    return value if -LARGEST_PLAIN <= value <= LARGEST_PLAIN else hex(value)


def _read_int(told: Plain) -> int:
    if isinstance(told, str):
        return int(told, 16)
    if type(told) is int:
        return told
    raise FactError(f"{told!r} is no integer")


def _of_type(kind: type[Any]) -> Read:
    allowed: tuple[type[Any], ...] = (float, int) if kind is float else (kind,)

    def read(told: Plain) -> Plain:
        if type(told) not in allowed:
            raise FactError(f"{told!r} is not of type {kind.__name__}")
        return told

    return read


def _one_of(values: tuple[Any, ...]) -> Read:
    def read(told: Plain) -> Plain:
        if told not in values:
            raise FactError(f"{told!r} is none of {values}")
        return told

    return read
