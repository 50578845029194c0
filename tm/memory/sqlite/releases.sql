-- Releases with their segments, and which answer each other.

-- name: release_find
SELECT id, fingerprint FROM release WHERE key = ? AND state = 0;

-- name: release_insert
INSERT INTO release (key, lang, title, date, origin, url, body, fingerprint, state, changed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id;

-- name: release_supersede
UPDATE release SET state = 1, changed = ? WHERE id = ?;

-- name: release_get
SELECT id, key, lang, title, date, origin, url, body FROM release WHERE key = ? AND state = 0;

-- name: release_keys
SELECT key FROM release WHERE state = 0 ORDER BY key;

-- name: segment_insert
INSERT INTO segment (release, position, paragraph, text) VALUES (?, ?, ?, ?);

-- name: segments
SELECT t.body, s.paragraph FROM segment AS s CROSS JOIN text AS t ON t.id = s.text
WHERE s.release = ? ORDER BY s.position;

-- name: pairings_of_releases
SELECT g.id, p.en_release, p.zh_release, g.confidence, g.beads, g.recipe, g.en_fingerprint, g.zh_fingerprint
FROM pair AS p CROSS JOIN pairing AS g ON g.pair = p.id
WHERE (p.en_release = :en OR p.zh_release = :zh) AND g.state = 0;

-- name: pairing_supersede
UPDATE pairing SET state = 1, changed = ? WHERE id = ?;

-- name: pairing_insert
INSERT INTO pairing (pair, confidence, beads, recipe, en_fingerprint, zh_fingerprint, state, changed)
VALUES (?, ?, ?, ?, ?, ?, 0, ?) RETURNING id;

-- name: pairings
SELECT g.id, p.en_release, p.zh_release, g.confidence, g.beads, g.recipe, g.en_fingerprint, g.zh_fingerprint
FROM pairing AS g JOIN pair AS p ON p.id = g.pair WHERE g.state = 0 ORDER BY p.en_release, p.zh_release;
