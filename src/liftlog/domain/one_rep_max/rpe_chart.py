"""The RTS chart: which share of a one-rep max a number of reps at an RPE is."""

from decimal import Decimal

REPS_MAX = 12
RPE_MIN = Decimal(6)
RPE_MAX = Decimal(10)

# Mike Tuchscherer, Reactive Training Systems: the "RPE chart" (The Reactive Training Manual, 2008,
# and "Customizing your RPE chart", 2016). A rep left in the tank weighs as much as a rep done, so one
# column in half steps of (reps + reps in reserve) holds the whole chart: 1, 1.5, 2, ... 16.
# Thousandths of the one-rep max. Published copies agree up to ten; beyond, some differ by 0.01.
THOUSANDTHS = (
    *(1000, 978, 955, 939, 922, 907, 892, 878, 863, 850),
    *(837, 824, 811, 799, 786, 774, 762, 751, 739, 723),
    *(707, 694, 680, 667, 653, 640, 626, 613, 599, 586),
    572,
)


def reps_to_failure(reps: int, rpe: Decimal) -> Decimal:
    """The reps that would have been possible: five at RPE 8 are seven."""
    return reps + RPE_MAX - rpe


def fraction_of_max(reps: int, rpe: Decimal) -> Decimal | None:
    """The share of the one-rep max, 0.572 to 1; None outside 1 to 12 reps, RPE 6 to 10, half steps."""
    half_steps = rpe * 2
    if not 1 <= reps <= REPS_MAX or not RPE_MIN <= rpe <= RPE_MAX or half_steps % 1:
        return None
    return Decimal(THOUSANDTHS[int((reps_to_failure(reps, rpe) - 1) * 2)]) / 1000
