"""`python -m liftlog`, the same as the command `liftlog`."""

from liftlog.cli import main

main(prog_name="liftlog")
