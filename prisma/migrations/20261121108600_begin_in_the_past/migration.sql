-- ---------------------------------------------------------------- a trail that begins in the past

-- Once, before its first event, whoever made the database may let a trail begin in the past, for the invented
-- history of a demo; it closes for ever. Nobody who runs has a right to it, and its first event says what it is.
CREATE TABLE "audit"."past" (
    "is_one" BOOLEAN NOT NULL DEFAULT true,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "past_pkey" PRIMARY KEY ("is_one"),
    CONSTRAINT "past_is_one" CHECK ("is_one")
);

CREATE FUNCTION "audit"."keep_past"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.ended_at IS NOT NULL OR NEW."from" > clock_timestamp()
        OR EXISTS (SELECT 1 FROM audit.chain_head)) THEN
        RAISE EXCEPTION 'a trail that has begun does not begin in the past' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW."from" <> OLD."from") THEN
        RAISE EXCEPTION 'the past of a trail ends once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "past_rows_keep" BEFORE INSERT OR UPDATE ON "audit"."past"
    FOR EACH ROW EXECUTE FUNCTION "audit"."keep_past"();
CREATE TRIGGER "past_keep" BEFORE DELETE OR TRUNCATE ON "audit"."past"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
GRANT SELECT ON "audit"."past" TO audit_sealer, auditor;

-- Within an hour of now; while a trail still begins, any moment of its past.
CREATE FUNCTION "audit"."is_timely"(at TIMESTAMPTZ) RETURNS BOOLEAN LANGUAGE sql VOLATILE STRICT
SET search_path = pg_catalog AS $$
    SELECT abs(extract(epoch FROM clock_timestamp() - at)) <= 3600 OR EXISTS (SELECT 1 FROM audit.past p
        WHERE p.ended_at IS NULL AND at BETWEEN p."from" AND clock_timestamp())
