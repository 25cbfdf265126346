-- Unsealed events were of development alone.
DROP TABLE "audit"."event";
DELETE FROM "audit"."partitioned_table" WHERE "table_name" = 'audit.event';

CREATE TABLE "audit"."event" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "client_id" UUID,
    "body" BYTEA NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "actor" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("at","id")
) PARTITION BY RANGE ("at");

CREATE TABLE "audit"."chain_head" (
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "chain_head_pkey" PRIMARY KEY ("chain")
);

CREATE TABLE "audit"."answer" (
    "actor" UUID NOT NULL,
    "idempotency_key" UUID NOT NULL,
    "client_id" UUID,
    "answer" JSONB NOT NULL,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("actor","idempotency_key")
) PARTITION BY RANGE ("idempotency_key");

CREATE TABLE "audit"."subject_key" (
    "subject_id" UUID NOT NULL,
    "client_id" UUID,
    "wrapped" BYTEA,
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "subject_key_pkey" PRIMARY KEY ("subject_id")
);

CREATE TABLE "audit"."vault" (
    "id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "client_id" UUID,
    "sealed" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vault_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "event_chain_sequence_idx" ON "audit"."event"("chain", "sequence");

CREATE INDEX "event_id_idx" ON "audit"."event"("id");

CREATE INDEX "event_client_id_at_idx" ON "audit"."event"("client_id", "at");

CREATE INDEX "event_actor_at_idx" ON "audit"."event"("actor", "at");

CREATE INDEX "event_action_at_idx" ON "audit"."event"("action", "at");

CREATE INDEX "event_subject_id_subject_kind_at_idx" ON "audit"."event"("subject_id", "subject_kind", "at");

CREATE INDEX "event_correlation_id_idx" ON "audit"."event"("correlation_id");

CREATE INDEX "event_hash_idx" ON "audit"."event"("hash");

CREATE INDEX "answer_client_id_idx" ON "audit"."answer"("client_id");

CREATE INDEX "subject_key_client_id_idx" ON "audit"."subject_key"("client_id");

CREATE INDEX "vault_subject_id_idx" ON "audit"."vault"("subject_id");

CREATE INDEX "vault_client_id_idx" ON "audit"."vault"("client_id");

ALTER TABLE "audit"."vault" ADD CONSTRAINT "vault_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "audit"."subject_key"("subject_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------- what can't be

ALTER TABLE "audit"."command"
    DROP CONSTRAINT "command_kind_is_named",
    ADD CONSTRAINT "command_kind_is_named" CHECK ("kind" ~ '^[a-z][A-Za-z-]*\.[a-zA-Z-]+$');
ALTER TABLE "audit"."event"
    ADD CONSTRAINT "event_action_is_named" CHECK ("action" ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$'),
    ADD CONSTRAINT "event_sequence_counts_from_one" CHECK ("sequence" >= 1),
    ADD CONSTRAINT "event_hashes_are_sha256" CHECK (length("hash") = 32 AND length("previous_hash") = 32),
    ADD CONSTRAINT "event_body_is_bounded" CHECK (length("body") <= 262144);
ALTER TABLE "audit"."chain_head"
    ADD CONSTRAINT "chain_head_chain_is_named" CHECK ("chain" ~ '^[a-z][a-z0-9-]{0,40}$'),
    ADD CONSTRAINT "chain_head_hash_is_sha256" CHECK (length("hash") = 32);
ALTER TABLE "audit"."subject_key"
    ADD CONSTRAINT "subject_key_destroyed_is_empty" CHECK (("wrapped" IS NULL) = ("destroyed_at" IS NOT NULL));

CALL "audit"."keep_in_months"('"audit"."event"', 'time');
CALL "audit"."keep_in_months"('"audit"."answer"', 'uuidv7');
CREATE TRIGGER "vault_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"."vault"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- A key is destroyed once, and nothing else is ever done to it.
CREATE FUNCTION "audit"."keep_subject_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.wrapped IS NULL OR NEW.wrapped IS NOT NULL OR NEW.subject_id <> OLD.subject_id
       OR NEW.client_id IS DISTINCT FROM OLD.client_id THEN
        RAISE EXCEPTION 'subject key %: a key is destroyed, once, or left alone', OLD.subject_id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "subject_key_rows_keep" BEFORE UPDATE ON "audit"."subject_key"
    FOR EACH ROW EXECUTE FUNCTION "audit"."keep_subject_key"();
CREATE TRIGGER "subject_key_keep" BEFORE DELETE OR TRUNCATE ON "audit"."subject_key"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- ---------------------------------------------------------------- whose rows

CALL "audit"."separate_clients"('"audit"."event"');
CALL "audit"."separate_clients"('"audit"."answer"');
CALL "audit"."separate_clients"('"audit"."vault"');
CALL "audit"."separate_clients"('"audit"."subject_key"');

-- Who manages people (scope `access`) or signs in (scope `identity`) writes commands of any client and
-- reads back its own alone.
CREATE FUNCTION "audit"."is_own"(actor UUID) RETURNS BOOLEAN LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT actor = nullif(current_setting('app.actor', true), '')::uuid
$$;
CREATE POLICY app_staff_access ON "audit"."command" TO app_staff
    USING (current_setting('app.scope', true) = 'access' AND audit.is_own(actor))
    WITH CHECK (current_setting('app.scope', true) = 'access' AND audit.is_own(actor));
CREATE POLICY app_staff_access ON "audit"."answer" TO app_staff
    USING (current_setting('app.scope', true) = 'access' AND audit.is_own(actor))
    WITH CHECK (current_setting('app.scope', true) = 'access' AND audit.is_own(actor));
CREATE POLICY app_identity_own ON "audit"."command" TO app_identity
    USING (audit.is_own(actor)) WITH CHECK (audit.is_own(actor));
CREATE POLICY app_identity_own ON "audit"."answer" TO app_identity
    USING (audit.is_own(actor)) WITH CHECK (audit.is_own(actor));

-- Keys open names. Administrators of access name everybody, staff name colleagues, sign-in names who
-- signs in.
CREATE POLICY app_staff_access ON "audit"."subject_key" TO app_staff
    USING (current_setting('app.scope', true) = 'access' OR client_id IS NULL)
    WITH CHECK (current_setting('app.scope', true) = 'access' OR client_id IS NULL);
CREATE POLICY app_identity_all ON "audit"."subject_key" FOR SELECT TO app_identity USING (true);

CREATE POLICY audit_sealer_all ON "audit"."event" TO audit_sealer USING (true) WITH CHECK (true);

-- ---------------------------------------------------------------- the seal

-- Gives each body the next place of its chain. The last statement of a transaction: it holds the
-- chain until the commit. What stands in columns is read from the sealed bytes, so it can't differ.
CREATE FUNCTION "audit"."seal"(chain_name TEXT, client UUID, bodies BYTEA[]) RETURNS VOID
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
            AND abs(extract(epoch FROM clock_timestamp() - (e.event ->> 'at')::timestamptz)) <= 3600
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
REVOKE ALL ON FUNCTION "audit"."seal"(TEXT, UUID, BYTEA[]) FROM PUBLIC;

-- ---------------------------------------------------------------- found by words

-- Everything sealed that a person may have in mind, in parts: `access.invitePerson` is found by
-- `invite`. Ids and hashes have columns, moments have a span: they would be words nobody says twice.
CREATE FUNCTION "audit"."words"(said TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT to_tsvector('simple'::regconfig, translate(regexp_replace(regexp_replace(said,
        '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{40,}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z', ' ', 'g'),
        '([a-z0-9])([A-Z])', '\1 \2', 'g'), '"{}''[]():;,._-/\+=*&|!<>@#%', repeat(' ', 28)))
$$;
-- It takes a tenth of a millisecond: its cost keeps the planner from asking it of every row.
CREATE FUNCTION "audit"."words_of"(body BYTEA) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000
SET search_path = pg_catalog AS $$ SELECT audit.words(convert_from(body, 'UTF8')) $$;
CREATE INDEX "event_words_idx" ON "audit"."event" USING gin ("audit"."words_of"("body"));

-- Where the events stand that say these words, the newest first. An index on words is not used under
-- row security, whose rule has to be asked first: the same rule stands here as a condition, and the
-- rows themselves are read by the caller, under row security.
-- words: [{said, named: [id], id, sequence, low, high}]; each has to match, by any of these.
CREATE FUNCTION "audit"."find_events"(words JSONB, filters JSONB, most INTEGER)
RETURNS TABLE (at TIMESTAMPTZ, id UUID) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog AS $$
DECLARE
    word JSONB;
    said TSQUERY;
    ways TEXT[];
    name TEXT;
    form TEXT;
    conditions TEXT[] := ARRAY[CASE
        WHEN session_user = 'app_client' THEN format('e.client_id = %L::uuid', audit.current_client())
        WHEN session_user = 'app_staff' AND current_setting('app.scope', true) = 'firm' THEN 'true'
        WHEN session_user = 'app_staff' THEN format('e.client_id = ANY (%L::uuid[])',
            coalesce(nullif(current_setting('app.clients', true), ''), '{}'))
        WHEN session_user IN ('auditor', 'jobs') THEN 'true'
        ELSE 'false' END];
BEGIN
    FOR word IN SELECT jsonb_array_elements(words) LOOP
        ways := '{}';
        SELECT string_agg(quote_literal(w.lexeme) || ':*', ' & ')::tsquery INTO said
            FROM unnest(audit.words(word ->> 'said')) AS w;
        IF said IS NOT NULL THEN
            ways := ways || format('audit.words_of(e.body) @@ %L::tsquery', said);
        END IF;
        IF word ? 'id' THEN
            ways := ways || format('e.id = %1$L::uuid OR e.actor = %1$L::uuid OR e.subject_id = %1$L OR e.correlation_id = %1$L::uuid',
                word ->> 'id');
        END IF;
        IF word ? 'sequence' THEN
            ways := ways || format('e.sequence = %L::bigint', word ->> 'sequence');
        END IF;
        IF word ? 'low' THEN
            ways := ways || format('e.hash BETWEEN decode(%L, ''hex'') AND decode(%L, ''hex'')', word ->> 'low', word ->> 'high');
        END IF;
        IF jsonb_array_length(word -> 'named') > 0 THEN
            ways := ways || format('e.actor = ANY (%1$L::uuid[]) OR e.subject_id = ANY (%1$L::text[])',
                ARRAY(SELECT jsonb_array_elements_text(word -> 'named')));
        END IF;
        conditions := conditions || ('(' || coalesce(nullif(array_to_string(ways, ' OR '), ''), 'false') || ')');
    END LOOP;
    FOR name, form IN VALUES ('actions', 'e.action = ANY (%L::text[])'), ('actors', 'e.actor = ANY (%L::uuid[])'),
        ('subjectKinds', 'e.subject_kind = ANY (%L::text[])'), ('clients', 'e.client_id = ANY (%L::uuid[])'),
        ('chains', 'e.chain = ANY (%L::text[])') LOOP
        IF jsonb_array_length(filters -> name) > 0 THEN
            conditions := conditions || format(form, ARRAY(SELECT jsonb_array_elements_text(filters -> name)));
        END IF;
    END LOOP;
    IF filters ->> 'fromAt' IS NOT NULL THEN
        conditions := conditions || format('e.at >= %L::timestamptz', filters ->> 'fromAt');
    END IF;
    IF filters ->> 'toAt' IS NOT NULL THEN
        conditions := conditions || format('e.at < %L::timestamptz', filters ->> 'toAt');
    END IF;
    IF filters -> 'after' ->> 'at' IS NOT NULL THEN
        conditions := conditions || format('e.at <= %1$L::timestamptz AND (e.at, e.sequence, e.id) < (%1$L::timestamptz, %2$L::bigint, %3$L::uuid)',
            filters -> 'after' ->> 'at', filters -> 'after' ->> 'sequence', filters -> 'after' ->> 'id');
    END IF;
    RETURN QUERY EXECUTE 'SELECT e.at, e.id FROM audit.event e WHERE ' || array_to_string(conditions, ' AND ')
        || format(' ORDER BY e.at DESC, e.sequence DESC, e.id DESC LIMIT %s', most);
END
$$;
REVOKE ALL ON FUNCTION "audit"."find_events"(JSONB, JSONB, INTEGER) FROM PUBLIC;

GRANT USAGE, CREATE ON SCHEMA "audit" TO audit_sealer;
GRANT SELECT, INSERT ON "audit"."event" TO audit_sealer;
GRANT SELECT, INSERT, UPDATE ON "audit"."chain_head" TO audit_sealer;
ALTER FUNCTION "audit"."seal"(TEXT, UUID, BYTEA[]) OWNER TO audit_sealer;
ALTER FUNCTION "audit"."find_events"(JSONB, JSONB, INTEGER) OWNER TO audit_sealer;
REVOKE CREATE ON SCHEMA "audit" FROM audit_sealer;
SET LOCAL ROLE audit_sealer;
GRANT EXECUTE ON FUNCTION "audit"."seal"(TEXT, UUID, BYTEA[]) TO app_client, app_staff, app_identity, engine, jobs;
GRANT EXECUTE ON FUNCTION "audit"."find_events"(JSONB, JSONB, INTEGER) TO app_client, app_staff, jobs, auditor;
RESET ROLE;

-- ---------------------------------------------------------------- who may do what

GRANT SELECT ON "audit"."event" TO app_client, app_staff, engine, jobs, auditor;
GRANT SELECT ON "audit"."chain_head" TO app_client, app_staff, engine, jobs, auditor;
GRANT SELECT, INSERT ON "audit"."answer" TO app_client, app_staff, app_identity, jobs;
GRANT SELECT, INSERT ON "audit"."command" TO app_identity;
GRANT SELECT, INSERT ON "audit"."subject_key", "audit"."vault" TO app_client, app_staff, jobs;
GRANT UPDATE ("wrapped", "destroyed_at") ON "audit"."subject_key" TO app_client, app_staff, jobs;
GRANT SELECT ON "audit"."subject_key" TO app_identity;
