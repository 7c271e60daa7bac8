"""The body from the front and from the back, its muscles shaded by how much they were worked.

Our own drawing: one half of each figure, the other is its mirror image. What a shade means stands in
the legend, and the same numbers in the table beside it: the picture is never alone.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from markupsafe import Markup

from liftlog.core.web.charts.shapes import element
from liftlog.domain.exercises.exercise import Muscle

STEP_ENDS: Final = (Decimal(0), Decimal(4), Decimal(8), Decimal(12), Decimal(16))
"""Hard sets a week up to which each shade reaches; beyond the last is the strongest."""

WIDTH, HEIGHT = 200, 420
_GAP = 24

_OUTLINE = (
    "M100 8C89 8 82 16 82 29C82 41 86 50 91 56L90 66C85 72 73 75 62 79C48 83 40 93 39 107"
    "C37 124 33 138 30 152C26 168 22 190 18 212C15 220 12 230 14 239C15 246 20 250 24 246"
    "C28 241 30 232 31 223C36 206 43 188 47 171C51 156 54 141 57 127C60 143 64 158 65 174"
    "C65 186 61 198 59 211C56 232 57 256 60 278C62 292 65 304 66 316C63 334 64 352 68 370"
    "C70 380 71 390 71 397C69 404 63 408 62 412C62 415 65 416 69 416L84 416C87 410 86 402 85 394"
    "C86 376 90 356 90 338C90 328 89 320 90 310C94 288 98 262 99 232L100 232Z"
)
# Half of the front and half of the back, each muscle as one or more shapes. 0 to 100 is the left.
_FRONT: Mapping[Muscle, tuple[str, ...]] = {
    Muscle.NECK: ("M93 59C95 61 98 63 100 63L100 78L97 76C94 72 92 67 93 59Z",),
    Muscle.TRAPS: ("M90 66C84 72 75 75 67 78C75 80 86 81 94 78C91 75 90 70 90 66Z",),
    Muscle.SIDE_DELTS: ("M60 81C49 84 42 93 41 107C41 111 43 113 45 111C46 99 52 88 62 81Z",),
    Muscle.FRONT_DELTS: (
        "M64 81C54 88 48 99 47 110C51 110 55 107 57 103C60 95 66 89 72 84C70 82 67 81 64 81Z",
    ),
    Muscle.CHEST: ("M98 83L80 82C70 85 62 94 59 105C60 117 70 123 82 122C91 121 97 117 98 111Z",),
    Muscle.BICEPS: (
        "M44 115C47 114 52 112 55 109C56 122 53 139 48 152C44 157 38 156 35 152C37 140 40 126 44 115Z",
    ),
    Muscle.FOREARMS: (
        "M33 156C37 161 43 161 46 158C44 176 38 194 31 213L20 211C23 192 27 172 33 156Z",
    ),
    Muscle.ABS: (
        "M98 125L87 126C83 127 82 131 82 138L98 138Z",
        "M98 141L82 141C82 146 82 151 83 157L98 157Z",
        "M98 160L83 160C83 166 84 172 85 178L98 178Z",
        "M98 181L85 181C86 196 91 212 98 222Z",
    ),
    Muscle.OBLIQUES: (
        "M79 126C71 126 64 122 61 117C62 135 67 155 68 172C68 182 74 192 83 197C80 176 78 148 79 126Z",
    ),
    Muscle.HIP_FLEXORS: (
        "M66 190C72 198 80 202 85 203C88 212 92 220 96 226C86 224 72 212 64 200Z",
    ),
    Muscle.ABDUCTORS: ("M63 203C68 210 73 215 78 219C71 226 65 236 62 247C59 232 60 216 63 203Z",),
    Muscle.QUADS: (
        "M81 221C85 224 88 226 90 229C91 252 87 280 83 303C79 309 73 309 70 304C64 288 61 268 63 250C67 237 73 228 81 221Z",
    ),
    Muscle.ADDUCTORS: ("M93 230L98 233C97 258 93 282 88 302C92 279 94 254 93 230Z",),
    Muscle.CALVES: (
        "M67 322C65 338 67 356 71 372L75 372C76 354 74 336 72 322Z",
        "M88 322C89 338 86 356 82 372L79 372C78 354 81 336 84 322Z",
    ),
}
_BACK: Mapping[Muscle, tuple[str, ...]] = {
    Muscle.NECK: ("M92 58C94 61 97 62 100 62L100 70L93 70C92 66 92 62 92 58Z",),
    Muscle.TRAPS: ("M100 72L92 72C88 76 78 78 68 80C80 88 90 106 95 140L100 146Z",),
    Muscle.SIDE_DELTS: ("M60 81C49 84 42 93 41 107C41 111 43 113 45 111C46 99 52 88 62 81Z",),
    Muscle.REAR_DELTS: ("M64 82C54 89 48 99 47 110C54 109 63 102 71 92C71 87 68 83 64 82Z",),
    Muscle.UPPER_BACK: (
        "M74 86C73 94 66 102 57 108C58 112 59 115 60 117C69 120 80 125 90 132C87 113 82 97 74 86Z",
    ),
    Muscle.LATS: (
        "M61 121C70 124 82 129 91 136C93 143 94 149 94 153C87 160 78 167 69 171C68 154 64 137 61 121Z",
    ),
    Muscle.LOWER_BACK: (
        "M98 150L96 155C89 163 79 170 69 175C69 180 69 184 70 186C80 188 90 194 98 201Z",
    ),
    Muscle.TRICEPS: (
        "M44 115C48 114 53 112 56 110C56 124 53 140 48 153C44 158 38 157 35 153C37 140 40 127 44 115Z",
    ),
    Muscle.FOREARMS: (
        "M33 157C37 162 43 162 46 159C44 176 38 194 31 213L20 211C23 192 27 173 33 157Z",
    ),
    Muscle.ABDUCTORS: ("M68 189C78 191 87 196 92 201C81 201 70 207 63 216C63 206 65 197 68 189Z",),
    Muscle.GLUTES: ("M98 206C87 202 72 208 64 219C60 232 64 243 75 245C87 247 96 241 98 233Z",),
    Muscle.ADDUCTORS: ("M92 247C95 246 97 243 98 240C98 255 96 271 93 285C94 272 94 259 92 247Z",),
    Muscle.HAMSTRINGS: (
        "M62 244C66 249 72 250 76 250C77 270 77 290 75 309C72 308 70 306 69 303C64 284 61 262 62 244Z",
        "M79 250C83 250 86 249 89 248C92 266 89 288 85 305C83 307 81 309 78 309C80 290 80 270 79 250Z",
    ),
    Muscle.CALVES: (
        "M69 316C72 318 75 319 77 319C78 338 77 356 75 372C72 372 70 368 69 362C65 346 65 330 69 316Z",
        "M80 319C83 319 85 318 87 316C89 332 87 350 83 364C82 369 80 372 78 372C80 356 80 338 80 319Z",
    ),
}


def step_of(sets: Decimal) -> int:
    """0 for a muscle that was not worked, else 1 to 5."""
    return sum(sets > end for end in STEP_ENDS)


def body_map(sets: Mapping[Muscle, Decimal], *, title: str, says: Mapping[Muscle, str]) -> Markup:
    """Front and back beside each other. `says` has a sentence for each muscle, shown on touch."""
    figures = (
        _figure(0, _FRONT, sets, says),
        _figure(WIDTH + _GAP, _BACK, sets, says),
    )
    return Markup(
        '<svg class="body-map" viewBox="0 0 {} {}" role="img"><title>{}</title>{}</svg>'
    ).format(2 * WIDTH + _GAP, HEIGHT, title, Markup("").join(figures))


def _figure(
    left: int,
    shapes: Mapping[Muscle, tuple[str, ...]],
    sets: Mapping[Muscle, Decimal],
    says: Mapping[Muscle, str],
) -> Markup:
    muscles = Markup("").join(
        _muscle(paths, step_of(sets.get(muscle, Decimal(0))), says.get(muscle, ""))
        for muscle, paths in shapes.items()
    )
    half = element("path", class_="body", d=_OUTLINE) + muscles
    mirrored = element("g", half, transform=f"matrix(-1 0 0 1 {WIDTH} 0)")
    return element("g", half + mirrored, transform=f"translate({left} 0)")


def _muscle(paths: tuple[str, ...], step: int, text: str) -> Markup:
    spoken = element("title", text) if text else Markup("")
    return element("g", spoken + _drawn(paths), class_=f"muscle muscle-{step}")


@cache
def _drawn(paths: tuple[str, ...]) -> Markup:
    return Markup("").join(element("path", d=path) for path in paths)