$$;
REVOKE ALL ON FUNCTION "audit"."is_timely"(TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "audit"."is_timely"(TIMESTAMPTZ) TO audit_sealer;

-- Opens it, and makes the months that it needs.
CREATE FUNCTION "audit"."begin_past"(since TIMESTAMPTZ) RETURNS VOID LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO audit.past ("from") VALUES (date_trunc('milliseconds', since));
    PERFORM audit.make_months(t.table_name::regclass, t.key, (since AT TIME ZONE 'UTC')::date,
        (clock_timestamp() AT TIME ZONE 'UTC')::date) FROM audit.partitioned_table t;
END
$$;
REVOKE ALL ON FUNCTION "audit"."begin_past"(TIMESTAMPTZ) FROM PUBLIC;

GRANT CREATE ON SCHEMA "audit" TO audit_sealer;
SET LOCAL ROLE audit_sealer;
-- As they were, but for what is timely.
CREATE OR REPLACE FUNCTION "audit"."seal"(chain_name TEXT, client UUID, bodies BYTEA[]) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    head RECORD;
    body BYTEA;
    events JSONB[];
    hashes BYTEA[];
    last_hash BYTEA;
    writer TEXT := session_user;
    is_system BOOLEAN := session_user IN ('engine', 'jobs');
    -- Unknown is no: a setting that is missing must not open anything.
    is_theirs BOOLEAN := coalesce(is_system OR writer = 'app_identity'
        OR (writer = 'app_client' AND client = audit.current_client())
        OR (writer = 'app_staff' AND (coalesce(audit.may_see(client), false)
            OR current_setting('app.scope', true) = 'access')), false);
BEGIN
    IF chain_name <> 'people' AND NOT is_system THEN
        RAISE EXCEPTION 'the chain % is not written by %', chain_name, writer USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF coalesce(cardinality(bodies), 0) NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION 'between 1 and 1000 events are sealed at once' USING ERRCODE = 'check_violation';
    END IF;
    SELECT array_agg(e.event ORDER BY e.n), is_theirs AND bool_and(coalesce(
            (e.event ->> 'clientId')::uuid IS NOT DISTINCT FROM client
            AND audit.is_timely((e.event ->> 'at')::timestamptz)
            AND (is_system OR audit.is_own((e.event #>> '{actor,id}')::uuid)), false))
        INTO events, is_theirs
        FROM (SELECT convert_from(b.body, 'UTF8')::jsonb AS event, b.n
            FROM unnest(bodies) WITH ORDINALITY AS b(body, n)) AS e;
    IF NOT is_theirs THEN
        RAISE EXCEPTION 'this event is not for % to seal', writer USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT c.sequence, c.hash INTO head FROM audit.chain_head c WHERE c.chain = chain_name FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO audit.chain_head VALUES (chain_name, 0,
            sha256(convert_to('ultrathink audit chain v1' || chr(10) || chain_name || chr(10), 'UTF8')))
            ON CONFLICT DO NOTHING;
        SELECT c.sequence, c.hash INTO head FROM audit.chain_head c WHERE c.chain = chain_name FOR UPDATE;
    END IF;
    last_hash := head.hash;
    FOREACH body IN ARRAY bodies LOOP
        last_hash := sha256('\x00'::bytea || last_hash || body);
        hashes := hashes || last_hash;
    END LOOP;
    INSERT INTO audit.event (at, id, chain, sequence, client_id, body, previous_hash, hash, actor,
        action, subject_kind, subject_id, correlation_id, command_id)
    SELECT (l.event ->> 'at')::timestamptz, (l.event ->> 'id')::uuid, chain_name, head.sequence + l.n, client,
        l.body, l.previous_hash, l.hash, (l.event #>> '{actor,id}')::uuid, l.event ->> 'action',
        l.event #>> '{subject,kind}', l.event #>> '{subject,id}', (l.event ->> 'correlationId')::uuid,
        (l.event ->> 'commandId')::uuid
    FROM unnest(bodies, events, array_prepend(head.hash, trim_array(hashes, 1)), hashes)
        WITH ORDINALITY AS l(body, event, previous_hash, hash, n);
    UPDATE audit.chain_head c SET sequence = head.sequence + cardinality(bodies), hash = last_hash
        WHERE c.chain = chain_name;
END
$$;
CREATE OR REPLACE FUNCTION "audit"."seal_shard"(of_shard INTEGER, clients UUID[], bodies BYTEA[]) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    chain_name TEXT := 'shard-' || of_shard;
    events CONSTANT INTEGER := cardinality(bodies);
    head RECORD;
    body BYTEA;
    hashes BYTEA[];
    last_hash BYTEA;
    is_right BOOLEAN;
BEGIN
    IF session_user <> 'engine' THEN
        RAISE EXCEPTION 'the chain % is not written by %', chain_name, session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF coalesce(events, 0) NOT BETWEEN 1 AND 20000 OR cardinality(clients) <> events THEN
        RAISE EXCEPTION 'between 1 and 20000 events are sealed at once, each with its client' USING ERRCODE = 'check_violation';
    END IF;
    SELECT c.sequence, c.hash INTO head FROM audit.chain_head c WHERE c.chain = chain_name FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO audit.chain_head VALUES (chain_name, 0,
            sha256(convert_to('ultrathink audit chain v1' || chr(10) || chain_name || chr(10), 'UTF8')))
            ON CONFLICT DO NOTHING;
        SELECT c.sequence, c.hash INTO head FROM audit.chain_head c WHERE c.chain = chain_name FOR UPDATE;
    END IF;
    last_hash := head.hash;
    FOREACH body IN ARRAY bodies LOOP
        last_hash := sha256('\x00'::bytea || last_hash || body);
        hashes := hashes || last_hash;
    END LOOP;
    WITH l AS MATERIALIZED (
        SELECT convert_from(b.body, 'UTF8')::jsonb AS event, b.client, b.body, b.previous_hash, b.hash, b.n
        FROM unnest(bodies, clients, array_prepend(head.hash, trim_array(hashes, 1)), hashes)
            WITH ORDINALITY AS b(body, client, previous_hash, hash, n)
    ), written AS (
        INSERT INTO audit.event (at, id, chain, sequence, client_id, body, previous_hash, hash, actor,
            action, subject_kind, subject_id, correlation_id, command_id)
        SELECT (l.event ->> 'at')::timestamptz, (l.event ->> 'id')::uuid, chain_name, head.sequence + l.n, l.client,
            l.body, l.previous_hash, l.hash, (l.event #>> '{actor,id}')::uuid, l.event ->> 'action',
            l.event #>> '{subject,kind}', l.event #>> '{subject,id}', (l.event ->> 'correlationId')::uuid,
            (l.event ->> 'commandId')::uuid
        FROM l
    )
    SELECT bool_and(coalesce((l.event ->> 'clientId')::uuid IS NOT DISTINCT FROM l.client
        AND audit.is_timely((l.event ->> 'at')::timestamptz), false)) INTO is_right FROM l;
    IF is_right IS NOT TRUE THEN
        RAISE EXCEPTION 'an event of the chain % is of another client or another time', chain_name
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE audit.chain_head c SET sequence = head.sequence + events, hash = last_hash WHERE c.chain = chain_name;
    RETURN head.sequence + events;
END
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA "audit" FROM audit_sealer;

-- An account at a venue is told of as of the moment it was named.
CREATE FUNCTION "engine"."assign_key"(account_id UUID, key UUID, as_of TIMESTAMPTZ) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    account RECORD;
    next INTEGER;
    moment TIMESTAMPTZ := date_trunc('milliseconds', least(as_of, clock_timestamp()));
BEGIN
    SELECT a.id, a.venue, a.client_id, a.shard, a.mode INTO STRICT account FROM market_data.venue_account a WHERE a.id = account_id FOR SHARE;
    SELECT coalesce(max(v.version), 0) + 1 INTO next FROM engine.venue_account_assignment v WHERE v.venue_account_id = account.id;
    INSERT INTO engine.venue_account_assignment (venue_account_id, version, client_id, mode, key_id, "from")
        VALUES (account.id, next, account.client_id, account.mode, key, moment);
    PERFORM engine.put_control(account.shard, moment, uuidv7(), 0, jsonb_build_object('kind', 'VenueAccountSet',
        'venueAccount', account.id, 'venue', account.venue, 'client', account.client_id, 'mode', account.mode, 'key', key));
END
$$;
CREATE OR REPLACE FUNCTION "engine"."assign_key"(account_id UUID, key UUID) RETURNS VOID
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT engine.assign_key(account_id, key, clock_timestamp())
$$;
REVOKE ALL ON FUNCTION "engine"."assign_key"(UUID, UUID, TIMESTAMPTZ) FROM PUBLIC;
CREATE OR REPLACE FUNCTION "engine"."tell_venue_account"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM engine.assign_key(NEW.id, CASE WHEN NEW.mode = 'Paper' THEN NEW.id END, NEW.created_at);
    RETURN NULL;
END
$$;
