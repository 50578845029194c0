"""A memory in one SQLite file. Leaves out: what a memory offers (`protocols`) and search indexes."""

from tm.memory.sqlite.store import SqliteMemory

__all__ = ["SqliteMemory"]
