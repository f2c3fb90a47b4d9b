"""One shard of a collection: what a worker reads, cuts and writes, without anyone's help.

Only what a worker needs is imported here; a second of start-up is a tenth of its work.
"""
