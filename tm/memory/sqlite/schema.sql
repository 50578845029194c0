-- The tables of a memory file, schema version 1. Leaves out: queries (beside, by subject) and
-- migrations (folder `migrations`). Every table that people change has `id`, `state` and `changed`,
-- so that one piece of code can take any change back.
--
-- state: 0 live, 1 superseded by a later text of its release, 2 deleted, 3 undone (never was),
--        4 edited away and 5 merged away (`heir` names the unit that stands for it).

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,   -- generation | key_probe
    value ANY                 -- generation: INTEGER that grows with every commit that changes units or
                              -- terms; key_probe: TEXT, fingerprint of the match keys' recipe
) STRICT, WITHOUT ROWID;

CREATE TABLE text (
    id    INTEGER PRIMARY KEY,
    hash  INTEGER NOT NULL,   -- first 64 bits of BLAKE2b of the UTF-8 text, signed
    body  ANY NOT NULL        -- TEXT as written; or a BLOB, the text's 32-byte BLAKE2b, where only a
                              -- vector is known and the words themselves are not kept
) STRICT;
CREATE INDEX text_hash ON text (hash);

CREATE TABLE pair (
    id         INTEGER PRIMARY KEY,  -- 0 is "from no release"
    en_release TEXT,                 -- key of the English release, NULL if none
    zh_release TEXT                  -- key of the Chinese release, NULL if none
) STRICT;
CREATE INDEX pair_en ON pair (en_release, zh_release);
CREATE INDEX pair_zh ON pair (zh_release);

CREATE TABLE origin (
    id       INTEGER PRIMARY KEY,
    document TEXT,             -- file a unit was imported from
    url      TEXT,
    date     TEXT,             -- ISO 8601 date of the release or of the imported unit
    model    TEXT              -- encoder that aligned it
) STRICT;
CREATE INDEX origin_whole ON origin (document, url, date, model);

CREATE TABLE unit (
    id           INTEGER PRIMARY KEY,
    en_text      INTEGER NOT NULL REFERENCES text (id),
    zh_text      INTEGER NOT NULL REFERENCES text (id),
    en_key       INTEGER NOT NULL,  -- 64-bit hash of the match key of the English text
    zh_key       INTEGER NOT NULL,  -- the same of the Chinese text
    pair         INTEGER NOT NULL REFERENCES pair (id),
    origin       INTEGER NOT NULL REFERENCES origin (id),
    zh_lang      INTEGER NOT NULL,  -- 0 zh, 1 zh-Hans, 2 zh-Hant
    status       INTEGER NOT NULL,  -- 0 plain, 1 confirmed, 2 review, 3 do-not-reuse
    state        INTEGER NOT NULL,  -- see above
    heir         INTEGER REFERENCES unit (id),  -- unit that stands for an edited or merged one
    paragraph    INTEGER,           -- of the Chinese side
    confidence   REAL,              -- of its bead, 0-1
    confirmed_by TEXT,
    confirmed_at TEXT,              -- ISO 8601
    en_previous  INTEGER REFERENCES text (id),  -- neighbours, NULL at an edge or unknown
    en_next      INTEGER REFERENCES text (id),
    zh_previous  INTEGER REFERENCES text (id),
    zh_next      INTEGER REFERENCES text (id),
    note         TEXT,              -- NULL is the empty note
    changed      INTEGER NOT NULL   -- generation of its last change
) STRICT;
-- One row an identity, undone ones apart: writers see to it, `check` counts it. No UNIQUE, since
-- undoing swaps identities between rows.
CREATE INDEX unit_identity ON unit (en_key, zh_key, pair);
CREATE INDEX unit_zh_key ON unit (zh_key);
CREATE INDEX unit_pair ON unit (pair) WHERE pair <> 0;
CREATE INDEX unit_changed ON unit (changed);

CREATE VIEW whole_unit AS
SELECT u.id, en.body AS en, zh.body AS zh, u.zh_lang, u.status, u.note,
       p.en_release, p.zh_release, o.document, o.url, o.date, o.model,
       u.paragraph, u.confidence, u.confirmed_by, u.confirmed_at,
       ep.body AS en_previous, ef.body AS en_next, zp.body AS zh_previous, zf.body AS zh_next,
       u.state, u.changed, u.en_key, u.zh_key, u.pair
FROM unit AS u
CROSS JOIN text AS en ON en.id = u.en_text
CROSS JOIN text AS zh ON zh.id = u.zh_text
CROSS JOIN pair AS p ON p.id = u.pair
CROSS JOIN origin AS o ON o.id = u.origin
LEFT JOIN text AS ep ON ep.id = u.en_previous
LEFT JOIN text AS ef ON ef.id = u.en_next
LEFT JOIN text AS zp ON zp.id = u.zh_previous
LEFT JOIN text AS zf ON zf.id = u.zh_next;

