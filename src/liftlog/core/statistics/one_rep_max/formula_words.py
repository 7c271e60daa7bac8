"""What efforts and methods of estimating are called."""

from liftlog.core.web import formats
from liftlog.core.web.translations import gettext as _
from liftlog.domain.one_rep_max.estimates import Effort, Formula


def effort_name(effort: Effort) -> str:
    return {
        Effort.IGNORED: _("Reps as done"),
        Effort.USED: _("Reps in reserve count"),
    }[effort]


def method_name(method: str) -> str:
    """An equation, or the lifter's own curve."""
    return _("Your own curve") if method == "own" else formats.FORMULA_NAMES[Formula(method)]
