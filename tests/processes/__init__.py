"""LiftLog as a whole: its own commands, its own processes, its own PostgreSQL."""
