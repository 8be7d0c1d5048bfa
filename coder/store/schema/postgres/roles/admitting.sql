-- Who may do what. A login of the server is made by whoever keeps the server; here it is let in.

CREATE PROCEDURE set_rights(_role text, _kind text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    own text := current_schema();
    coders text := current_schema() || '_coders';
    evidence text := 'meta, revision, session, item, paragraph, correction, appearance, extent, words, assigned';
    reading text := 'whoami, own_coder, own_layer, sees_all, planned_to_see_all, seen_state, seen_on, '
        'seen_journal, last_lamport, seen_tally, seen_coder, seen_step, seen_place, seen_carried, withdrawn_sessions';
    writing text := 'add_entry, forget_undone, add_step, mark_step, put_place, keep_codebook, put_note';
BEGIN
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I, %I FROM %I', own, coders, _role);
    EXECUTE format('REVOKE ALL ON ALL ROUTINES IN SCHEMA %I FROM %I', own, _role);
    EXECUTE format('REVOKE ALL ON SCHEMA %I, %I FROM %I', own, coders, _role);
    IF _kind IS NULL THEN
        RETURN;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', own, _role);
    IF _kind = 'reviewer' THEN
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', own, _role);
        EXECUTE format('GRANT EXECUTE ON FUNCTION whoami, admit, dismiss TO %I', _role);
    ELSIF _kind = 'staff' THEN
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', own, _role);
        EXECUTE format('GRANT EXECUTE ON FUNCTION whoami TO %I', _role);
    ELSE
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', coders, _role);
        EXECUTE format('GRANT SELECT ON %s TO %I', evidence, _role);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', coders, _role);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', reading, _role);
        EXECUTE format('GRANT EXECUTE ON PROCEDURE %s TO %I', writing, _role);
    END IF;
END
$$;

CREATE FUNCTION admit(_role text, _coder text, _kind text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = _role) THEN
        RAISE EXCEPTION USING ERRCODE = 'CD001', MESSAGE = 'the server has no login ' || _role;
    ELSIF pg_has_role(_role, current_user, 'MEMBER') OR EXISTS (
        SELECT 1 FROM pg_roles WHERE rolname LIKE 'pg_read_all_data' AND pg_has_role(_role, oid, 'MEMBER')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'CD001', MESSAGE = _role || ' can see and do everything here anyway';
    END IF;
    INSERT INTO login VALUES (_role, _coder, _kind)
    ON CONFLICT (role) DO UPDATE SET coder = excluded.coder, kind = excluded.kind;
    CALL set_rights(_role, _kind);
END
$$;

CREATE FUNCTION dismiss(_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = _role) THEN
        CALL set_rights(_role, NULL);
    END IF;
    DELETE FROM login WHERE role = _role;
END
$$;

-- Where this is done anew, everybody has what they had.
DO $$
DECLARE one login;
BEGIN
    EXECUTE format('REVOKE ALL ON ALL ROUTINES IN SCHEMA %I FROM PUBLIC', current_schema());
    FOR one IN SELECT l.* FROM login l JOIN pg_roles r ON r.rolname = l.role LOOP
        CALL set_rights(one.role, one.kind);
    END LOOP;
END
$$;
