-- Whether the memory agrees with itself.

-- name: foreign_keys
SELECT "table", COUNT(*) FROM pragma_foreign_key_check GROUP BY "table";

-- name: twins
SELECT COUNT(*) FROM (
    SELECT 1 FROM unit WHERE state <> 3 GROUP BY en_key, zh_key, pair, zh_lang HAVING COUNT(*) > 1
);

-- name: wordless
SELECT COUNT(*) FROM unit AS u JOIN text AS en ON en.id = u.en_text JOIN text AS zh ON zh.id = u.zh_text
WHERE typeof(en.body) <> 'text' OR typeof(zh.body) <> 'text';

-- name: vector_lengths
SELECT COUNT(*) FROM vector AS v LEFT JOIN model AS m ON m.id = v.id >> 40
WHERE m.id IS NULL OR length(v.data) <> m.dimension;

-- name: live_releases_twice
SELECT COUNT(*) FROM (SELECT 1 FROM release WHERE state = 0 GROUP BY key HAVING COUNT(*) > 1);

-- name: unit_texts_after
SELECT u.id, en.body, zh.body, u.en_key, u.zh_key FROM unit AS u
CROSS JOIN text AS en ON en.id = u.en_text CROSS JOIN text AS zh ON zh.id = u.zh_text
WHERE u.id > :after ORDER BY u.id LIMIT :limit;

-- name: keys_write
UPDATE unit SET en_key = ?, zh_key = ?, changed = ? WHERE id = ?;

-- name: recipe_write
INSERT INTO meta VALUES ('key_probe', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: recipe
SELECT value FROM meta WHERE name = 'key_probe';
