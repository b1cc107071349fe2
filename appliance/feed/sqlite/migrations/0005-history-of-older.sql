-- In pieces: what an older log has comes into the history, 20,000 entries a commit.
INSERT OR IGNORE INTO history (room, id)
SELECT room, id FROM log
WHERE id > (SELECT CAST(value AS INTEGER) FROM about WHERE name = 'history')
ORDER BY id LIMIT 20000;

UPDATE about SET value = coalesce(
    (SELECT id FROM log WHERE id > CAST(about.value AS INTEGER) ORDER BY id LIMIT 1 OFFSET 19999),
    (SELECT max(id) FROM log),
    value)
WHERE name = 'history';

SELECT coalesce((SELECT max(id) FROM log), CAST(value AS INTEGER)) - CAST(value AS INTEGER)
FROM about WHERE name = 'history';
