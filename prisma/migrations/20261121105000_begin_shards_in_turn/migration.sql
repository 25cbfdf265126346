-- As it was, and in turn with the beginning of another shard.
CREATE OR REPLACE FUNCTION "engine"."tell"(about_client UUID, told_at TIMESTAMPTZ, caused_by UUID, place INTEGER, what JSONB) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    kind TEXT := what ->> 'kind';
    to_shard INTEGER;
    is_theirs BOOLEAN := CASE session_user
        WHEN 'app_staff' THEN about_client IS NULL OR coalesce(audit.may_see(about_client), false)
        WHEN 'app_client' THEN kind = 'TradersSet' AND coalesce(about_client = audit.current_client(), false)
            AND EXISTS (SELECT 1 FROM clients.account a WHERE a.id::text = what ->> 'account' AND a.client_id = about_client)
        ELSE false END;
BEGIN
    IF NOT is_theirs THEN
        RAISE EXCEPTION 'control %: it is not for % to say', kind, session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF kind = 'Killed' THEN
        -- To stop needs one person, who is the one who asks.
        IF (what ->> 'by') IS DISTINCT FROM audit.current_actor()::text OR NOT EXISTS (SELECT 1 FROM risk.state_change c
            WHERE c.id = caused_by AND c.change = 'Kill' AND c.level = what -> 'key' ->> 'level' AND c.scope = what -> 'key' ->> 'scope'
            AND c.grade = what ->> 'grade' AND c.client_id IS NOT DISTINCT FROM about_client) THEN
            RAISE EXCEPTION 'control %: nobody stopped this', kind USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NOT EXISTS (SELECT 1 FROM access.proposal p WHERE p.id = caused_by AND p.status = 'Approved' AND engine.may_tell(p.act, kind)) THEN
        RAISE EXCEPTION 'control %: it is told by what was approved alone', kind USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A shard that is being begun is waited for, and is told this too.
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('engine.tell_shards', 0));
    FOR to_shard IN SELECT DISTINCT s.shard FROM (
        SELECT c.shard FROM clients.client c WHERE about_client IS NULL OR c.client_id = about_client
        UNION ALL SELECT 0 WHERE about_client IS NULL) AS s ORDER BY s.shard
    LOOP
        PERFORM engine.put_control(to_shard, told_at, caused_by, place, what);
    END LOOP;
END
$$;
