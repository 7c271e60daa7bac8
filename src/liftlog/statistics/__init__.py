"""Statistics as core and stats agree on them: a table of endpoints, and their queries and answers.

Stats computes and serves each row of the table; core proxies the same rows and asks by them.
"""
