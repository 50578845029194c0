-- Translation units: reading them, adding them, changing them.

-- name: unit_last
SELECT COALESCE(MAX(id), 0) FROM unit;

-- name: unit_insert
INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: unit_write
UPDATE unit SET en_text = ?, zh_text = ?, en_key = ?, zh_key = ?, pair = ?, origin = ?, zh_lang = ?,
    status = ?, state = ?, heir = ?, paragraph = ?, confidence = ?, confirmed_by = ?, confirmed_at = ?,
    en_previous = ?, en_next = ?, zh_previous = ?, zh_next = ?, note = ?, changed = ?
WHERE id = ?;

-- name: rows_by_keys
-- Every row, in use or not, whose two keys are among those asked for ([[en_key, zh_key], …]).
SELECT u.* FROM json_each(?) AS wanted
CROSS JOIN unit AS u ON u.en_key = json_extract(wanted.value, '$[0]')
                    AND u.zh_key = json_extract(wanted.value, '$[1]');

-- name: rows_by_ids
SELECT u.* FROM json_each(?) AS wanted CROSS JOIN unit AS u ON u.id = wanted.value ORDER BY wanted.key;

-- name: rows_of_releases
-- Rows in use of any pair that either release is part of.
SELECT u.* FROM pair AS p CROSS JOIN unit AS u ON u.pair = p.id
WHERE (p.en_release = :en OR p.zh_release = :zh) AND p.id <> 0 AND u.pair <> 0 AND u.state = 0
ORDER BY u.id;

-- name: units_by_ids
SELECT w.* FROM json_each(?) AS wanted CROSS JOIN whole_unit AS w ON w.id = wanted.value
WHERE w.state = 0 ORDER BY wanted.key;

-- name: units_by_ids_any
SELECT w.* FROM json_each(?) AS wanted CROSS JOIN whole_unit AS w ON w.id = wanted.value ORDER BY wanted.key;

-- name: exact_en
-- Confirmed first, review last; the newest first among equals.
SELECT * FROM whole_unit WHERE id IN (
    SELECT u.id FROM unit AS u JOIN origin AS o ON o.id = u.origin
    WHERE u.en_key = :key AND u.state = 0 AND u.status <> 3
    ORDER BY CASE u.status WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, o.date DESC, u.id DESC LIMIT :limit
) ORDER BY CASE status WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, date DESC, id DESC;

-- name: exact_zh
SELECT * FROM whole_unit WHERE id IN (
    SELECT u.id FROM unit AS u JOIN origin AS o ON o.id = u.origin
    WHERE u.zh_key = :key AND u.state = 0 AND u.status <> 3
    ORDER BY CASE u.status WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, o.date DESC, u.id DESC LIMIT :limit
) ORDER BY CASE status WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END, date DESC, id DESC;

-- name: units_after
SELECT * FROM whole_unit WHERE id > :after AND state = 0 AND (:barred OR status <> 3) ORDER BY id LIMIT :limit;

-- name: units_of_pair
SELECT w.* FROM pair AS p CROSS JOIN whole_unit AS w ON w.pair = p.id
WHERE p.en_release IS :en AND p.zh_release IS :zh AND w.pair <> 0 AND w.state = 0 ORDER BY w.id;

-- name: changed_since
-- The planner would rather walk the whole table in the order of ids.
SELECT id FROM unit INDEXED BY unit_changed WHERE changed > ? ORDER BY id;

-- name: units_count
SELECT COUNT(*) FROM unit WHERE state = 0 AND (:barred OR status <> 3);

-- name: pair_find
SELECT id FROM pair WHERE en_release IS ? AND zh_release IS ?;

-- name: pair_insert
INSERT INTO pair (en_release, zh_release) VALUES (?, ?) RETURNING id;

-- name: origin_find
SELECT id FROM origin WHERE document IS ? AND url IS ? AND date IS ? AND model IS ?;

-- name: origin_insert
INSERT INTO origin (document, url, date, model) VALUES (?, ?, ?, ?) RETURNING id;
