-- The words of all paragraphs, by FTS5: only an index, which follows the table by triggers.

CREATE VIRTUAL TABLE fulltext USING fts5 (
    text, speaker, label, content = 'paragraph', content_rowid = 'key',
    prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO fulltext (fulltext) VALUES ('rebuild');

CREATE TRIGGER paragraph_added AFTER INSERT ON paragraph BEGIN
    INSERT INTO fulltext (rowid, text, speaker, label) VALUES (new.key, new.text, new.speaker, new.label);
END;

CREATE TRIGGER paragraph_removed AFTER DELETE ON paragraph BEGIN
    INSERT INTO fulltext (fulltext, rowid, text, speaker, label)
    VALUES ('delete', old.key, old.text, old.speaker, old.label);
END;

CREATE TRIGGER paragraph_changed AFTER UPDATE OF text, speaker, label ON paragraph BEGIN
    INSERT INTO fulltext (fulltext, rowid, text, speaker, label)
    VALUES ('delete', old.key, old.text, old.speaker, old.label);
    INSERT INTO fulltext (rowid, text, speaker, label) VALUES (new.key, new.text, new.speaker, new.label);
END;