CREATE TABLE release (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL,     -- POSIX path relative to what was read; one live row a key
    lang        TEXT NOT NULL,     -- BCP-47
    title       TEXT NOT NULL,
    date        TEXT,              -- ISO 8601
    origin      TEXT,              -- the page's own origin line
    url         TEXT,
    body        BLOB NOT NULL,     -- zlib of the JSON list of paragraphs
    fingerprint TEXT NOT NULL,     -- of everything but the key, segments included
    state       INTEGER NOT NULL,
    changed     INTEGER NOT NULL
) STRICT;
CREATE INDEX release_key ON release (key, state);

CREATE TABLE segment (
    release   INTEGER NOT NULL REFERENCES release (id),
    position  INTEGER NOT NULL,    -- 0 is the title
    paragraph INTEGER NOT NULL,
    text      INTEGER NOT NULL REFERENCES text (id),
    PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE pairing (
    id             INTEGER PRIMARY KEY,
    pair           INTEGER NOT NULL REFERENCES pair (id),
    confidence     REAL NOT NULL,
    beads          BLOB NOT NULL,  -- zlib of JSON [[en], [zh], score, confidence, status, moved]
    recipe         TEXT NOT NULL,  -- what made the beads (model and settings), '' if not said
    en_fingerprint TEXT NOT NULL,  -- of the releases the beads were made from
    zh_fingerprint TEXT NOT NULL,
    state          INTEGER NOT NULL,
    changed        INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_pair ON pairing (pair, state);

CREATE TABLE model (
    id           INTEGER PRIMARY KEY,
    name         TEXT NOT NULL UNIQUE,
    dimension    INTEGER NOT NULL,
    weights_hash TEXT NOT NULL     -- SHA-256 of the weights, hexadecimal
) STRICT;

CREATE TABLE vector (
    id   INTEGER PRIMARY KEY,      -- model id * 2^40 + text id
    data BLOB NOT NULL             -- int8[dimension], the unit vector times 127 / its largest component
) STRICT;

CREATE TABLE term (
    id          INTEGER PRIMARY KEY,
    en          TEXT NOT NULL,     -- full form
    zh          TEXT NOT NULL,     -- full form
    en_forms    TEXT NOT NULL,     -- JSON [[short], [abbreviation], [variants]]
    zh_forms    TEXT NOT NULL,
    status      TEXT NOT NULL,     -- preferred | admitted | deprecated | forbidden
    required    INTEGER NOT NULL,  -- 0 | 1
    valid_from  TEXT,              -- ISO 8601
    valid_to    TEXT,
    replaced_by TEXT,
    authority   TEXT NOT NULL,
    domain      TEXT NOT NULL,
    note        TEXT NOT NULL,
    state       INTEGER NOT NULL,
    changed     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX term_identity ON term (zh, en, domain);

CREATE TABLE review (
    id         INTEGER PRIMARY KEY,
    action     TEXT NOT NULL,      -- confirm | reject
    en         TEXT NOT NULL,      -- JSON list of segment texts
    zh         TEXT NOT NULL,
    occurrence INTEGER NOT NULL,   -- which of several equal beads, from 0
    by         TEXT NOT NULL,
    at         TEXT NOT NULL,      -- UTC, ISO 8601
    state      INTEGER NOT NULL,
    changed    INTEGER NOT NULL
) STRICT;
CREATE INDEX review_bead ON review (zh, en);

CREATE TABLE act (
    id        INTEGER PRIMARY KEY,
    label     TEXT NOT NULL,       -- what the user did, in words
    by        TEXT NOT NULL,
    at        TEXT NOT NULL,       -- UTC, ISO 8601, of its first change
    finished  TEXT,                -- NULL while a series of batches runs or after it was cut off
    undone_at TEXT,
    undone_by TEXT
) STRICT;

CREATE TABLE change (
    id     INTEGER PRIMARY KEY,
    act    INTEGER NOT NULL REFERENCES act (id),
    kind   TEXT NOT NULL,          -- the table: unit | term | release | pairing | review
    first  INTEGER NOT NULL,       -- row id
    last   INTEGER NOT NULL,       -- row id; greater than `first` only for rows added together
    before TEXT,                   -- JSON of the columns that differed; NULL where rows were added
    after  TEXT                    -- JSON of the same columns, written when the change is taken back
) STRICT;
CREATE INDEX change_act ON change (act);
CREATE INDEX change_row ON change (kind, first);

INSERT INTO meta VALUES ('generation', 0);
INSERT INTO pair VALUES (0, NULL, NULL);
