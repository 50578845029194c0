-- The termbase.

-- name: terms_all
SELECT id, en, zh, en_forms, zh_forms, status, required, valid_from, valid_to, replaced_by, authority,
       domain, note, state
FROM term WHERE state = 0 ORDER BY id;

-- name: term_by_identity
SELECT id, en, zh, en_forms, zh_forms, status, required, valid_from, valid_to, replaced_by, authority,
       domain, note, state
FROM term WHERE zh = ? AND en = ? AND domain = ?;

-- name: term_by_id
SELECT id, en, zh, en_forms, zh_forms, status, required, valid_from, valid_to, replaced_by, authority,
       domain, note, state
FROM term WHERE id = ?;

-- name: term_insert
INSERT INTO term (en, zh, en_forms, zh_forms, status, required, valid_from, valid_to, replaced_by,
                  authority, domain, note, state, changed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id;

-- name: term_write
UPDATE term SET en_forms = ?, zh_forms = ?, status = ?, required = ?, valid_from = ?, valid_to = ?,
    replaced_by = ?, authority = ?, note = ?, state = ?, changed = ?
WHERE id = ?;

-- name: terms_count
SELECT COUNT(*) FROM term WHERE state = 0;

-- name: terms_latest
SELECT COALESCE(MAX(changed), 0) FROM term;
