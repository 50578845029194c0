"""How many looks at each kind of text are kept, so that no cache grows with a file. Leaves out: vectors.

They are sizes for `functools.lru_cache`; what a look gives takes the bytes named, its text not counted.
"""

CHARACTERS = 8_192
"""More than the Han characters in use; up to 500 bytes each."""
WORDS = 16_384
"""Words, and runs of a few characters, that make up nearly all of any text; 100 to 500 bytes each."""
NAMES = 1_024
"""Names of people, who are met again nearby or not at all; 2 to 4 kB each."""
TEXTS = 4_096
"""Whole segments, both sides of the thousand that are checked together twice over; 1 to 2 kB each."""
