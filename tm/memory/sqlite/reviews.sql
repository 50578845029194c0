-- People's corrections to beads.

-- name: reviews_all
SELECT action, en, zh, occurrence, by, at FROM review WHERE state = 0 ORDER BY id;

-- name: review_latest
SELECT action FROM review WHERE en = ? AND zh = ? AND occurrence = ? AND state = 0 ORDER BY id DESC LIMIT 1;

-- name: review_insert
INSERT INTO review (action, en, zh, occurrence, by, at, state, changed) VALUES (?, ?, ?, ?, ?, ?, 0, ?)
RETURNING id;
