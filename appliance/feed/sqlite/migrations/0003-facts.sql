-- What is true now, set by entries in their own transaction. Of what was taken away the number
-- stays, without a value, so that processes that were not told can catch up.
CREATE TABLE fact (
    noun  TEXT NOT NULL,
    name  TEXT NOT NULL,
    entry INTEGER NOT NULL,
    value TEXT,
    PRIMARY KEY (noun, name)
) WITHOUT ROWID;

CREATE INDEX fact_by_entry ON fact (entry);
