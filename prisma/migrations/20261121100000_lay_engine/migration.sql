CREATE SCHEMA IF NOT EXISTS "engine";
CREATE SCHEMA IF NOT EXISTS "trading";
CREATE SCHEMA IF NOT EXISTS "ledger";
CREATE SCHEMA IF NOT EXISTS "portfolio";
CREATE SCHEMA IF NOT EXISTS "risk";
GRANT USAGE ON SCHEMA "engine" TO engine, jobs, auditor;
GRANT USAGE ON SCHEMA "trading", "ledger", "portfolio", "risk" TO app_client, app_staff, engine, jobs, auditor;

CREATE TABLE "engine"."lease" (
    "shard" INTEGER NOT NULL,
    "epoch" BIGINT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("shard")
);

CREATE TABLE "engine"."journal_head" (
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "journal_head_pkey" PRIMARY KEY ("shard")
);

CREATE TABLE "engine"."journal" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("shard","sequence","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "engine"."command" (
    "actor" UUID NOT NULL,
    "idempotency_key" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "act" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "answer" TEXT,

    CONSTRAINT "command_pkey" PRIMARY KEY ("actor","idempotency_key")
) PARTITION BY RANGE ("idempotency_key");

CREATE TABLE "engine"."snapshot" (
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "epoch" BIGINT NOT NULL,
    "parts" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "journal_hash" BYTEA NOT NULL,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("shard","sequence")
);

CREATE TABLE "engine"."snapshot_part" (
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "part" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "snapshot_part_pkey" PRIMARY KEY ("shard","sequence","part")
);

CREATE TABLE "ledger"."entry" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "client_id" UUID,
    "cause" TEXT NOT NULL,
    "reference" TEXT,
    "approval" UUID,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("at","id")
) PARTITION BY RANGE ("at");

CREATE TABLE "ledger"."posting" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "entry_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "account_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "account_id" UUID,
    "client_id" UUID,
    "asset" TEXT NOT NULL,
    "place_kind" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "amount" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("at","entry_id","ordinal")
) PARTITION BY RANGE ("at");

CREATE TABLE "ledger"."balance" (
    "account_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "account_id" UUID,
    "client_id" UUID,
    "asset" TEXT NOT NULL,
    "place_kind" TEXT NOT NULL,
    "place_id" UUID NOT NULL,
    "balance" DECIMAL(38,18) NOT NULL,
    "held" DECIMAL(38,18) NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "balance_pkey" PRIMARY KEY ("account_key")
);

CREATE TABLE "ledger"."hold" (
    "id" UUID NOT NULL,
    "account_key" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "client_id" UUID,
    "asset" TEXT NOT NULL,
    "reserved" DECIMAL(38,18) NOT NULL,
    "committed" DECIMAL(38,18) NOT NULL,
    "released" DECIMAL(38,18) NOT NULL,
    "is_open" BOOLEAN NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "portfolio"."position" (
    "account_id" UUID NOT NULL,
    "instrument" TEXT NOT NULL,
    "client_id" UUID,
    "method" TEXT NOT NULL,
    "fees" TEXT NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "cost" DECIMAL(38,18) NOT NULL,
    "lots" INTEGER NOT NULL,
    "realised" DECIMAL(38,18) NOT NULL,
    "fees_apart" DECIMAL(38,18) NOT NULL,
    "cash" DECIMAL(38,18) NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("account_id","instrument")
);

CREATE TABLE "risk"."trading_state" (
    "shard" INTEGER NOT NULL,
    "level" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "client_id" UUID,
    "state" TEXT NOT NULL,
    "grade" TEXT,
    "since" TIMESTAMPTZ(3),
    "by" TEXT,
    "why" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "trading_state_pkey" PRIMARY KEY ("shard","level","scope")
);

CREATE TABLE "risk"."exposure" (
    "shard" INTEGER NOT NULL,
    "level" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "client_id" UUID,
    "position" DECIMAL(38,18) NOT NULL,
    "working_buy" DECIMAL(38,18) NOT NULL,
    "working_sell" DECIMAL(38,18) NOT NULL,
    "traded" DECIMAL(38,18) NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("shard","level","scope","asset")
);

CREATE TABLE "risk"."scope_money" (
    "shard" INTEGER NOT NULL,
    "level" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "client_id" UUID,
    "gross" DECIMAL(38,18),
    "net_low" DECIMAL(38,18),
    "net_high" DECIMAL(38,18),
    "equity" DECIMAL(38,18),
    "day_start_equity" DECIMAL(38,18),
    "start_equity" DECIMAL(38,18),
    "peak_equity" DECIMAL(38,18),
    "value_at_risk" DECIMAL(38,18),
    "flow_today" DECIMAL(38,18) NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "scope_money_pkey" PRIMARY KEY ("shard","level","scope")
);

CREATE TABLE "trading"."order" (
    "cl_ord_id" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "parent_cl_ord_id" UUID,
    "account_id" UUID NOT NULL,
    "client_id" UUID,
    "placed_by" UUID,
    "strategy" TEXT,
    "venue" TEXT,
    "venue_account_id" UUID,
    "order_id" TEXT,
    "instrument" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "ord_type" TEXT NOT NULL,
    "price" DECIMAL(38,18),
    "stop_px" DECIMAL(38,18),
    "order_qty" DECIMAL(38,18) NOT NULL,
    "time_in_force" TEXT NOT NULL,
    "expire_time" TIMESTAMPTZ(3),
    "is_post_only" BOOLEAN NOT NULL,
    "is_reduce_only" BOOLEAN NOT NULL,
    "ord_status" TEXT NOT NULL,
    "cum_qty" DECIMAL(38,18) NOT NULL,
    "leaves_qty" DECIMAL(38,18) NOT NULL,
    "avg_px" DECIMAL(38,18),
    "late_qty" DECIMAL(38,18) NOT NULL,
    "protection" TEXT NOT NULL,
    "rejected_by" TEXT,
    "rejection" JSONB,
    "triggered_at" TIMESTAMPTZ(3),
    "unconfirmed_since" TIMESTAMPTZ(3),
    "not_after" TIMESTAMPTZ(3),
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "order_pkey" PRIMARY KEY ("cl_ord_id")
);

CREATE TABLE "trading"."execution" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "venue_account_id" UUID NOT NULL,
    "exec_id" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "cl_ord_id" UUID,
    "parent_cl_ord_id" UUID,
    "account_id" UUID,
    "client_id" UUID,
    "order_id" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "last_qty" DECIMAL(38,18) NOT NULL,
    "last_px" DECIMAL(38,18) NOT NULL,
    "fee_amount" DECIMAL(38,18),
    "fee_asset" TEXT,
    "is_maker" BOOLEAN,
    "mid" DECIMAL(38,18),
    "traded_at" TIMESTAMPTZ(3) NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "execution_pkey" PRIMARY KEY ("at","venue_account_id","exec_id")
) PARTITION BY RANGE ("at");

