"""The newest migration, written by `make revision`: stats does not have the migrations."""

SCHEMA_REVISION = "20261201_1300"
