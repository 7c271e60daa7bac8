"""Servers on loopback that stand in for what the product talks to, well-behaved or not."""
