"""Tests of reading the exports of other apps."""