CREATE TABLE "trading"."execution_fee" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "venue_account_id" UUID NOT NULL,
    "exec_id" TEXT NOT NULL,
    "client_id" UUID,
    "fee_amount" DECIMAL(38,18) NOT NULL,
    "fee_asset" TEXT NOT NULL,

    CONSTRAINT "execution_fee_pkey" PRIMARY KEY ("at","venue_account_id","exec_id")
) PARTITION BY RANGE ("at");

CREATE TABLE "trading"."execution_id" (
    "venue_account_id" UUID NOT NULL,
    "exec_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "execution_id_pkey" PRIMARY KEY ("venue_account_id","exec_id")
);

CREATE TABLE "trading"."decision" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "cl_ord_id" UUID NOT NULL,
    "decided_id" UUID NOT NULL,
    "client_id" UUID,
    "verdict" TEXT NOT NULL,
    "policy" UUID NOT NULL,
    "checks" JSON NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("at","shard","sequence","ordinal")
) PARTITION BY RANGE ("at");

CREATE TABLE "trading"."receipt" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "cl_ord_id" UUID NOT NULL,
    "client_id" UUID,
    "fee_table_version" TEXT NOT NULL,
    "snapshot_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "snapshot" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "alternatives" TEXT NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("at","shard","sequence","ordinal")
) PARTITION BY RANGE ("at");

CREATE TABLE "trading"."allocation" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "cl_ord_id" UUID NOT NULL,
    "client_id" UUID,
    "method" TEXT NOT NULL,
    "order_qty" DECIMAL(38,18) NOT NULL,
    "terms" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("at","id","version")
) PARTITION BY RANGE ("at");

CREATE TABLE "trading"."allocated_fill" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cl_ord_id" UUID NOT NULL,
    "exec_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "client_id" UUID,
    "last_qty" DECIMAL(38,18) NOT NULL,
    "last_px" DECIMAL(38,18) NOT NULL,
    "notional" DECIMAL(38,18) NOT NULL,
    "fee_amount" DECIMAL(38,18),
    "fee_asset" TEXT,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "allocated_fill_pkey" PRIMARY KEY ("at","cl_ord_id","exec_id","account_id")
) PARTITION BY RANGE ("at");

CREATE TABLE "trading"."markout" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "venue_account_id" UUID NOT NULL,
    "exec_id" TEXT NOT NULL,
    "after_ms" INTEGER NOT NULL,
    "mid" DECIMAL(38,18),

    CONSTRAINT "markout_pkey" PRIMARY KEY ("at","venue_account_id","exec_id","after_ms")
) PARTITION BY RANGE ("at");

CREATE TABLE "trading"."unconfirmed" (
    "cl_ord_id" UUID NOT NULL,
    "request" TEXT NOT NULL,
    "client_id" UUID,
    "venue_account_id" UUID,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "evidence" UUID,
    "is_with_human" BOOLEAN NOT NULL,
    "resends" INTEGER NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "how" TEXT,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "unconfirmed_pkey" PRIMARY KEY ("cl_ord_id","request")
);

CREATE TABLE "trading"."break" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "venue_account_id" UUID NOT NULL,
    "client_id" UUID,
    "severity" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT NOT NULL,
    "ours" TEXT,
    "theirs" TEXT,
    "value" DECIMAL(38,18),
    "proposed_asset" TEXT,
    "proposed_amount" DECIMAL(38,18),
    "closed_at" TIMESTAMPTZ(3),
    "how" TEXT,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "break_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "lease_fence" ON "engine"."lease"("shard", "epoch");

CREATE INDEX "command_command_id_idx" ON "engine"."command"("command_id");

CREATE INDEX "entry_id_idx" ON "ledger"."entry"("id");

CREATE INDEX "entry_client_id_at_idx" ON "ledger"."entry"("client_id", "at");

CREATE INDEX "posting_account_key_at_idx" ON "ledger"."posting"("account_key", "at");

CREATE INDEX "posting_client_id_at_idx" ON "ledger"."posting"("client_id", "at");

CREATE INDEX "balance_client_id_idx" ON "ledger"."balance"("client_id");

CREATE INDEX "balance_account_id_idx" ON "ledger"."balance"("account_id");

CREATE INDEX "hold_client_id_idx" ON "ledger"."hold"("client_id");

CREATE INDEX "position_client_id_idx" ON "portfolio"."position"("client_id");

CREATE INDEX "trading_state_client_id_idx" ON "risk"."trading_state"("client_id");

