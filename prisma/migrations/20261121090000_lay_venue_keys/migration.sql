CREATE SCHEMA IF NOT EXISTS "market_data";

CREATE TABLE "market_data"."venue_account" (
    "id" UUID NOT NULL,
    "venue" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "client_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,

    CONSTRAINT "venue_account_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "market_data"."venue_key" (
    "id" UUID NOT NULL,
    "venue_account_id" UUID NOT NULL,
    "client_id" UUID,
    "label" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "masked_name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_by" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "probed_at" TIMESTAMPTZ(3),
    "permissions" JSONB,
    "reasons" JSONB,
    "proposal_id" UUID,
    "activated_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "rotated_from_id" UUID,
    "drain_until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "venue_key_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "market_data"."venue_key_secret" (
    "key_id" UUID NOT NULL,
    "seal_key_id" UUID NOT NULL,
    "sealed" BYTEA,
    "envelope" BYTEA,
    "version" INTEGER NOT NULL DEFAULT 0,
    "wrapped_key" BYTEA,
    "provider" TEXT,
    "master_key" TEXT,
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "venue_key_secret_pkey" PRIMARY KEY ("key_id")
);

CREATE TABLE "market_data"."worker_seal_key" (
    "id" UUID NOT NULL,
    "shard" INTEGER NOT NULL,
    "public_key" BYTEA NOT NULL,
    "private_key" BYTEA,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_seal_key_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "venue_account_venue_label_key" ON "market_data"."venue_account"("venue", "label");

CREATE INDEX "venue_account_client_id_idx" ON "market_data"."venue_account"("client_id");

CREATE UNIQUE INDEX "venue_key_venue_account_id_label_key" ON "market_data"."venue_key"("venue_account_id", "label");

CREATE INDEX "venue_key_client_id_idx" ON "market_data"."venue_key"("client_id");

CREATE INDEX "venue_key_due_at_idx" ON "market_data"."venue_key"("due_at");

CREATE UNIQUE INDEX "worker_seal_key_public_key_key" ON "market_data"."worker_seal_key"("public_key");

CREATE INDEX "worker_seal_key_shard_until_idx" ON "market_data"."worker_seal_key"("shard", "until");

ALTER TABLE "market_data"."venue_account" ADD CONSTRAINT "venue_account_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "market_data"."venue_key" ADD CONSTRAINT "venue_key_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "market_data"."venue_key" ADD CONSTRAINT "venue_key_venue_account_id_fkey" FOREIGN KEY ("venue_account_id") REFERENCES "market_data"."venue_account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "market_data"."venue_key" ADD CONSTRAINT "venue_key_rotated_from_id_fkey" FOREIGN KEY ("rotated_from_id") REFERENCES "market_data"."venue_key"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "market_data"."venue_key_secret" ADD CONSTRAINT "venue_key_secret_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "market_data"."venue_key"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "market_data"."venue_key_secret" ADD CONSTRAINT "venue_key_secret_seal_key_id_fkey" FOREIGN KEY ("seal_key_id") REFERENCES "market_data"."worker_seal_key"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------- what can't be

ALTER TABLE "market_data"."venue_account"
    ADD CONSTRAINT "venue_account_venue_known" CHECK ("venue" IN ('binance', 'coinbase', 'kraken')),
    ADD CONSTRAINT "venue_account_label_is_text" CHECK (length(btrim("label")) BETWEEN 1 AND 60),
    ADD CONSTRAINT "venue_account_shard_is_small" CHECK ("shard" BETWEEN 0 AND 1023);
ALTER TABLE "market_data"."venue_key"
    ADD CONSTRAINT "venue_key_label_is_text" CHECK (length(btrim("label")) BETWEEN 1 AND 60),
    ADD CONSTRAINT "venue_key_fingerprint_is_sha256" CHECK ("fingerprint" ~ '^[0-9a-f]{64}$'),
    -- Never the whole name of a key: four signs, a gap, four signs.
    ADD CONSTRAINT "venue_key_name_is_masked" CHECK ("masked_name" ~ '^[!-~]{1,4}…[!-~]{0,4}$'),
    ADD CONSTRAINT "venue_key_status_known" CHECK ("status" IN
        ('Submitted', 'Probing', 'Ready', 'Refused', 'Proposed', 'Active', 'Suspended', 'Draining', 'Retired')),
    ADD CONSTRAINT "venue_key_attempts_count" CHECK ("attempts" BETWEEN 0 AND 100000),
    ADD CONSTRAINT "venue_key_permissions_are_probed" CHECK (("permissions" IS NULL) = ("probed_at" IS NULL)
        AND jsonb_typeof("permissions") = 'object' AND length("permissions"::text) <= 1024),
    ADD CONSTRAINT "venue_key_reasons_are_a_list" CHECK (jsonb_typeof("reasons") = 'array' AND length("reasons"::text) <= 4096),
    ADD CONSTRAINT "venue_key_refused_has_reasons" CHECK ("status" <> 'Refused' OR "reasons" IS NOT NULL),
    ADD CONSTRAINT "venue_key_is_probed_before_use" CHECK ("permissions" IS NOT NULL
        OR "status" IN ('Submitted', 'Probing', 'Refused', 'Retired')),
    -- Whatever wrote it: a key that the venue lets withdraw, or not trade, is never the one in use.
    ADD CONSTRAINT "venue_key_active_is_fit" CHECK ("status" NOT IN ('Active', 'Draining') OR
        (("permissions" ->> 'mayWithdraw') = 'false' AND ("permissions" ->> 'mayTrade') = 'true'
        AND coalesce("permissions" ->> 'isAddressBound', 'unknown') <> 'false')),
    ADD CONSTRAINT "venue_key_active_was_agreed_to" CHECK ("status" NOT IN ('Proposed', 'Active', 'Draining') OR "proposal_id" IS NOT NULL),
    ADD CONSTRAINT "venue_key_active_has_its_moment" CHECK ("status" NOT IN ('Active', 'Draining') OR "activated_at" IS NOT NULL),
    ADD CONSTRAINT "venue_key_draining_ends" CHECK ("status" <> 'Draining' OR "drain_until" IS NOT NULL),
    ADD CONSTRAINT "venue_key_ended_has_its_moment" CHECK (("status" IN ('Refused', 'Retired')) = ("ended_at" IS NOT NULL)),
    ADD CONSTRAINT "venue_key_follows_another" CHECK ("rotated_from_id" <> "id");
-- Partial, which the schema files can't say. One account trades with one key; one key is entered once.
CREATE UNIQUE INDEX "venue_key_one_active" ON "market_data"."venue_key"("venue_account_id") WHERE "status" = 'Active';
CREATE UNIQUE INDEX "venue_key_fingerprint_once" ON "market_data"."venue_key"("fingerprint") WHERE "status" NOT IN ('Refused', 'Retired');

ALTER TABLE "market_data"."venue_key_secret"
    ADD CONSTRAINT "venue_key_secret_is_one_of_them" CHECK (num_nonnulls("sealed", "envelope", "destroyed_at") = 1),
    ADD CONSTRAINT "venue_key_secret_envelope_is_whole" CHECK (
        num_nonnulls("envelope", "wrapped_key", "provider", "master_key") IN (0, 4) AND ("envelope" IS NULL OR "version" >= 1)),
    ADD CONSTRAINT "venue_key_secret_is_bounded" CHECK (length("sealed") BETWEEN 83 AND 32768
        AND length("envelope") <= 32768 AND length("wrapped_key") <= 4096 AND length("master_key") <= 2048),
    ADD CONSTRAINT "venue_key_secret_provider_is_named" CHECK ("provider" ~ '^[a-z][a-z0-9-]{0,39}$');
ALTER TABLE "market_data"."worker_seal_key"
    ADD CONSTRAINT "worker_seal_key_is_point_of_p256" CHECK (length("public_key") = 65 AND get_byte("public_key", 0) = 4),
    ADD CONSTRAINT "worker_seal_key_shard_is_small" CHECK ("shard" BETWEEN 0 AND 1023),
    ADD CONSTRAINT "worker_seal_key_ends_after_start" CHECK ("until" > "from");

-- ---------------------------------------------------------------- how a key moves

-- The table of `domain/market-data/venue-key.ts`; a test holds the two together.
CREATE FUNCTION "market_data"."venue_key_may_become"(before TEXT, after TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT (before, after) IN (
        ('Submitted', 'Probing'), ('Submitted', 'Retired'),
        ('Probing', 'Probing'), ('Probing', 'Ready'), ('Probing', 'Refused'), ('Probing', 'Retired'),
        ('Ready', 'Ready'), ('Ready', 'Refused'), ('Ready', 'Proposed'), ('Ready', 'Retired'),
        ('Proposed', 'Proposed'), ('Proposed', 'Refused'), ('Proposed', 'Active'), ('Proposed', 'Retired'),
        ('Active', 'Active'), ('Active', 'Suspended'), ('Active', 'Draining'),
        ('Suspended', 'Suspended'), ('Suspended', 'Proposed'), ('Suspended', 'Retired'),
        ('Draining', 'Draining'), ('Draining', 'Suspended'), ('Draining', 'Retired'))
$$;

-- People propose, agree and end; the engine probes, refuses, suspends and ends. Nobody does both, and
-- a key comes into use by an approved proposal that names it, in the transaction that carries it out.
CREATE FUNCTION "market_data"."guard_venue_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'Submitted' OR NOT EXISTS (SELECT 1 FROM market_data.venue_account a
            WHERE a.id = NEW.venue_account_id AND a.client_id IS NOT DISTINCT FROM NEW.client_id) THEN
            RAISE EXCEPTION 'venue key %: a key begins as Submitted, for the owner of its account', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.venue_account_id, OLD.client_id, OLD.label, OLD.fingerprint, OLD.masked_name, OLD.submitted_at, OLD.submitted_by)
        IS DISTINCT FROM (NEW.id, NEW.venue_account_id, NEW.client_id, NEW.label, NEW.fingerprint, NEW.masked_name, NEW.submitted_at, NEW.submitted_by) THEN
        RAISE EXCEPTION 'venue key %: which key it is stays', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    -- Of one that has ended the worker still has its secret to destroy; nothing else is due.
    IF OLD.status IN ('Refused', 'Retired') AND to_jsonb(NEW) - 'due_at' = to_jsonb(OLD) - 'due_at' THEN
        RETURN NEW;
    END IF;
    IF NOT market_data.venue_key_may_become(OLD.status, NEW.status) THEN
        RAISE EXCEPTION 'venue key %: % does not become %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> NEW.status AND (
        (session_user = 'app_staff' AND NEW.status NOT IN ('Proposed', 'Active', 'Draining', 'Suspended', 'Retired'))
        OR (session_user = 'engine' AND NEW.status NOT IN ('Probing', 'Ready', 'Refused', 'Suspended', 'Retired'))) THEN
        RAISE EXCEPTION 'venue key %: % is not for % to say', OLD.id, NEW.status, session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Asked only then: the engine has no right to read proposals, and no need.
    IF OLD.status <> 'Active' AND NEW.status = 'Active' THEN
        IF NOT EXISTS (SELECT 1 FROM access.proposal p WHERE p.id = NEW.proposal_id AND p.id = OLD.proposal_id
            AND p.act = 'venues.proposeKey' AND p.subject = NEW.id::text AND p.status = 'Approved') THEN
            RAISE EXCEPTION 'venue key %: it comes into use by what was approved alone', OLD.id USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "venue_key_guard" BEFORE INSERT OR UPDATE ON "market_data"."venue_key"
    FOR EACH ROW EXECUTE FUNCTION "market_data"."guard_venue_key"();
