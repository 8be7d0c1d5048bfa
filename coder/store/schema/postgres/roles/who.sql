-- Which login of the server is whose, and whether it codes blind just now.

CREATE TABLE IF NOT EXISTS login (
    role text COLLATE "C" NOT NULL PRIMARY KEY,
    coder text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('reviewer', 'coder', 'staff'))
);
CREATE INDEX IF NOT EXISTS state_of_coder ON state (coder, kind, code);
CREATE INDEX IF NOT EXISTS journal_of_layer ON journal (coder, kind, code);

CREATE FUNCTION whoami() RETURNS SETOF login
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT * FROM login WHERE role = session_user
$$;

-- The layer in which a coder codes blind; null where they may see everything. As inquiry/blindness.py has it.
CREATE FUNCTION blind_layer(_coder text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (
        SELECT l.layer
        FROM state s JOIN journal j ON j.id = s.entry CROSS JOIN LATERAL
            json_array_elements_text(s.value::json -> 'coders') WITH ORDINALITY AS l (layer, place)
        WHERE s.kind = 'assignment' AND s.code = '' AND (s.value::json ->> 'blind')::boolean
            AND split_part(l.layer, '#', 1) = _coder
            AND NOT EXISTS (
                SELECT 1 FROM state e
                WHERE e.kind = 'unblinded' AND e.code = l.layer AND e.coder = '' AND e.subject = s.subject)
        ORDER BY l.layer = _coder, j.lamport, l.place LIMIT 1);
END
$$;

CREATE FUNCTION own_coder() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE found text;
BEGIN
    SELECT coder INTO found FROM login WHERE role = session_user AND kind = 'coder';
    IF found IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'CD001', MESSAGE = session_user || ' is not the login of a coder here';
    END IF;
    RETURN found;
END
$$;

-- The layer that is all one sees of the coders' while one codes blind; else null.
CREATE FUNCTION own_layer() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN blind_layer(own_coder());
END
$$;

CREATE FUNCTION sees_all() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN own_layer() IS NULL;
END
$$;

-- The same, asked while a statement is planned: the plan of who codes blind has nothing in it of the tables.
CREATE FUNCTION planned_to_see_all() RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    RETURN sees_all();
END
$$;