CREATE INDEX "exposure_client_id_idx" ON "risk"."exposure"("client_id");

CREATE INDEX "scope_money_client_id_idx" ON "risk"."scope_money"("client_id");

CREATE INDEX "order_client_id_placed_at_idx" ON "trading"."order"("client_id", "placed_at");

CREATE INDEX "order_account_id_placed_at_idx" ON "trading"."order"("account_id", "placed_at");

CREATE INDEX "order_parent_cl_ord_id_idx" ON "trading"."order"("parent_cl_ord_id");

CREATE INDEX "execution_cl_ord_id_idx" ON "trading"."execution"("cl_ord_id");

CREATE INDEX "execution_parent_cl_ord_id_idx" ON "trading"."execution"("parent_cl_ord_id");

CREATE INDEX "execution_client_id_at_idx" ON "trading"."execution"("client_id", "at");

CREATE INDEX "execution_fee_venue_account_id_exec_id_idx" ON "trading"."execution_fee"("venue_account_id", "exec_id");

CREATE INDEX "decision_cl_ord_id_idx" ON "trading"."decision"("cl_ord_id");

CREATE INDEX "receipt_cl_ord_id_idx" ON "trading"."receipt"("cl_ord_id");

CREATE INDEX "allocation_cl_ord_id_idx" ON "trading"."allocation"("cl_ord_id");

CREATE INDEX "allocated_fill_client_id_at_idx" ON "trading"."allocated_fill"("client_id", "at");

CREATE INDEX "markout_venue_account_id_exec_id_idx" ON "trading"."markout"("venue_account_id", "exec_id");

CREATE INDEX "unconfirmed_client_id_idx" ON "trading"."unconfirmed"("client_id");

CREATE INDEX "break_client_id_idx" ON "trading"."break"("client_id");

CREATE INDEX "break_opened_at_idx" ON "trading"."break"("opened_at");

-- ---------------------------------------------------------------- months of long rows

-- A row of some kilobytes is kept whole in its page. Cut into pieces of two, as is usual, and compressed
-- where it can be, it takes three times as long to write; it is read whole whenever it is read.
CREATE OR REPLACE FUNCTION "audit"."make_months"(parent REGCLASS, key TEXT, first DATE, last DATE) RETURNS INTEGER
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    month DATE := date_trunc('month', first)::date;
    next_month DATE;
    part TEXT;
    schema_name TEXT := (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent);
    table_name TEXT := (SELECT relname FROM pg_class WHERE oid = parent);
    lower_bound TEXT;
    upper_bound TEXT;
    made INTEGER := 0;
BEGIN
    WHILE month <= last LOOP
        next_month := (month + interval '1 month')::date;
        part := table_name || to_char(month, '_YYYY_MM');
        IF to_regclass(format('%I.%I', schema_name, part)) IS NULL THEN
            IF key = 'uuidv7' THEN
                lower_bound := audit.first_uuidv7_at(month::timestamp AT TIME ZONE 'UTC')::text;
                upper_bound := audit.first_uuidv7_at(next_month::timestamp AT TIME ZONE 'UTC')::text;
            ELSE
                lower_bound := (month::timestamp AT TIME ZONE 'UTC')::text;
                upper_bound := (next_month::timestamp AT TIME ZONE 'UTC')::text;
            END IF;
            EXECUTE format('CREATE TABLE %I.%I PARTITION OF %s FOR VALUES FROM (%L) TO (%L) WITH (toast_tuple_target = 8160)',
                schema_name, part, parent, lower_bound, upper_bound);
            EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', schema_name, part);
            EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', schema_name, part);
            -- Row triggers are inherited, statement triggers are not, and TRUNCATE knows only those.
            EXECUTE format('CREATE TRIGGER "%s_keep" BEFORE TRUNCATE ON %I.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()',
                part, schema_name, part);
            made := made + 1;
        END IF;
        month := next_month;
    END LOOP;
    RETURN made;
END
$$;
DO $$
DECLARE
    part REGCLASS;
BEGIN
    FOR part IN SELECT i.inhrelid FROM pg_inherits i JOIN audit.partitioned_table t ON i.inhparent = t.table_name::regclass LOOP
        EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 8160)', part);
    END LOOP;
END
$$;

-- ---------------------------------------------------------------- who leads a shard

ALTER TABLE "engine"."lease"
    ADD CONSTRAINT "lease_shard_is_small" CHECK ("shard" BETWEEN 0 AND 1023),
    ADD CONSTRAINT "lease_epoch_counts_from_one" CHECK ("epoch" >= 1),
    ADD CONSTRAINT "lease_holder_is_named" CHECK (length("holder") BETWEEN 1 AND 100);

-- The epoch is part of a unique index, so to change it takes the lock that FOR KEY SHARE holds off: a
-- take-over waits for a batch on its way and the holder's own renewal does not.
CREATE FUNCTION "engine"."fence"(of_shard INTEGER, under_epoch BIGINT) RETURNS BOOLEAN
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM engine.lease l WHERE l.shard = of_shard AND l.epoch = under_epoch FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'fenced: shard % is not led under epoch %', of_shard, under_epoch USING ERRCODE = '55F01';
    END IF;
    RETURN true;
END
$$;

-- A holder is followed by another under the next epoch; nothing else changes a lease but its end.
CREATE FUNCTION "engine"."guard_lease"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.shard <> OLD.shard OR NEW.epoch NOT IN (OLD.epoch, OLD.epoch + 1)
        OR (NEW.epoch = OLD.epoch AND (NEW.holder, NEW.taken_at) IS DISTINCT FROM (OLD.holder, OLD.taken_at)) THEN
        RAISE EXCEPTION 'shard %: a lease is renewed, or taken under the next epoch', OLD.shard USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "lease_guard" BEFORE UPDATE ON "engine"."lease" FOR EACH ROW EXECUTE FUNCTION "engine"."guard_lease"();
