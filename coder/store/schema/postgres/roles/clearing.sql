-- Away with what follows, where it is there already: it is made anew. Who is admitted stays. What is made here
-- acts in the name of who makes it, so that is to be the owner of the tables, and nobody with more rights.

DO $$
DECLARE one record;
BEGIN
    SELECT tableowner AS name INTO one FROM pg_tables
    WHERE schemaname = current_schema() AND tablename = 'journal';
    IF one.name IS DISTINCT FROM current_user THEN
        RAISE EXCEPTION USING ERRCODE = 'CD001', MESSAGE = 'logins are let in by the owner of the tables'
            || coalesce(', ' || one.name, '');
    END IF;
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', current_schema() || '_coders');
    FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prorettype <> 'trigger'::regtype
    LOOP
        EXECUTE 'DROP ROUTINE ' || one.name;
    END LOOP;
END
$$;
