CREATE SCHEMA IF NOT EXISTS "market_data";
GRANT USAGE ON SCHEMA "market_data" TO app_client, app_staff, engine, jobs, auditor;

CREATE TABLE "market_data"."instrument" (
    "id" TEXT NOT NULL,
    "base" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instrument_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "instrument_is_a_pair" CHECK ("id" = "base" || '/' || "quote" AND "base" <> "quote"
        AND "base" ~ '^[A-Z0-9]{1,16}$' AND "quote" ~ '^[A-Z0-9]{1,16}$')
);

CREATE TABLE "market_data"."venue_instrument" (
    "venue" TEXT NOT NULL,
    "instrument_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "tick_size" DECIMAL(38,18) NOT NULL,
    "step_size" DECIMAL(38,18) NOT NULL,
    "min_qty" DECIMAL(38,18) NOT NULL,
    "max_qty" DECIMAL(38,18),
    "min_notional" DECIMAL(38,18),
    "maker_rate" DECIMAL(38,18) NOT NULL,
    "taker_rate" DECIMAL(38,18) NOT NULL,
    "capabilities" JSONB NOT NULL,
    "probed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "venue_instrument_pkey" PRIMARY KEY ("venue","instrument_id"),
    CONSTRAINT "venue_instrument_venue_is_named" CHECK ("venue" ~ '^[a-z][a-z0-9-]{0,39}$'),
    CONSTRAINT "venue_instrument_status_known" CHECK ("status" IN ('Open', 'CancelOnly', 'PostOnly', 'Closed')),
    CONSTRAINT "venue_instrument_terms_are_possible" CHECK ("tick_size" > 0 AND "step_size" > 0
        AND "min_qty" >= 0 AND "max_qty" >= "min_qty" AND "min_notional" >= 0),
    CONSTRAINT "venue_instrument_rates_are_shares" CHECK ("maker_rate" BETWEEN -0.1 AND 0.1
        AND "taker_rate" BETWEEN -0.1 AND 0.1),
    CONSTRAINT "venue_instrument_symbol_is_bounded" CHECK (length("symbol") BETWEEN 1 AND 40),
    CONSTRAINT "venue_instrument_capabilities_are_bounded" CHECK (jsonb_typeof("capabilities") = 'object'
        AND length("capabilities"::text) <= 4096)
);

CREATE TABLE "market_data"."bar" (
    "instrument_id" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "open" DECIMAL(38,18) NOT NULL,
    "high" DECIMAL(38,18) NOT NULL,
    "low" DECIMAL(38,18) NOT NULL,
    "close" DECIMAL(38,18) NOT NULL,
    "volume" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "bar_pkey" PRIMARY KEY ("instrument_id","venue","opens_at"),
    CONSTRAINT "bar_is_of_a_minute" CHECK (extract(epoch FROM "opens_at")::bigint % 60 = 0
        AND date_trunc('second', "opens_at", 'UTC') = "opens_at"),
    CONSTRAINT "bar_is_possible" CHECK ("low" > 0 AND "volume" >= 0
        AND "low" <= least("open", "close") AND "high" >= greatest("open", "close"))
) PARTITION BY RANGE ("opens_at");

CREATE TABLE "market_data"."venue_state" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "venue" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,

    CONSTRAINT "venue_state_pkey" PRIMARY KEY ("venue","at"),
    CONSTRAINT "venue_state_known" CHECK ("state" IN ('UP', 'DEGRADED', 'DOWN', 'MAINTENANCE', 'RECONCILING')),
    CONSTRAINT "venue_state_reasons_are_a_list" CHECK (jsonb_typeof("reasons") = 'array'
        AND length("reasons"::text) <= 8192)
) PARTITION BY RANGE ("at");

CREATE INDEX "venue_instrument_instrument_id_idx" ON "market_data"."venue_instrument"("instrument_id");

ALTER TABLE "market_data"."venue_instrument" ADD CONSTRAINT "venue_instrument_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "market_data"."instrument"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CALL "audit"."keep_in_months"('"market_data"."bar"', 'time');
CALL "audit"."keep_in_months"('"market_data"."venue_state"', 'time');

-- ---------------------------------------------------------------- who writes, who reads

GRANT SELECT, INSERT ON "market_data"."instrument", "market_data"."bar", "market_data"."venue_state" TO engine;
GRANT SELECT, INSERT, UPDATE ON "market_data"."venue_instrument" TO engine;
GRANT SELECT ON "market_data"."instrument", "market_data"."venue_instrument", "market_data"."bar"
    TO app_client, app_staff, jobs, auditor;
-- How the firm's own connections fare is the firm's.
GRANT SELECT ON "market_data"."venue_state" TO app_staff, jobs, auditor;