CREATE TRIGGER "lease_keep" BEFORE DELETE OR TRUNCATE ON "engine"."lease"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- All by the database's clock. The same holder again is a new run of it: a new epoch.
CREATE FUNCTION "engine"."take_lease"(of_shard INTEGER, by_holder TEXT, for_ms INTEGER) RETURNS BIGINT
LANGUAGE sql SET search_path = pg_catalog AS $$
    INSERT INTO engine.lease AS l (shard, epoch, holder, until, taken_at)
    VALUES (of_shard, 1, by_holder, clock_timestamp() + make_interval(secs => for_ms / 1000.0), clock_timestamp())
    ON CONFLICT (shard) DO UPDATE SET epoch = l.epoch + 1, holder = by_holder,
        until = clock_timestamp() + make_interval(secs => for_ms / 1000.0), taken_at = clock_timestamp()
    WHERE l.until <= clock_timestamp() OR l.holder = by_holder
    RETURNING epoch
$$;
CREATE FUNCTION "engine"."steal_lease"(of_shard INTEGER, by_holder TEXT, for_ms INTEGER) RETURNS BIGINT
LANGUAGE sql SET search_path = pg_catalog AS $$
    INSERT INTO engine.lease AS l (shard, epoch, holder, until, taken_at)
    VALUES (of_shard, 1, by_holder, clock_timestamp() + make_interval(secs => for_ms / 1000.0), clock_timestamp())
    ON CONFLICT (shard) DO UPDATE SET epoch = l.epoch + 1, holder = by_holder,
        until = clock_timestamp() + make_interval(secs => for_ms / 1000.0), taken_at = clock_timestamp()
    RETURNING epoch
$$;
-- One that ran out and that nobody took is its holder's still.
CREATE FUNCTION "engine"."renew_lease"(of_shard INTEGER, under_epoch BIGINT, for_ms INTEGER) RETURNS BIGINT
LANGUAGE sql SET search_path = pg_catalog AS $$
    UPDATE engine.lease l SET until = clock_timestamp() + make_interval(secs => for_ms / 1000.0)
    WHERE l.shard = of_shard AND l.epoch = under_epoch RETURNING epoch
$$;
CREATE FUNCTION "engine"."release_lease"(of_shard INTEGER, under_epoch BIGINT) RETURNS BIGINT
LANGUAGE sql SET search_path = pg_catalog AS $$
    UPDATE engine.lease l SET until = clock_timestamp() WHERE l.shard = of_shard AND l.epoch = under_epoch RETURNING epoch
$$;

-- ---------------------------------------------------------------- the journal

ALTER TABLE "engine"."journal"
    ADD CONSTRAINT "journal_sequence_counts_from_one" CHECK ("sequence" >= 1),
    ADD CONSTRAINT "journal_hash_is_sha256" CHECK (length("hash") = 32),
    ADD CONSTRAINT "journal_kind_is_named" CHECK ("kind" ~ '^[A-Z][A-Za-z]{1,40}$'),
    ADD CONSTRAINT "journal_body_is_bounded" CHECK (length("body") BETWEEN 2 AND 16777216);
ALTER TABLE "engine"."command"
    ADD CONSTRAINT "command_idempotency_key_is_uuidv7" CHECK (uuid_extract_version("idempotency_key") = 7),
    ADD CONSTRAINT "command_input_hash_is_bounded" CHECK (length("input_hash") BETWEEN 1 AND 128),
    ADD CONSTRAINT "command_act_is_named" CHECK ("act" ~ '^[A-Z][A-Za-z]{1,40}$'),
    ADD CONSTRAINT "command_answer_is_bounded" CHECK (length("answer") <= 262144);
ALTER TABLE "engine"."snapshot"
    ADD CONSTRAINT "snapshot_is_possible" CHECK ("sequence" >= 0 AND "parts" BETWEEN 1 AND 100000),
    ADD CONSTRAINT "snapshot_hashes_are_sha256" CHECK (length("hash") = 32 AND length("journal_hash") = 32);
ALTER TABLE "engine"."snapshot_part"
    ADD CONSTRAINT "snapshot_part_is_bounded" CHECK ("part" >= 0 AND length("body") BETWEEN 1 AND 16777216);
-- Texts of some kilobytes, each written once and read seldom: to compress them takes longer than to write them.
ALTER TABLE "engine"."journal" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "engine"."snapshot_part" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "trading"."decision" ALTER COLUMN "checks" SET STORAGE EXTERNAL;
ALTER TABLE "trading"."receipt" ALTER COLUMN "snapshot" SET STORAGE EXTERNAL,
    ALTER COLUMN "plan" SET STORAGE EXTERNAL, ALTER COLUMN "alternatives" SET STORAGE EXTERNAL;

-- Whoever inserts: records of one shard and one epoch that leads, each after the one before it.
CREATE FUNCTION "engine"."link_journal"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    batch RECORD;
    last_hash BYTEA;
