"""One module a format, streaming both ways. Leaves out: storage."""
