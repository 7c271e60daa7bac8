"""LiftLog Cloud: a strength-training log that people host themselves."""

__version__ = "0.1.0"
