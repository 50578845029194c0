-- Counting what the memory holds.

-- name: units
SELECT status, state, COUNT(*) FROM unit GROUP BY status, state;

-- name: scripts
SELECT zh_lang, COUNT(*) FROM unit WHERE state = 0 GROUP BY zh_lang;

-- name: years
SELECT COALESCE(substr(o.date, 1, 4), ''), COUNT(*) FROM unit AS u JOIN origin AS o ON o.id = u.origin
WHERE u.state = 0 GROUP BY 1 ORDER BY 1;

-- name: renderings
SELECT COUNT(*) FROM (SELECT DISTINCT en_key, zh_key FROM unit WHERE state = 0);

-- name: releases
SELECT lang, COUNT(*) FROM release WHERE state = 0 GROUP BY lang ORDER BY lang;

-- name: pairs
SELECT COUNT(*) FROM pairing WHERE state = 0;

-- name: segments
SELECT COUNT(*) FROM segment AS s JOIN release AS r ON r.id = s.release WHERE r.state = 0;

-- name: texts
SELECT COUNT(*) FROM text WHERE typeof(body) = 'text';

-- name: terms
SELECT status, COUNT(*) FROM term WHERE state = 0 GROUP BY status ORDER BY status;

-- name: reviews
SELECT action, COUNT(*) FROM review WHERE state = 0 GROUP BY action ORDER BY action;

-- name: acts
SELECT COUNT(*) FROM act;

-- name: size
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;
