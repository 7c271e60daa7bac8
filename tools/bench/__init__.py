"""`make bench`: how fast LiftLog is, beside the database under it on the same cores."""
