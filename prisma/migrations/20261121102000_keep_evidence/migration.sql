CREATE SCHEMA IF NOT EXISTS "engine";
GRANT USAGE ON SCHEMA "engine" TO app_client, app_staff, engine, jobs, auditor;

-- What left for a venue about an order and what came back, as the adapter kept it, secrets masked.
CREATE TABLE "engine"."evidence" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "shard" INTEGER NOT NULL,
    "venue_account_id" UUID NOT NULL,
    "client_id" UUID,
    "operation" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "response" JSONB,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "fault" TEXT,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id","at"),
    CONSTRAINT "evidence_id_is_uuidv7" CHECK (uuid_extract_version("id") = 7),
    CONSTRAINT "evidence_shard_is_one" CHECK ("shard" BETWEEN 0 AND 1023),
    CONSTRAINT "evidence_operation_is_named" CHECK (length("operation") BETWEEN 1 AND 40),
    CONSTRAINT "evidence_is_bounded" CHECK (length("request"::text) <= 131072
        AND length("response"::text) <= 131072 AND length("fault") <= 500),
    CONSTRAINT "evidence_duration_is_possible" CHECK ("duration_ms" >= 0)
) PARTITION BY RANGE ("at");

-- What a paper account has at its venue: the venue's own book of it, as a real venue would keep it.
CREATE TABLE "engine"."paper_account" (
    "venue_account_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paper_account_pkey" PRIMARY KEY ("venue_account_id"),
    CONSTRAINT "paper_account_state_is_bounded" CHECK (length("state") BETWEEN 2 AND 268435456)
);

CREATE INDEX "evidence_venue_account_id_at_idx" ON "engine"."evidence"("venue_account_id", "at");

ALTER TABLE "engine"."paper_account" ADD CONSTRAINT "paper_account_venue_account_id_fkey" FOREIGN KEY ("venue_account_id") REFERENCES "market_data"."venue_account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "audit"."keep_in_months"('"engine"."evidence"', 'time');
CALL "audit"."separate_clients"('"engine"."evidence"');

-- ---------------------------------------------------------------- who writes, who reads

GRANT SELECT, INSERT ON "engine"."evidence" TO engine;
GRANT SELECT ON "engine"."evidence" TO app_staff, auditor;
GRANT SELECT, INSERT, UPDATE ON "engine"."paper_account" TO engine;