BEGIN
    SELECT count(*) AS records, min(f.shard) AS shard, max(f.shard) AS last_shard, min(f.sequence) AS first,
        max(f.sequence) AS last, min(f.epoch) AS epoch, max(f.epoch) AS last_epoch INTO batch FROM fresh f;
    IF batch.records = 0 THEN
        RETURN NULL;
    END IF;
    IF batch.shard <> batch.last_shard OR batch.epoch <> batch.last_epoch OR batch.last - batch.first + 1 <> batch.records THEN
        RAISE EXCEPTION 'a batch of the journal is of one shard and one epoch, without a hole' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM engine.fence(batch.shard, batch.epoch);
    SELECT f.hash INTO last_hash FROM fresh f WHERE f.sequence = batch.last;
    UPDATE engine.journal_head h SET sequence = batch.last, hash = last_hash
        WHERE h.shard = batch.shard AND h.sequence = batch.first - 1;
    IF NOT FOUND THEN
        IF batch.first <> 1 THEN
            RAISE EXCEPTION 'shard %: record % does not follow', batch.shard, batch.first USING ERRCODE = 'unique_violation';
        END IF;
        INSERT INTO engine.journal_head VALUES (batch.shard, batch.last, last_hash);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "journal_link" AFTER INSERT ON "engine"."journal" REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION "engine"."link_journal"();

CALL "audit"."keep_in_months"('"engine"."journal"', 'time');
CALL "audit"."keep_in_months"('"engine"."command"', 'uuidv7');
CREATE TRIGGER "snapshot_keep" BEFORE UPDATE OR TRUNCATE ON "engine"."snapshot"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "snapshot_part_keep" BEFORE UPDATE OR TRUNCATE ON "engine"."snapshot_part"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- All but the newest few. The journal has everything that was in them.
CREATE FUNCTION "engine"."drop_old_snapshots"(of_shard INTEGER) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    oldest BIGINT := (SELECT min(s.sequence) FROM (SELECT k.sequence FROM engine.snapshot k
        WHERE k.shard = of_shard ORDER BY k.sequence DESC LIMIT 3) AS s);
BEGIN
    DELETE FROM engine.snapshot_part p WHERE p.shard = of_shard AND p.sequence < oldest;
    DELETE FROM engine.snapshot s WHERE s.shard = of_shard AND s.sequence < oldest;
END
$$;
REVOKE ALL ON FUNCTION "engine"."drop_old_snapshots"(INTEGER) FROM PUBLIC;

-- ---------------------------------------------------------------- orders and what became of them

-- The lists stand in `domain`; a test holds each to its own.
ALTER TABLE "trading"."order"
    ADD CONSTRAINT "order_level_known" CHECK ("level" IN ('Parent', 'Child')),
    ADD CONSTRAINT "order_child_has_its_place" CHECK (("level" = 'Child') = ("venue_account_id" IS NOT NULL)
        AND ("level" = 'Child') = ("venue" IS NOT NULL)),
    ADD CONSTRAINT "order_side_known" CHECK ("side" IN ('Buy', 'Sell')),
    ADD CONSTRAINT "order_ord_type_known" CHECK ("ord_type" IN
        ('Market', 'Limit', 'Stop', 'StopLimit', 'MarketIfTouched', 'LimitIfTouched')),
    ADD CONSTRAINT "order_type_has_its_prices" CHECK (("price" IS NOT NULL) = ("ord_type" IN ('Limit', 'StopLimit', 'LimitIfTouched'))
        AND ("stop_px" IS NOT NULL) = ("ord_type" IN ('Stop', 'StopLimit', 'MarketIfTouched', 'LimitIfTouched'))),
    ADD CONSTRAINT "order_time_in_force_known" CHECK ("time_in_force" IN
        ('Day', 'GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill', 'GoodTillDate')),
    ADD CONSTRAINT "order_ord_status_known" CHECK ("ord_status" IN ('PendingNew', 'New', 'PartiallyFilled', 'Filled',
        'PendingCancel', 'PendingReplace', 'Canceled', 'Rejected', 'Expired')),
    ADD CONSTRAINT "order_protection_known" CHECK ("protection" IN ('NATIVE_OCO', 'NATIVE_STOP', 'EMULATED', 'NONE')),
    ADD CONSTRAINT "order_rejected_by_known" CHECK ("rejected_by" IN ('Risk', 'Compliance', 'Venue', 'Engine')),
    ADD CONSTRAINT "order_rejected_says_by_whom" CHECK ("ord_status" <> 'Rejected' OR "rejected_by" IS NOT NULL),
    ADD CONSTRAINT "order_quantities_are_possible" CHECK ("order_qty" > 0 AND "cum_qty" >= 0 AND "leaves_qty" >= 0 AND "late_qty" >= 0),
    ADD CONSTRAINT "order_ended_leaves_nothing" CHECK ("leaves_qty" = 0 OR "ord_status" NOT IN ('Filled', 'Canceled', 'Rejected', 'Expired')),
    ADD CONSTRAINT "order_ended_has_its_moment" CHECK (("ended_at" IS NOT NULL) = ("ord_status" IN ('Filled', 'Canceled', 'Rejected', 'Expired')));
CREATE INDEX "order_open_idx" ON "trading"."order"("account_id", "instrument")
    WHERE "ord_status" NOT IN ('Filled', 'Canceled', 'Rejected', 'Expired');

-- What one or more moves of the domain's table can make of a status: an end stays, but for late fills.
CREATE FUNCTION "trading"."order_may_become"(before TEXT, after TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT CASE WHEN before IN ('Filled', 'Canceled', 'Rejected', 'Expired') THEN after IN (before, 'Filled')
        WHEN before = 'PendingNew' THEN true ELSE after <> 'PendingNew' END
$$;
CREATE FUNCTION "trading"."guard_order"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT trading.order_may_become(OLD.ord_status, NEW.ord_status) OR NEW.cum_qty < OLD.cum_qty THEN
        RAISE EXCEPTION 'order %: % with % does not become % with %', OLD.cl_ord_id, OLD.ord_status, OLD.cum_qty,
            NEW.ord_status, NEW.cum_qty USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.cl_ord_id, OLD.level, OLD.account_id, OLD.client_id, OLD.instrument, OLD.side, OLD.shard)
        IS DISTINCT FROM (NEW.cl_ord_id, NEW.level, NEW.account_id, NEW.client_id, NEW.instrument, NEW.side, NEW.shard)
        OR NEW.sequence < OLD.sequence THEN
        RAISE EXCEPTION 'order %: which order it is stays', OLD.cl_ord_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "order_guard" BEFORE UPDATE ON "trading"."order" FOR EACH ROW EXECUTE FUNCTION "trading"."guard_order"();

