-- Vectors by model and text. A vector's id is its model's id times 2^40 plus its text's id, so that
-- all vectors of a model lie together, by text, without a second index.

-- name: model_find
SELECT id, dimension, weights_hash FROM model WHERE name = ?;

-- name: model_insert
INSERT INTO model (name, dimension, weights_hash) VALUES (?, ?, ?) RETURNING id;

-- name: model_delete
DELETE FROM model WHERE id = ?;

-- name: models
SELECT m.name, m.dimension, m.weights_hash,
       (SELECT COUNT(*) FROM vector AS v WHERE v.id BETWEEN m.id << 40 AND ((m.id + 1) << 40) - 1)
FROM model AS m ORDER BY m.name;

-- name: vectors_by_text
SELECT wanted.value, v.data FROM json_each(:texts) AS wanted
CROSS JOIN vector AS v ON v.id = (:model << 40) + wanted.value;

-- name: vector_insert
INSERT INTO vector (id, data) VALUES (?, ?) ON CONFLICT (id) DO NOTHING;

-- name: vectors_delete
DELETE FROM vector WHERE id BETWEEN :model << 40 AND ((:model + 1) << 40) - 1;

-- name: vectors_after
SELECT v.id, t.hash, v.data FROM vector AS v CROSS JOIN text AS t ON t.id = v.id - (:model << 40)
WHERE v.id > (:model << 40) + :after AND v.id < (:model + 1) << 40 ORDER BY v.id LIMIT :limit;

-- name: en_vectors_after
SELECT u.id, v.data FROM unit AS u CROSS JOIN vector AS v ON v.id = (:model << 40) + u.en_text
WHERE u.id > :after AND u.state = 0 AND u.status <> 3 ORDER BY u.id LIMIT :limit;

-- name: zh_vectors_after
SELECT u.id, v.data FROM unit AS u CROSS JOIN vector AS v ON v.id = (:model << 40) + u.zh_text
WHERE u.id > :after AND u.state = 0 AND u.status <> 3 ORDER BY u.id LIMIT :limit;

-- name: en_vectors_by_ids
SELECT u.id, v.data FROM json_each(:ids) AS wanted CROSS JOIN unit AS u ON u.id = wanted.value
CROSS JOIN vector AS v ON v.id = (:model << 40) + u.en_text;

-- name: zh_vectors_by_ids
SELECT u.id, v.data FROM json_each(:ids) AS wanted CROSS JOIN unit AS u ON u.id = wanted.value
CROSS JOIN vector AS v ON v.id = (:model << 40) + u.zh_text;

-- name: texts_without
-- Texts of units in use that have no vector of a model yet.
SELECT t.id, t.body FROM text AS t
WHERE t.id > :after AND typeof(t.body) = 'text'
  AND NOT EXISTS (SELECT 1 FROM vector AS v WHERE v.id = (:model << 40) + t.id)
ORDER BY t.id LIMIT :limit;
