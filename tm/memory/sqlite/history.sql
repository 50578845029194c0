-- What was done, and taking it back.

-- name: generation
SELECT value FROM meta WHERE name = 'generation';

-- name: generation_next
UPDATE meta SET value = value + 1 WHERE name = 'generation' RETURNING value;

-- name: act_insert
INSERT INTO act (label, by, at, finished) VALUES (?, ?, ?, ?) RETURNING id;

-- name: act_finish
UPDATE act SET finished = :now WHERE id = :act AND finished IS NULL;

-- name: acts_unfinished
SELECT a.id, a.label, a.by, a.at, a.finished, a.undone_at, a.undone_by,
       (SELECT COALESCE(SUM(c.last - c.first + 1), 0) FROM change AS c WHERE c.act = a.id)
FROM act AS a WHERE a.finished IS NULL AND a.undone_at IS NULL ORDER BY a.id;

-- name: acts
SELECT a.id, a.label, a.by, a.at, a.finished, a.undone_at, a.undone_by,
       (SELECT COALESCE(SUM(c.last - c.first + 1), 0) FROM change AS c WHERE c.act = a.id)
FROM act AS a ORDER BY a.id DESC LIMIT ?;

-- name: act_latest
SELECT id, label, finished FROM act WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1;

-- name: act_undone
UPDATE act SET undone_at = :now, undone_by = :by, finished = COALESCE(finished, :now) WHERE id = :act;

-- name: change_insert
INSERT INTO change (act, kind, first, last, before) VALUES (?, ?, ?, ?, ?);

-- name: changes_of_act
SELECT id, kind, first, last, before FROM change WHERE act = ? AND id < ? ORDER BY id DESC LIMIT 1000;

-- name: change_after
UPDATE change SET after = ? WHERE id = ?;

-- name: changes_latest
SELECT c.id, a.label, a.at, a.by, c.kind, c.first, c.last, c.before, c.after, a.undone_at, a.id
FROM change AS c JOIN act AS a ON a.id = c.act ORDER BY c.id DESC LIMIT ?;

-- name: changes_of_row
-- Both kinds of change that say something of one row, newest first. Rows are added once, so the
-- stretch of added rows that begins nearest before a row is the one it came in with.
SELECT c.id, a.label, a.at, a.by, c.kind, c.first, c.last, c.before, c.after, a.undone_at, a.id
FROM change AS c JOIN act AS a ON a.id = c.act
WHERE c.kind = :kind AND c.id IN (
    SELECT id FROM change WHERE kind = :kind AND first = :row AND before IS NOT NULL
    UNION
    SELECT id FROM (
        SELECT id, last FROM change WHERE kind = :kind AND before IS NULL AND first <= :row
        ORDER BY first DESC LIMIT 1
    ) WHERE last >= :row
)
ORDER BY c.id DESC;

-- name: deltas_since
-- What later changes, still standing, replaced in one row; newest first.
SELECT c.id, c.before FROM change AS c JOIN act AS a ON a.id = c.act
WHERE c.kind = ? AND c.first = ? AND c.before IS NOT NULL AND c.id >= ? AND a.undone_at IS NULL
ORDER BY c.id DESC;
