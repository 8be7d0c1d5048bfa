-- What a coder's login sees: in a schema before the store's own, under the same names.
--
-- Who codes blind reads through functions alone. Policies on the tables, and views over them, would hide the
-- rows, but EXPLAIN would count those left out, for any key one asks for, and estimate them from statistics.
-- Nor do they read any row beside those they give: how many blocks and rows an answer took can be asked for too.
-- So each part of what is seen is one that an index has by itself.

-- What is in nobody's layer and says nothing of what coders said.
CREATE FUNCTION shown_kinds() RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
SELECT ARRAY['assignment', 'person', 'withdrawn', 'reimport', 'code']
$$;

CREATE FUNCTION seen_state() RETURNS SETOF state
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    own text := own_layer();
    name text := split_part(own, '#', 1);
BEGIN
    IF own IS NULL THEN
        RETURN QUERY SELECT * FROM state;
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM state s WHERE s.coder = own
    UNION ALL SELECT * FROM state s WHERE s.coder = '' AND s.kind = ANY (shown_kinds())
    UNION ALL SELECT * FROM state s WHERE s.coder = '' AND s.kind = 'unblinded' AND s.code = name
    UNION ALL SELECT * FROM state s
    WHERE s.coder = '' AND s.kind = 'unblinded' AND s.code >= name || '#' AND s.code < name || '$';
END
$$;

-- The same on a few paragraphs, at a cost that does not grow with what one has coded.
CREATE FUNCTION seen_on(_subjects text[]) RETURNS SETOF state
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 5 AS $$
DECLARE
    own text := own_layer();
    name text := split_part(own, '#', 1);
    one text;
    shown text;
BEGIN
    IF own IS NULL THEN
        RETURN QUERY SELECT * FROM state s WHERE s.subject = ANY (_subjects);
        RETURN;
    END IF;
    FOREACH one IN ARRAY _subjects LOOP
        FOREACH shown IN ARRAY shown_kinds() LOOP
            RETURN QUERY SELECT * FROM state s WHERE s.subject = one AND s.coder = '' AND s.kind = shown;
        END LOOP;
        RETURN QUERY SELECT * FROM state s WHERE s.subject = one AND s.coder = own
        UNION ALL SELECT * FROM state s
        WHERE s.subject = one AND s.coder = '' AND s.kind = 'unblinded' AND s.code = name
        UNION ALL SELECT * FROM state s
        WHERE s.subject = one AND s.coder = '' AND s.kind = 'unblinded'
            AND s.code >= name || '#' AND s.code < name || '$';
    END LOOP;
END
$$;

-- The clock counts what is shown alone: a gap would tell of what is not.
CREATE FUNCTION seen_journal() RETURNS SETOF journal
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    own text := own_layer();
    name text := split_part(own, '#', 1);
BEGIN
    IF own IS NULL THEN
        RETURN QUERY SELECT * FROM journal;
        RETURN;
    END IF;
    RETURN QUERY SELECT j.id, row_number() OVER (ORDER BY j.lamport, j.id), j.batch, j.action, j.of, j.actor,
        j.at, j.kind, j.coder, j.subject, j.code, j.before, j.after, j.session_revision, j.codebook_revision
    FROM (
        SELECT * FROM journal s WHERE s.coder = own
        UNION ALL SELECT * FROM journal s WHERE s.coder = '' AND s.kind = ANY (shown_kinds())
        UNION ALL SELECT * FROM journal s WHERE s.coder = '' AND s.kind = 'unblinded' AND s.code = name
        UNION ALL SELECT * FROM journal s
        WHERE s.coder = '' AND s.kind = 'unblinded' AND s.code >= name || '#' AND s.code < name || '$'
    ) AS j;
END
$$;

CREATE FUNCTION last_lamport() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    own text := own_layer();
    name text := split_part(own, '#', 1);
BEGIN
    IF own IS NULL THEN
        RETURN (SELECT max(lamport) FROM journal);
    END IF;
    RETURN (SELECT count(*) FROM journal s WHERE s.coder = own)
        + (SELECT count(*) FROM journal s WHERE s.coder = '' AND s.kind = ANY (shown_kinds()))
        + (SELECT count(*) FROM journal s WHERE s.coder = '' AND s.kind = 'unblinded' AND s.code = name)
        + (SELECT count(*) FROM journal s WHERE s.coder = '' AND s.kind = 'unblinded'
            AND s.code >= name || '#' AND s.code < name || '$');
END
$$;

CREATE FUNCTION seen_tally() RETURNS SETOF tally
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT * FROM tally WHERE coder = coalesce(own_layer(), coder)
$$;

CREATE FUNCTION seen_coder() RETURNS SETOF coder
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT * FROM coder WHERE name = coalesce(own_layer(), name)
$$;

CREATE FUNCTION seen_step() RETURNS SETOF step
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT * FROM step WHERE actor = coalesce(own_layer(), actor)
$$;

CREATE FUNCTION seen_place() RETURNS SETOF place
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT * FROM place WHERE coder = coalesce(own_layer(), coder)
$$;

-- A paragraph that had lost its place is looked for again only where something stands on it.
CREATE FUNCTION seen_carried() RETURNS SETOF carried
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE own text := own_layer();
BEGIN
    RETURN QUERY SELECT * FROM carried c
    WHERE own IS NULL
        OR NOT EXISTS (
            SELECT 1 FROM carried e WHERE e.session = c.session AND e.position < c.position
                AND e.how = 'unplaced' AND c.old_id IN (e.old_id, e.new_id))
        OR EXISTS (SELECT 1 FROM state s WHERE s.subject IN (c.old_id, c.new_id) AND s.coder = own);
END
$$;

CREATE FUNCTION withdrawn_sessions() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT ROWS 10 AS $$
SELECT subject FROM state WHERE kind = 'withdrawn'
$$;

-- A plan made before one coded blind asks once more when it is run.
DO $$
DECLARE
    coders text := current_schema() || '_coders';
    one text;
BEGIN
    EXECUTE format('CREATE SCHEMA %I', coders);
    FOREACH one IN ARRAY ARRAY['state', 'journal', 'tally', 'coder', 'step', 'place', 'carried'] LOOP
        EXECUTE format(
            'CREATE VIEW %1$I.%2$I AS '
            'SELECT * FROM %2$I WHERE planned_to_see_all() AND (SELECT sees_all()) UNION ALL '
            'SELECT * FROM %3$I() WHERE NOT (planned_to_see_all() AND (SELECT sees_all()))',
            coders, one, 'seen_' || one);
    END LOOP;
    FOREACH one IN ARRAY ARRAY['session', 'item', 'paragraph', 'state'] LOOP
        EXECUTE format(
            'CREATE VIEW %1$I.%2$I AS SELECT * FROM %3$s WHERE %4$I NOT IN (SELECT withdrawn_sessions())',
            coders, 'offered_' || one, CASE one WHEN 'state' THEN format('%I.state', coders) ELSE one END,
            CASE one WHEN 'session' THEN 'slug' ELSE 'session' END);
    END LOOP;
END
$$;