ALTER TABLE "trading"."execution"
    ADD CONSTRAINT "execution_side_known" CHECK ("side" IN ('Buy', 'Sell')),
    ADD CONSTRAINT "execution_is_possible" CHECK ("last_qty" > 0 AND "last_px" >= 0),
    ADD CONSTRAINT "execution_fee_is_whole" CHECK (("fee_amount" IS NULL) = ("fee_asset" IS NULL)),
    ADD CONSTRAINT "execution_id_is_bounded" CHECK (length("exec_id") BETWEEN 1 AND 200 AND length("order_id") <= 200);
-- A unique index of a partitioned table has its month in it; this one has every execution once.
CREATE FUNCTION "trading"."name_executions"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO trading.execution_id (venue_account_id, exec_id, at) SELECT f.venue_account_id, f.exec_id, f.at FROM fresh f;
    RETURN NULL;
END
$$;
CREATE TRIGGER "execution_name" AFTER INSERT ON "trading"."execution" REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION "trading"."name_executions"();
CREATE TRIGGER "execution_id_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trading"."execution_id"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

ALTER TABLE "trading"."decision"
    ADD CONSTRAINT "decision_verdict_known" CHECK ("verdict" IN ('Approved', 'Refused'));
ALTER TABLE "trading"."receipt"
    ADD CONSTRAINT "receipt_hashes_are_sha256" CHECK ("hash" ~ '^[0-9a-f]{64}$' AND "snapshot_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "trading"."allocation"
    ADD CONSTRAINT "allocation_method_known" CHECK ("method" IN ('ProRata', 'Fixed', 'Percentage')),
    ADD CONSTRAINT "allocation_version_counts_from_one" CHECK ("version" >= 1),
    ADD CONSTRAINT "allocation_hash_is_sha256" CHECK ("hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "trading"."allocated_fill"
    ADD CONSTRAINT "allocated_fill_is_possible" CHECK ("last_qty" > 0 AND "last_px" >= 0),
    ADD CONSTRAINT "allocated_fill_fee_is_whole" CHECK (("fee_amount" IS NULL) = ("fee_asset" IS NULL));
ALTER TABLE "trading"."markout"
    ADD CONSTRAINT "markout_is_after" CHECK ("after_ms" BETWEEN 1 AND 86400000 AND "mid" > 0);
ALTER TABLE "trading"."unconfirmed"
    ADD CONSTRAINT "unconfirmed_request_known" CHECK ("request" IN ('New', 'Cancel', 'Replace')),
    ADD CONSTRAINT "unconfirmed_end_has_its_way" CHECK (("ended_at" IS NULL) = ("how" IS NULL)),
    ADD CONSTRAINT "unconfirmed_how_known" CHECK ("how" IN ('Adopted', 'AbsentProven', 'Answered', 'Asserted'));
ALTER TABLE "trading"."break"
    ADD CONSTRAINT "break_kind_known" CHECK ("kind" IN ('MissingInternalFill', 'MissingVenueFill', 'Quantity', 'Price',
        'FeeAmount', 'FeeCurrency', 'Duplicate', 'Timing', 'ExternalOrder', 'BalanceDrift', 'Dust', 'UnattributedDeposit',
        'Contradiction')),
    ADD CONSTRAINT "break_severity_known" CHECK ("severity" IN ('Low', 'Medium', 'High')),
    ADD CONSTRAINT "break_end_has_its_way" CHECK (("closed_at" IS NULL) = ("how" IS NULL)),
    ADD CONSTRAINT "break_how_known" CHECK ("how" IN ('Agreed', 'Healed')),
    ADD CONSTRAINT "break_proposal_is_whole" CHECK (("proposed_asset" IS NULL) = ("proposed_amount" IS NULL));

CALL "audit"."keep_in_months"('"trading"."execution"', 'time');
CALL "audit"."keep_in_months"('"trading"."execution_fee"', 'time');
CALL "audit"."keep_in_months"('"trading"."decision"', 'time');
CALL "audit"."keep_in_months"('"trading"."receipt"', 'time');
CALL "audit"."keep_in_months"('"trading"."allocation"', 'time');
CALL "audit"."keep_in_months"('"trading"."allocated_fill"', 'time');
CALL "audit"."keep_in_months"('"trading"."markout"', 'time');

-- ---------------------------------------------------------------- money

ALTER TABLE "ledger"."entry"
    ADD CONSTRAINT "entry_cause_known" CHECK ("cause" IN ('Trade', 'StrayTrade', 'Transfer', 'Deposit', 'Withdrawal', 'ShortfallRepaid',
        'Adjustment', 'Reversal', 'Correction')),
    ADD CONSTRAINT "entry_reference_is_bounded" CHECK (length("reference") <= 300);
ALTER TABLE "ledger"."posting"
    ADD CONSTRAINT "posting_kind_known" CHECK ("kind" IN ('Client', 'House', 'ClientShortfall', 'HouseShortfall',
        'Commission', 'Rounding', 'Suspense', 'Fee', 'Market', 'External')),
    ADD CONSTRAINT "posting_place_known" CHECK ("place_kind" IN ('Venue', 'Custody', 'InTransit')),
    ADD CONSTRAINT "posting_moves_something" CHECK ("amount" <> 0),
    ADD CONSTRAINT "posting_owner_is_named" CHECK (("account_id" IS NOT NULL)
        = ("kind" IN ('Client', 'House', 'ClientShortfall', 'HouseShortfall')));
ALTER TABLE "ledger"."balance"
    ADD CONSTRAINT "balance_kind_known" CHECK ("kind" IN ('Client', 'House', 'ClientShortfall', 'HouseShortfall',
        'Commission', 'Rounding', 'Suspense', 'Fee', 'Market', 'External')),
    -- The wall that a mistake of ours meets: nobody has less than is held of it, nobody owes less than nothing.
    ADD CONSTRAINT "balance_covers_what_is_held" CHECK ("held" >= 0 AND CASE
        WHEN "kind" IN ('Client', 'House') THEN "held" <= "balance"
        WHEN "kind" IN ('ClientShortfall', 'HouseShortfall') THEN "balance" <= 0 AND "held" = 0
        ELSE "held" = 0 END);
ALTER TABLE "ledger"."hold"
    ADD CONSTRAINT "hold_adds_up" CHECK ("reserved" >= 0 AND "committed" >= 0 AND "released" >= 0
        AND "committed" + "released" <= "reserved" AND ("is_open" OR "committed" + "released" = "reserved"));

-- All postings of an entry come in one statement and add up to nothing in each asset, at once; and at
-- the end of the transaction no entry is there that has none, or does not add up.
CREATE FUNCTION "ledger"."refuse_unbalanced_postings"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    bad RECORD;
BEGIN
    SELECT f.entry_id, f.asset INTO bad FROM fresh f GROUP BY f.at, f.entry_id, f.asset HAVING sum(f.amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'ledger entry % does not balance in %', bad.entry_id, bad.asset USING ERRCODE = 'check_violation';
    END IF;
    SELECT f.entry_id INTO bad FROM fresh f WHERE NOT EXISTS
        (SELECT 1 FROM ledger.entry e WHERE e.at = f.at AND e.id = f.entry_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'ledger entry % is not there for its postings', bad.entry_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "posting_balances" AFTER INSERT ON "ledger"."posting" REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION "ledger"."refuse_unbalanced_postings"();

CREATE FUNCTION "ledger"."refuse_unbalanced_entry"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    is_balanced BOOLEAN := (SELECT bool_and(a.total = 0) FROM (SELECT sum(p.amount) AS total FROM ledger.posting p
        WHERE p.at = NEW.at AND p.entry_id = NEW.id GROUP BY p.asset) AS a);
BEGIN
    -- Null: it has no postings at all.
    IF is_balanced IS NOT TRUE THEN
        RAISE EXCEPTION 'ledger entry % does not balance', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "entry_balances" AFTER INSERT ON "ledger"."entry" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION "ledger"."refuse_unbalanced_entry"();

CALL "audit"."keep_in_months"('"ledger"."entry"', 'time');
CALL "audit"."keep_in_months"('"ledger"."posting"', 'time');

-- ---------------------------------------------------------------- positions and risk

ALTER TABLE "portfolio"."position"
    ADD CONSTRAINT "position_method_known" CHECK ("method" IN ('Fifo', 'Lifo', 'Hifo', 'AverageCost')),
    ADD CONSTRAINT "position_fees_known" CHECK ("fees" IN ('IntoCost', 'Apart')),
    ADD CONSTRAINT "position_is_possible" CHECK ("lots" >= 0 AND (("lots" = 0) = ("quantity" = 0)));
ALTER TABLE "risk"."trading_state"
    ADD CONSTRAINT "trading_state_level_known" CHECK ("level" IN ('firm', 'client', 'account', 'strategy', 'venueKey')),
    ADD CONSTRAINT "trading_state_state_known" CHECK ("state" IN ('Active', 'Reducing', 'Halted')),
    ADD CONSTRAINT "trading_state_grade_known" CHECK ("grade" IN ('REDUCING', 'HALT_NEW', 'CANCEL_ALL', 'FLATTEN')),
    ADD CONSTRAINT "trading_state_follows_grade" CHECK ("state" = CASE WHEN "grade" IS NULL THEN 'Active'
        WHEN "grade" = 'REDUCING' THEN 'Reducing' ELSE 'Halted' END),
    ADD CONSTRAINT "trading_state_stop_is_somebodys" CHECK (num_nonnulls("grade", "since", "by") IN (0, 3));
ALTER TABLE "risk"."exposure"
    ADD CONSTRAINT "exposure_level_known" CHECK ("level" IN ('firm', 'client', 'account', 'strategy', 'instrument', 'venue')),
    ADD CONSTRAINT "exposure_is_possible" CHECK ("working_buy" >= 0 AND "working_sell" >= 0 AND "traded" >= 0);
ALTER TABLE "risk"."scope_money"
    ADD CONSTRAINT "scope_money_level_known" CHECK ("level" IN ('firm', 'client', 'account', 'strategy', 'instrument', 'venue'));

-- ---------------------------------------------------------------- whose rows, and who may do what

CALL "audit"."separate_clients"('"trading"."order"');
CALL "audit"."separate_clients"('"trading"."execution"');
CALL "audit"."separate_clients"('"trading"."execution_fee"');
CALL "audit"."separate_clients"('"trading"."decision"');
CALL "audit"."separate_clients"('"trading"."receipt"');
CALL "audit"."separate_clients"('"trading"."allocation"');
CALL "audit"."separate_clients"('"trading"."allocated_fill"');
CALL "audit"."separate_clients"('"trading"."unconfirmed"');
CALL "audit"."separate_clients"('"trading"."break"');
CALL "audit"."separate_clients"('"ledger"."entry"');
CALL "audit"."separate_clients"('"ledger"."posting"');
CALL "audit"."separate_clients"('"ledger"."balance"');
CALL "audit"."separate_clients"('"ledger"."hold"');
CALL "audit"."separate_clients"('"portfolio"."position"');
CALL "audit"."separate_clients"('"risk"."trading_state"');
CALL "audit"."separate_clients"('"risk"."exposure"');
CALL "audit"."separate_clients"('"risk"."scope_money"');

GRANT SELECT, INSERT, UPDATE ON "engine"."lease" TO engine;
GRANT SELECT, INSERT ON "engine"."journal", "engine"."command", "engine"."snapshot", "engine"."snapshot_part" TO engine;
GRANT SELECT ON "engine"."journal_head" TO engine;
GRANT EXECUTE ON FUNCTION "engine"."drop_old_snapshots"(INTEGER) TO engine;
REVOKE ALL ON FUNCTION "engine"."fence"(INTEGER, BIGINT), "engine"."take_lease"(INTEGER, TEXT, INTEGER),
    "engine"."steal_lease"(INTEGER, TEXT, INTEGER), "engine"."renew_lease"(INTEGER, BIGINT, INTEGER),
    "engine"."release_lease"(INTEGER, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "engine"."fence"(INTEGER, BIGINT), "engine"."take_lease"(INTEGER, TEXT, INTEGER),
    "engine"."steal_lease"(INTEGER, TEXT, INTEGER), "engine"."renew_lease"(INTEGER, BIGINT, INTEGER),
    "engine"."release_lease"(INTEGER, BIGINT) TO engine;
GRANT SELECT, INSERT ON "trading"."execution", "trading"."execution_fee", "trading"."decision", "trading"."receipt", "trading"."allocation",
    "trading"."allocated_fill", "trading"."markout", "ledger"."entry", "ledger"."posting" TO engine;
GRANT SELECT ON "trading"."execution_id" TO engine;
GRANT SELECT, INSERT, UPDATE ON "trading"."order", "trading"."unconfirmed", "trading"."break", "ledger"."balance",
    "ledger"."hold", "portfolio"."position", "risk"."trading_state", "risk"."exposure", "risk"."scope_money" TO engine;

-- What a client is shown is its own: what became of its orders and its money, and why.
GRANT SELECT ON "trading"."order", "trading"."execution", "trading"."execution_fee", "trading"."decision", "trading"."receipt",
    "trading"."allocated_fill", "trading"."unconfirmed", "ledger"."entry", "ledger"."posting", "ledger"."balance",
    "ledger"."hold", "portfolio"."position" TO app_client;
GRANT SELECT ON "trading"."order", "trading"."execution", "trading"."execution_fee", "trading"."decision", "trading"."receipt", "trading"."allocation",
    "trading"."allocated_fill", "trading"."markout", "trading"."unconfirmed", "trading"."break", "ledger"."entry",
    "ledger"."posting", "ledger"."balance", "ledger"."hold", "portfolio"."position", "risk"."trading_state",
    "risk"."exposure", "risk"."scope_money" TO app_staff, jobs, auditor;
GRANT SELECT ON "engine"."journal", "engine"."journal_head", "engine"."command", "engine"."snapshot",
    "engine"."snapshot_part", "engine"."lease" TO jobs, auditor;

-- ---------------------------------------------------------------- the shard's own chain

-- What an engine seals with every order, by the thousand: found by whose order it is, by the order and
-- by the act, which have columns. Words of it would cost ten times what all the rest of it costs.
CREATE FUNCTION "audit"."has_words"(action TEXT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT action NOT IN ('trading.decideOrder', 'trading.placeChild', 'trading.acceptOrder', 'trading.bookFill',
        'trading.allocateFill', 'trading.cancelOrder', 'trading.askCancel', 'ledger.bookEntry', 'ledger.moveHolds')
$$;
DROP INDEX "audit"."event_words_idx";
CREATE INDEX "event_words_idx" ON "audit"."event" USING gin ("audit"."words_of"("body")) WHERE "audit"."has_words"("action");

-- As `audit.seal`, for the one writer of a shard: events of many clients in one call, into the chain
-- that nobody else writes, so that an order never waits for a click.
CREATE FUNCTION "audit"."seal_shard"(of_shard INTEGER, clients UUID[], bodies BYTEA[]) RETURNS BIGINT
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
        AND abs(extract(epoch FROM clock_timestamp() - (l.event ->> 'at')::timestamptz)) <= 3600, false)) INTO is_right FROM l;
    IF is_right IS NOT TRUE THEN
        RAISE EXCEPTION 'an event of the chain % is of another client or another time', chain_name
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE audit.chain_head c SET sequence = head.sequence + events, hash = last_hash WHERE c.chain = chain_name;
    RETURN head.sequence + events;
END
$$;
REVOKE ALL ON FUNCTION "audit"."seal_shard"(INTEGER, UUID[], BYTEA[]) FROM PUBLIC;

GRANT CREATE ON SCHEMA "audit" TO audit_sealer;
ALTER FUNCTION "audit"."seal_shard"(INTEGER, UUID[], BYTEA[]) OWNER TO audit_sealer;
SET LOCAL ROLE audit_sealer;
GRANT EXECUTE ON FUNCTION "audit"."seal_shard"(INTEGER, UUID[], BYTEA[]) TO engine;
-- As it was, but for the words that an engine's events do not have.
CREATE OR REPLACE FUNCTION "audit"."find_events"(words JSONB, filters JSONB, most INTEGER)
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
            ways := ways || format('(audit.has_words(e.action) AND audit.words_of(e.body) @@ %L::tsquery)', said);
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
RESET ROLE;
REVOKE CREATE ON SCHEMA "audit" FROM audit_sealer;
