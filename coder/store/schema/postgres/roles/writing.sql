-- What a coder's login may write: entries of its coder, by way of these procedures alone. They take what the
-- tool's own statements say, and leave to nobody what follows from it.

CREATE FUNCTION refuse(_what text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'CD001', MESSAGE = session_user || ' may not ' || _what;
END
$$;

-- Whether a name is one's own to act and to be coded under; while one codes blind there is one such name.
CREATE FUNCTION is_own(_name text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE own text := own_layer();
BEGIN
    RETURN CASE WHEN own IS NULL THEN split_part(_name, '#', 1) = own_coder() ELSE _name = own END;
END
$$;

CREATE FUNCTION has_read_all(_assignment text, _layer text) RETURNS boolean
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
SELECT EXISTS (
    SELECT 1 FROM state s WHERE s.kind = 'assignment' AND s.code = '' AND s.subject = _assignment
        AND (s.value::jsonb -> 'coders') ? _layer
) AND NOT EXISTS (
    SELECT 1 FROM assigned a JOIN offered_paragraph p ON p.id = a.paragraph
    WHERE a.assignment = _assignment AND a.coder = _layer AND NOT EXISTS (
        SELECT 1 FROM state s
        WHERE s.subject = a.paragraph AND s.coder = _layer AND s.kind IN ('read', 'tag')))
$$;

-- What a coder may say: marks in one's own layer, and in nobody's what is the inquiry's.
CREATE FUNCTION may_say(_kind text, _coder text, _subject text, _code text, _after text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN CASE
        WHEN _coder <> '' THEN is_own(_coder) AND _kind IN (
            'tag', 'read', 'unjudged', 'memo', 'star', 'flag', 'summary', 'proposal')
        WHEN _kind IN ('person', 'code') THEN true
        WHEN _kind IN ('decision', 'case') THEN sees_all()
        WHEN _kind = 'unblinded' THEN coalesce(
            _code = own_layer() AND _after::jsonb = '{"why": "read"}' AND has_read_all(_subject, _code), false)
        ELSE false
    END;
END
$$;

-- Columns as in the journal. Clock, former value and revision of the session are what they are here.
CREATE PROCEDURE add_entry(
    _id text, _lamport bigint, _batch text, _action text, _of text, _actor text, _at text, _kind text,
    _coder text, _subject text, _code text, _before text, _after text, _session_revision text,
    _codebook_revision text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    slug text := split_part(_subject, '/', 1);
    stood text;
    entry journal;
BEGIN
    PERFORM take_turn();
    IF NOT (is_own(_actor) OR _actor = '(codebook)' AND _kind = 'code' AND _code = '') THEN
        PERFORM refuse('act as ' || _actor);
    ELSIF NOT may_say(_kind, _coder, _subject, _code, _after) THEN
        PERFORM refuse(CASE WHEN is_own(_coder) OR _coder = ''
            THEN 'write an entry of the kind ' || _kind || ', which is a reviewer''s'
            ELSE 'change what ' || _coder || ' coded, which is a reviewer''s' END);
    ELSIF _action NOT IN ('do', 'undo', 'redo') OR _subject = ''
        OR _at !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$' OR json_typeof(_after::json) <> 'object' THEN
        PERFORM refuse('write an entry of this form');
    ELSIF EXISTS (SELECT 1 FROM journal j WHERE j.batch = _batch AND NOT is_own(j.actor)) THEN
        PERFORM refuse('add to what somebody else did');
    END IF;
    SELECT s.value INTO stood FROM state s
    WHERE s.subject = _subject AND s.coder = _coder AND s.kind = _kind AND s.code = _code;
    INSERT INTO journal VALUES (
        _id, (SELECT coalesce(max(lamport), 0) + 1 FROM journal), _batch, _action, _of, _actor, _at, _kind,
        _coder, _subject, _code, stood, _after,
        coalesce((SELECT s.revision FROM session s WHERE s.slug = split_part(_subject, '/', 1)), ''),
        _codebook_revision)
    RETURNING * INTO entry;
    CALL follow(entry);
END
$$;

-- Writers take turns as the tool has them.
CREATE FUNCTION take_turn() RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
SELECT pg_advisory_xact_lock(1668244581, hashtext('coder ' || current_schema()))
$$;

-- Bring in line with an entry just written what follows from it, as Journal does for everyone else.
CREATE PROCEDURE follow(_made journal)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    on_paragraph boolean := _made.kind NOT IN ('person', 'code', 'summary', 'unblinded', 'memo')
        OR _made.kind = 'memo' AND _made.subject LIKE '%/%' AND _made.subject NOT LIKE '%/@%';
    place paragraph;
    change bigint := (_made.after IS NOT NULL)::int - (_made.before IS NOT NULL)::int;
    marks bigint;
BEGIN
    IF on_paragraph THEN
        SELECT * INTO place FROM paragraph p WHERE p.id = _made.subject;
    END IF;
    IF place.id IS NOT NULL AND change <> 0 AND _made.kind IN ('read', 'tag') THEN
        SELECT count(*) INTO marks FROM state s
        WHERE s.subject = _made.subject AND s.coder = _made.coder AND s.kind IN ('read', 'tag');
        INSERT INTO tally VALUES (
            _made.coder, place.session, place.role, (marks + change > 0)::int - (marks > 0)::int,
            CASE _made.kind WHEN 'tag' THEN change ELSE 0 END)
        ON CONFLICT (coder, session, role)
        DO UPDATE SET read = tally.read + excluded.read, tags = tally.tags + excluded.tags;
    END IF;
    IF _made.after IS NULL THEN
        DELETE FROM state s WHERE s.subject = _made.subject AND s.coder = _made.coder
            AND s.kind = _made.kind AND s.code = _made.code;
    ELSE
        INSERT INTO state (subject, coder, kind, code, session, value, entry, meaning, placed) VALUES (
            _made.subject, _made.coder, _made.kind, _made.code, split_part(_made.subject, '/', 1),
            _made.after, _made.id, coalesce((_made.after::json ->> 'meaning')::bigint, 0),
            (NOT on_paragraph OR place.id IS NOT NULL)::int)
        ON CONFLICT (subject, coder, kind, code) DO UPDATE SET
            value = excluded.value, entry = excluded.entry, meaning = excluded.meaning,
            placed = excluded.placed;
    END IF;
    IF _made.coder <> '' THEN
        INSERT INTO coder VALUES (_made.coder, 1, _made.at)
        ON CONFLICT (name) DO UPDATE SET entries = coder.entries + 1, at = excluded.at;
    END IF;
END
$$;

-- What undo and redo go by, and where one stopped.

CREATE PROCEDURE forget_undone(_actor text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM step WHERE actor = _actor AND undone = 1 AND is_own(_actor);
END
$$;

CREATE PROCEDURE add_step(_actor text, _batch text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT is_own(_actor) THEN
        PERFORM refuse('act as ' || _actor);
    END IF;
    INSERT INTO step
    SELECT _actor, coalesce(max(position), 0) + 1, _batch, 0 FROM step WHERE actor = _actor;
END
$$;

CREATE PROCEDURE mark_step(_undone bigint, _actor text, _position bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE step SET undone = _undone WHERE actor = _actor AND position = _position AND is_own(_actor);
END
$$;

CREATE PROCEDURE put_place(_coder text, _session text, _paragraph text, _at text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT is_own(_coder) THEN
        PERFORM refuse('act as ' || _coder);
    END IF;
    INSERT INTO place VALUES (_coder, _session, _paragraph, _at)
    ON CONFLICT (coder, session) DO UPDATE SET paragraph = excluded.paragraph, at = excluded.at;
END
$$;

-- The codebook that somebody has revised: its revision, named for what it says, and which is in force.

CREATE PROCEDURE keep_codebook(_kind text, _name text, _revision text, _at text, _content text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF _kind <> 'codebook' OR own_coder() IS NULL
        OR _revision <> left(encode(sha256(convert_to(_content, 'UTF8')), 'hex'), 12) THEN
        PERFORM refuse('change the evidence');
    END IF;
    INSERT INTO revision VALUES (_kind, _name, _revision, _at, _content) ON CONFLICT DO NOTHING;
END
$$;

CREATE PROCEDURE put_note(_key text, _value text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF _key NOT LIKE 'codebook:%' OR own_coder() IS NULL THEN
        PERFORM refuse('change the store itself');
    END IF;
    INSERT INTO meta VALUES (_key, _value) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
END
$$;
