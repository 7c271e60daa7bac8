"""Headers beside the answers of stats."""

# Which version of the lifter's history an answer was made of, and, from a standby, how many seconds
# that may be behind its primary.
VERSION_HEADER = "LiftLog-Stats-Version"
BEHIND_HEADER = "LiftLog-Stats-Behind"
