CREATE TABLE "audit"."leaf" (
    "index" BIGINT NOT NULL,
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "leaf_pkey" PRIMARY KEY ("index")
);

CREATE TABLE "audit"."tree_node" (
    "level" SMALLINT NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "tree_node_pkey" PRIMARY KEY ("level","index")
);

CREATE TABLE "audit"."checkpoint" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("size")
);

CREATE TABLE "audit"."key_rotation" (
    "id" UUID NOT NULL,
    "algorithm" TEXT NOT NULL,
    "overlap_seconds" INTEGER NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_rotation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit"."signing_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "private_key" BYTEA NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "rotation_id" UUID,

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit"."log_check" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "events" BIGINT NOT NULL,
    "size" BIGINT NOT NULL,
    "checkpoints" INTEGER NOT NULL,
    "copies" INTEGER NOT NULL,
    "finding" JSONB,

    CONSTRAINT "log_check_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "leaf_chain_sequence_key" ON "audit"."leaf"("chain", "sequence");

CREATE UNIQUE INDEX "signing_key_public_key_key" ON "audit"."signing_key"("public_key");

CREATE UNIQUE INDEX "signing_key_rotation_id_key" ON "audit"."signing_key"("rotation_id");

CREATE INDEX "log_check_at_idx" ON "audit"."log_check"("at");

ALTER TABLE "audit"."signing_key" ADD CONSTRAINT "signing_key_rotation_id_fkey" FOREIGN KEY ("rotation_id") REFERENCES "audit"."key_rotation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------- what can't be

ALTER TABLE "audit"."leaf"
    ADD CONSTRAINT "leaf_index_counts_from_zero" CHECK ("index" >= 0),
    ADD CONSTRAINT "leaf_sequence_counts_from_one" CHECK ("sequence" >= 1),
    ADD CONSTRAINT "leaf_hash_is_sha256" CHECK (length("hash") = 32);
-- Levels between are folded from these: 256 hashes are read faster than they are kept eight times.
ALTER TABLE "audit"."tree_node"
    ADD CONSTRAINT "tree_node_level_is_eighth" CHECK ("level" BETWEEN 8 AND 48 AND "level" % 8 = 0),
    ADD CONSTRAINT "tree_node_index_counts_from_zero" CHECK ("index" >= 0),
    ADD CONSTRAINT "tree_node_hash_is_sha256" CHECK (length("hash") = 32);
ALTER TABLE "audit"."checkpoint"
    ADD CONSTRAINT "checkpoint_has_leaves" CHECK ("size" > 0),
    ADD CONSTRAINT "checkpoint_root_is_sha256" CHECK (length("root") = 32);
ALTER TABLE "audit"."key_rotation"
    ADD CONSTRAINT "key_rotation_algorithm_known" CHECK ("algorithm" IN ('Ed25519', 'ML-DSA-44')),
    ADD CONSTRAINT "key_rotation_overlap_is_bounded" CHECK ("overlap_seconds" BETWEEN 0 AND 7776000);
ALTER TABLE "audit"."signing_key"
    ADD CONSTRAINT "signing_key_algorithm_known" CHECK ("algorithm" IN ('Ed25519', 'ML-DSA-44')),
    ADD CONSTRAINT "signing_key_public_key_fits" CHECK (length("public_key") = CASE "algorithm" WHEN 'Ed25519' THEN 32 ELSE 1312 END),
    ADD CONSTRAINT "signing_key_ends_after_start" CHECK ("until" >= "from");
ALTER TABLE "audit"."log_check"
    ADD CONSTRAINT "log_check_kind_known" CHECK ("kind" IN ('Check', 'Numbering', 'Signing')),
    ADD CONSTRAINT "log_check_is_possible" CHECK ("at" >= "started_at" AND "events" >= 0 AND "size" >= 0 AND "checkpoints" >= 0 AND "copies" >= 0),
    ADD CONSTRAINT "log_check_finding_is_object" CHECK (jsonb_typeof("finding") = 'object');

-- Written once.
CREATE TRIGGER "leaf_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"."leaf"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "tree_node_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"."tree_node"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "checkpoint_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"."checkpoint"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "key_rotation_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"."key_rotation"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "log_check_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"."log_check"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- A key gets its end once; an end that is set can't be moved.
CREATE FUNCTION "audit"."keep_signing_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.until IS NOT NULL OR to_jsonb(NEW) - 'until' IS DISTINCT FROM to_jsonb(OLD) - 'until' THEN
        RAISE EXCEPTION 'signing key %: of a key only its end is set, and once', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "signing_key_rows_keep" BEFORE UPDATE ON "audit"."signing_key"
    FOR EACH ROW EXECUTE FUNCTION "audit"."keep_signing_key"();
CREATE TRIGGER "signing_key_keep" BEFORE DELETE OR TRUNCATE ON "audit"."signing_key"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- ---------------------------------------------------------------- who may do what

-- Hashes of events and signed statements about them: everyone may hold them, nobody learns from them.
GRANT SELECT ON "audit"."leaf", "audit"."tree_node", "audit"."checkpoint" TO app_client, app_staff, jobs, auditor;
GRANT SELECT ("id", "name", "algorithm", "public_key", "from", "until", "rotation_id") ON "audit"."signing_key"
    TO app_client, app_staff, auditor;
GRANT INSERT ON "audit"."leaf", "audit"."tree_node", "audit"."checkpoint", "audit"."log_check" TO jobs;
-- The private half is sealed under a ring that only worker processes hold.
GRANT SELECT, INSERT ON "audit"."signing_key" TO jobs;
GRANT UPDATE ("until") ON "audit"."signing_key" TO jobs;
GRANT SELECT ON "audit"."key_rotation" TO app_staff, jobs, auditor;
GRANT INSERT ON "audit"."key_rotation" TO app_staff;
GRANT SELECT ON "audit"."log_check" TO app_client, app_staff, jobs, auditor;
