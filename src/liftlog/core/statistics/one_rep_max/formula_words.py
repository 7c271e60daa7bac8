"""Each equation as people write it, and where it is from."""

from dataclasses import dataclass

from liftlog.core.web import formats
from liftlog.core.web.translations import gettext as _
from liftlog.domain.one_rep_max.estimates import Effort, Formula


@dataclass(frozen=True, slots=True)
class WrittenEquation:
    """`equation` in w (weight) and r (reps), the same in every language; `source` is a citation."""

    name: str
    equation: str
    source: str


_EQUATIONS = {
    Formula.EPLEY: "w × (1 + r / 30)",
    Formula.BRZYCKI: "w × 36 / (37 − r)",
    Formula.LANDER: "100 w / (101.3 − 2.67123 r)",
    Formula.LOMBARDI: "w × r^0.10",
    Formula.MAYHEW: "100 w / (52.2 + 41.9 e^(−0.055 r))",
    Formula.OCONNER: "w × (1 + r / 40)",
    Formula.WATHAN: "100 w / (48.8 + 53.8 e^(−0.075 r))",
    Formula.RTS: "w / share(r, RPE)",
}
_SOURCES = {
    Formula.EPLEY: "Epley, Boyd Epley Workout, 1985",
    Formula.BRZYCKI: "Brzycki, Journal of Physical Education, Recreation & Dance, 1993",
    Formula.LANDER: "Lander, NSCA Journal, 1985",
    Formula.LOMBARDI: "Lombardi, Beginning Weight Training, 1989",
    Formula.MAYHEW: "Mayhew et al., Journal of Applied Sport Science Research, 1992",
    Formula.OCONNER: "O'Conner, Simmons, O'Shea, Weight Training Today, 1989",
    Formula.WATHAN: "Wathen, in Baechle (ed.), Essentials of Strength Training, 1994",
    Formula.RTS: "Tuchscherer, The Reactive Training Manual, 2008",
}


def effort_name(effort: Effort) -> str:
    return {
        Effort.IGNORED: _("Reps as done"),
        Effort.USED: _("Reps in reserve count"),
    }[effort]


def written(formula: Formula) -> WrittenEquation:
    return WrittenEquation(formats.FORMULA_NAMES[formula], _EQUATIONS[formula], _SOURCES[formula])


def method_name(method: str) -> str:
    """An equation, or the lifter's own curve."""
    return _("Your own curve") if method == "own" else formats.FORMULA_NAMES[Formula(method)]
