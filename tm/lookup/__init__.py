"""One ranked list of earlier renderings, with reasons. Leaves out: the storage engine."""
