"""Make the app's PNG icons from its mark: python -m tools.icons

Browsers want them as PNG for a home screen. They are the three bars of favicon.svg, white on blue,
drawn by distance so that the edges are smooth, and written with the standard library alone.
"""

import struct
import sys
import zlib
from dataclasses import dataclass
from math import hypot
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "src" / "liftlog" / "core" / "web" / "static"
BLUE, WHITE = (0x1D, 0x56, 0xC9), (0xFF, 0xFF, 0xFF)
BARS = ((5.0, 15.0, 20.0), (12.0, 9.0, 20.0), (19.0, 4.0, 20.0))
"""x, top and bottom of each bar on the mark's grid of 24."""
BAR_RADIUS = 2.25
GRID = 24


@dataclass(frozen=True, slots=True)
class Icon:
    """`scale`: how much of the width the mark takes; `corner`: the radius, in widths."""

    name: str
    size: int
    scale: float
    corner: float


ICONS = (
    Icon("app-192.png", 192, 0.62, 0.22),
    Icon("app-512.png", 512, 0.62, 0.22),
    # A launcher may cut away all but the middle four fifths, and rounds the corners itself.
    Icon("app-maskable-512.png", 512, 0.48, 0),
    Icon("apple-touch-180.png", 180, 0.58, 0),
)


def _inside(distance: float) -> float:
    """How much of a pixel is covered, `distance` pixels from an edge; negative is inside."""
    return min(1.0, max(0.0, 0.5 - distance))


def _mark(x: float, y: float) -> float:
    """The distance to the nearest bar, on the mark's grid."""
    return min(
        hypot(x - bar, y - min(max(y, top), bottom)) - BAR_RADIUS for bar, top, bottom in BARS
    )


def _tile(icon: Icon, x: float, y: float) -> float:
    """The distance to the tile's edge, in pixels."""
    half, radius = icon.size / 2, icon.corner * icon.size
    if not radius:
        return -1
    dx, dy = (max(abs(one - half) - half + radius, 0) for one in (x, y))
    return hypot(dx, dy) - radius


def _pixel(icon: Icon, column: int, row: int) -> bytes:
    x, y = column + 0.5, row + 0.5
    unit = icon.size * icon.scale / GRID
    margin = icon.size * (1 - icon.scale) / 2
    ink = _inside(_mark((x - margin) / unit, (y - margin) / unit) * unit)
    colour = (round(b + (w - b) * ink) for b, w in zip(BLUE, WHITE, strict=True))
    return bytes((*colour, round(255 * _inside(_tile(icon, x, y)))))


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def drawn(icon: Icon) -> bytes:
    """A PNG, eight bits each of red, green, blue and alpha."""
    everywhere = range(icon.size)
    rows = (b"\0" + b"".join(_pixel(icon, at, row) for at in everywhere) for row in everywhere)
    head = struct.pack(">IIBBBBB", icon.size, icon.size, 8, 6, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def main() -> int:
    for icon in ICONS:
        path = STATIC / "icons" / icon.name
        path.write_bytes(drawn(icon))
        sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
