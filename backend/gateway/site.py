"""The built web pages in memory: every file once, with what a browser needs to keep it.

Only what was found when the gateway started is ever served, by exact name, so no path leads out.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fastapi import Request, Response

INDEX: Final = "index.html"
PAGE: Final = re.compile(r"/(?:[\w~-]+(?:/[\w~-]+)*/?)?", re.ASCII)  # no dots: those are files
NOT_PAGES: Final = frozenset(
    {
        *("api", "assets", "docs", "health", "internal", "livez", "metrics", "readyz"),
        *("static", "status"),
    }
)
IMMUTABLE: Final = "public, max-age=31536000, immutable"  # its name holds a hash of what is in it
ASK_AGAIN: Final = "no-cache"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
PACKED: Final = {"br": ".br", "gzip": ".gz"}  # the best first
SMALLEST_PACKED: Final = 1024  # bytes; less fits into one packet anyway
HASH_LETTERS: Final = 24


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is served.

    Attributes:
        bodies: content encoding to bytes; "" is the file as it is.
        etag: of the file as it is, without quotes.
    """

    kind: str
    cache: str
    etag: str
    bodies: dict[str, bytes] = field(repr=False)


Site = dict[str, File]


def load(folder: Path) -> Site:
    """Path to file, for everything in `folder`; nothing where no pages were built."""
    if not (folder / INDEX).is_file():
        return {}
    root = folder.resolve()
    found = [path for path in sorted(folder.rglob("*")) if _belongs(path, root)]
    named = {f"/{path.relative_to(folder).as_posix()}": path for path in found}
    return {name: _file(path, folder) for name, path in named.items() if "/." not in name}


def page_or_file(site: Site, raw_path: bytes) -> File | None:
    """What is at an address: a file of that very name, or the one page for the rest."""
    path = raw_path.decode("latin-1")
    if path in site and path != f"/{INDEX}":
        return site[path]
    first = path[1:].partition("/")[0].lower()
    if PAGE.fullmatch(path) is None or first in NOT_PAGES:
        return None
    return site.get(f"/{INDEX}")


def answer(file: File, request: Request) -> Response:
    """`file` in the best encoding that the browser takes, or 304 where it has it."""
    encoding = _encoding(file, request.headers.get("accept-encoding", ""))
    etag = f'"{file.etag}-{encoding}"' if encoding else f'"{file.etag}"'
    headers = {"ETag": etag, "Cache-Control": file.cache, "Vary": "Accept-Encoding"}
    known = (tag.strip().removeprefix("W/") for tag in _known(request).split(","))
    if etag in known:
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(file.bodies[encoding], media_type=file.kind, headers=headers)


def _known(request: Request) -> str:
    return request.headers.get("if-none-match", "")


def _belongs(path: Path, root: Path) -> bool:
    """Whether `path` is a file of a known kind that really lies in `root`."""
    return path.suffix in TYPES and path.is_file() and path.resolve().is_relative_to(root)


def _file(path: Path, folder: Path) -> File:
    plain = path.read_bytes()
    kept = path.relative_to(folder).parts[0] == "assets"
    return File(
        kind=TYPES[path.suffix],
        cache=IMMUTABLE if kept else ASK_AGAIN,
        etag=hashlib.sha256(plain).hexdigest()[:HASH_LETTERS],
        bodies={"": plain, **_packed(path, plain)},
    )


def _packed(path: Path, plain: bytes) -> dict[str, bytes]:
    """The encodings that the build made; gzip is made here where it did not."""
    if len(plain) < SMALLEST_PACKED:
        return {}
    packed = {}
    for encoding, suffix in PACKED.items():
        beside = path.with_name(path.name + suffix)
        if beside.is_file() and not beside.is_symlink():
            packed[encoding] = beside.read_bytes()
    if "gzip" not in packed:
        packed["gzip"] = gzip.compress(plain, mtime=0)
    return {encoding: body for encoding, body in packed.items() if len(body) < len(plain)}


def _encoding(file: File, accepted: str) -> str:
    """The best encoding of `file` that the header line `accepted` allows (RFC 9110, 12.5.3)."""
    taken = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if weight.strip("0.") or not weight:
            taken.add(name)
    return next((name for name in file.bodies if name and (name in taken or "*" in taken)), "")