CREATE TRIGGER "venue_key_keep" BEFORE DELETE OR TRUNCATE ON "market_data"."venue_key"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "venue_account_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "market_data"."venue_account"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- A secret is sealed again, or destroyed; what was destroyed does not come back.
CREATE FUNCTION "market_data"."guard_venue_key_secret"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.sealed IS NULL THEN
            RAISE EXCEPTION 'venue key %: a secret begins as the browser sealed it', NEW.key_id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.destroyed_at IS NOT NULL OR (OLD.key_id, OLD.seal_key_id) IS DISTINCT FROM (NEW.key_id, NEW.seal_key_id)
        OR (NEW.sealed IS NOT NULL AND NEW.sealed IS DISTINCT FROM OLD.sealed) OR NEW.version < OLD.version THEN
        RAISE EXCEPTION 'venue key %: a secret is sealed again or destroyed, nothing else', OLD.key_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "venue_key_secret_guard" BEFORE INSERT OR UPDATE ON "market_data"."venue_key_secret"
    FOR EACH ROW EXECUTE FUNCTION "market_data"."guard_venue_key_secret"();
CREATE TRIGGER "venue_key_secret_keep" BEFORE DELETE OR TRUNCATE ON "market_data"."venue_key_secret"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- Of a key that browsers seal to, only the private half goes, once it is of no use.
CREATE FUNCTION "market_data"."guard_worker_seal_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.private_key IS NOT NULL OR to_jsonb(NEW) - 'private_key' IS DISTINCT FROM to_jsonb(OLD) - 'private_key' THEN
        RAISE EXCEPTION 'seal key %: its private half is destroyed, nothing else', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "worker_seal_key_guard" BEFORE UPDATE ON "market_data"."worker_seal_key"
    FOR EACH ROW EXECUTE FUNCTION "market_data"."guard_worker_seal_key"();
