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

CREATE INDEX "event_subject_kind_subject_id_at_idx" ON "audit"."event"("subject_kind", "subject_id", "at");

CREATE INDEX "event_correlation_id_idx" ON "audit"."event"("correlation_id");

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
    event JSONB;
    sealed_hash BYTEA;
    writer TEXT := session_user;
BEGIN
    IF chain_name <> 'people' AND writer NOT IN ('engine', 'jobs') THEN
        RAISE EXCEPTION 'the chain % is not written by %', chain_name, writer USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF cardinality(bodies) NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION 'between 1 and 1000 events are sealed at once' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO audit.chain_head VALUES (chain_name, 0,
        sha256(convert_to('ultrathink audit chain v1' || chr(10) || chain_name || chr(10), 'UTF8')))
        ON CONFLICT DO NOTHING;
    SELECT c.sequence, c.hash INTO head FROM audit.chain_head c WHERE c.chain = chain_name FOR UPDATE;
    FOREACH body IN ARRAY bodies LOOP
        event := convert_from(body, 'UTF8')::jsonb;
        -- Unknown is no: a setting that is missing must not open anything.
        IF NOT coalesce((event ->> 'clientId')::uuid IS NOT DISTINCT FROM client
            AND abs(extract(epoch FROM clock_timestamp() - (event ->> 'at')::timestamptz)) <= 3600
            AND (writer IN ('engine', 'jobs') OR audit.is_own((event #>> '{actor,id}')::uuid))
            AND (writer IN ('engine', 'jobs', 'app_identity')
                OR (writer = 'app_client' AND client = audit.current_client())
                OR (writer = 'app_staff' AND (coalesce(audit.may_see(client), false)
                    OR current_setting('app.scope', true) = 'access'))), false) THEN
            RAISE EXCEPTION 'this event is not for % to seal', writer USING ERRCODE = 'insufficient_privilege';
        END IF;
        sealed_hash := sha256('\x00'::bytea || head.hash || body);
        INSERT INTO audit.event (at, id, chain, sequence, client_id, body, previous_hash, hash, actor,
            action, subject_kind, subject_id, correlation_id, command_id)
        VALUES ((event ->> 'at')::timestamptz, (event ->> 'id')::uuid, chain_name, head.sequence + 1, client,
            body, head.hash, sealed_hash, (event #>> '{actor,id}')::uuid, event ->> 'action',
            event #>> '{subject,kind}', event #>> '{subject,id}', (event ->> 'correlationId')::uuid,
            (event ->> 'commandId')::uuid);
        head.sequence := head.sequence + 1;
        head.hash := sealed_hash;
    END LOOP;
    UPDATE audit.chain_head c SET sequence = head.sequence, hash = head.hash WHERE c.chain = chain_name;
END
$$;
REVOKE ALL ON FUNCTION "audit"."seal"(TEXT, UUID, BYTEA[]) FROM PUBLIC;

GRANT USAGE, CREATE ON SCHEMA "audit" TO audit_sealer;
GRANT SELECT, INSERT ON "audit"."event" TO audit_sealer;
GRANT SELECT, INSERT, UPDATE ON "audit"."chain_head" TO audit_sealer;
ALTER FUNCTION "audit"."seal"(TEXT, UUID, BYTEA[]) OWNER TO audit_sealer;
REVOKE CREATE ON SCHEMA "audit" FROM audit_sealer;
SET LOCAL ROLE audit_sealer;
GRANT EXECUTE ON FUNCTION "audit"."seal"(TEXT, UUID, BYTEA[]) TO app_client, app_staff, app_identity, engine, jobs;
RESET ROLE;

-- ---------------------------------------------------------------- who may do what

GRANT SELECT ON "audit"."event" TO app_client, app_staff, engine, jobs, auditor;
GRANT SELECT ON "audit"."chain_head" TO app_client, app_staff, engine, jobs, auditor;
GRANT SELECT, INSERT ON "audit"."answer" TO app_client, app_staff, app_identity, jobs;
GRANT SELECT, INSERT ON "audit"."command" TO app_identity;
GRANT SELECT, INSERT ON "audit"."subject_key", "audit"."vault" TO app_client, app_staff, jobs;
GRANT UPDATE ("wrapped", "destroyed_at") ON "audit"."subject_key" TO app_client, app_staff, jobs;
GRANT SELECT ON "audit"."subject_key" TO app_identity;
