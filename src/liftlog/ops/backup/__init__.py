"""Backups that are restored and compared before they are called good."""
