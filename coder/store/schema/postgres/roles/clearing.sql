-- Away with what follows, where it is there already: it is made anew. Who is admitted stays.

DO $$
DECLARE one record;
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', current_schema() || '_coders');
    FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prorettype <> 'trigger'::regtype
    LOOP
        EXECUTE 'DROP ROUTINE ' || one.name;
    END LOOP;
END
$$;
