"""`make bench`: print every figure that the documents quote."""

from __future__ import annotations

from benchmarks import transport

if __name__ == "__main__":
    transport.main([])
