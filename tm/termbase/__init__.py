"""Finding terms in text. Leaves out: storage."""
