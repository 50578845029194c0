-- Taking changes back. `KIND_added`: rows that were added never were. `KIND_read` and `KIND_write`:
-- the columns people's changes touch, as JSON, and putting them back.

-- name: unit_added
UPDATE unit SET state = 3, changed = :generation WHERE id BETWEEN :first AND :last;

-- name: term_added
UPDATE term SET state = 3, changed = :generation WHERE id BETWEEN :first AND :last;

-- name: release_added
UPDATE release SET state = 3, changed = :generation WHERE id BETWEEN :first AND :last;

-- name: pairing_added
UPDATE pairing SET state = 3, changed = :generation WHERE id BETWEEN :first AND :last;

-- name: review_added
UPDATE review SET state = 3, changed = :generation WHERE id BETWEEN :first AND :last;

-- name: release_read
SELECT json_object('state', state) FROM release WHERE id = ?;

-- name: release_write
UPDATE release SET state = :state, changed = :changed WHERE id = :id;

-- name: pairing_read
SELECT json_object('state', state) FROM pairing WHERE id = ?;

-- name: pairing_write
UPDATE pairing SET state = :state, changed = :changed WHERE id = :id;

-- name: review_read
SELECT json_object('state', state) FROM review WHERE id = ?;

-- name: review_write
UPDATE review SET state = :state, changed = :changed WHERE id = :id;

-- name: term_read
SELECT json_object('en_forms', en_forms, 'zh_forms', zh_forms, 'status', status, 'required', required,
    'valid_from', valid_from, 'valid_to', valid_to, 'replaced_by', replaced_by, 'authority', authority,
    'note', note, 'state', state)
FROM term WHERE id = ?;

-- name: term_write
UPDATE term SET en_forms = :en_forms, zh_forms = :zh_forms, status = :status, required = :required,
    valid_from = :valid_from, valid_to = :valid_to, replaced_by = :replaced_by, authority = :authority,
    note = :note, state = :state, changed = :changed
WHERE id = :id;

-- name: whole_of_columns
-- The view `whole_unit` for columns that are not a row any more.
SELECT :id, en.body, zh.body, :zh_lang, :status, :note, p.en_release, p.zh_release,
       o.document, o.url, o.date, o.model, :paragraph, :confidence, :confirmed_by, :confirmed_at,
       (SELECT body FROM text WHERE id = :en_previous), (SELECT body FROM text WHERE id = :en_next),
       (SELECT body FROM text WHERE id = :zh_previous), (SELECT body FROM text WHERE id = :zh_next)
FROM text AS en, text AS zh, pair AS p, origin AS o
WHERE en.id = :en_text AND zh.id = :zh_text AND p.id = :pair AND o.id = :origin;
