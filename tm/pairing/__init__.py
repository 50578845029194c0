"""Which English release answers which Chinese one. Leaves out: storage."""
