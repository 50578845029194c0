-- Texts, each kept once however many units, neighbours and segments it is part of.

-- name: texts_by_hash
SELECT t.id, t.hash, t.body FROM json_each(?) AS wanted CROSS JOIN text AS t ON t.hash = wanted.value;

-- name: text_last
SELECT COALESCE(MAX(id), 0) FROM text;

-- name: text_insert
INSERT INTO text (id, hash, body) VALUES (?, ?, ?);

-- name: text_body
-- The words of a text of which only a vector was known.
UPDATE text SET body = ? WHERE id = ?;