CREATE TRIGGER "worker_seal_key_keep" BEFORE DELETE OR TRUNCATE ON "market_data"."worker_seal_key"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- ---------------------------------------------------------------- whose rows, and who may do what

GRANT USAGE ON SCHEMA "market_data" TO app_staff, engine, auditor;
CALL "access"."separate"('"market_data"."venue_account"', 'client_id IS NULL');
CALL "access"."separate"('"market_data"."venue_key"', 'client_id IS NULL');

ALTER TABLE "market_data"."venue_key_secret" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "market_data"."venue_key_secret" FORCE ROW LEVEL SECURITY;
CREATE POLICY engine_all ON "market_data"."venue_key_secret" TO engine USING (true) WITH CHECK (true);
CREATE POLICY app_staff_brings ON "market_data"."venue_key_secret" FOR INSERT TO app_staff WITH CHECK (true);
CREATE POLICY migrator_all ON "market_data"."venue_key_secret" TO migrator USING (true) WITH CHECK (true);

GRANT SELECT ON "market_data"."venue_account", "market_data"."venue_key" TO app_staff, engine, auditor;
GRANT INSERT ON "market_data"."venue_account", "market_data"."venue_key" TO app_staff;
GRANT UPDATE ("status", "reasons", "due_at", "proposal_id", "activated_at", "rotated_from_id", "drain_until", "ended_at")
    ON "market_data"."venue_key" TO app_staff;
GRANT UPDATE ("status", "attempts", "due_at", "probed_at", "permissions", "reasons", "last_used_at", "ended_at")
    ON "market_data"."venue_key" TO engine;

-- Secrets: pages bring them in and can't look; the engine alone reads. No other role has any right here.
GRANT INSERT ("key_id", "seal_key_id", "sealed") ON "market_data"."venue_key_secret" TO app_staff;
GRANT SELECT ON "market_data"."venue_key_secret" TO engine;
GRANT UPDATE ("sealed", "envelope", "version", "wrapped_key", "provider", "master_key", "destroyed_at")
    ON "market_data"."venue_key_secret" TO engine;
GRANT SELECT, INSERT ON "market_data"."worker_seal_key" TO engine;
GRANT UPDATE ("private_key") ON "market_data"."worker_seal_key" TO engine;
GRANT SELECT ("id", "shard", "public_key", "from", "until") ON "market_data"."worker_seal_key" TO app_staff, auditor;

-- What the engine does to keys goes through the same door as what people do, and is sealed in their chain.
GRANT INSERT ON "audit"."command" TO engine;
GRANT SELECT, INSERT ON "audit"."answer" TO engine;
