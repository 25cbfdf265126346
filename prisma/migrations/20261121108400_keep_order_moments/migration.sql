-- What was known at a moment of an order: the market when it was decided on and when it ended, what its
-- route was expected to come to, and how long its venue took to answer. Costs are measured against it, and
-- none of it can be had later.
CREATE TABLE "trading"."order_moment" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "cl_ord_id" UUID NOT NULL,
    "client_id" UUID,
    "moment" TEXT NOT NULL,
    "bid" DECIMAL(38,18),
    "ask" DECIMAL(38,18),
    "mid" DECIMAL(38,18),
    "quantity" DECIMAL(38,18),
    "notional" DECIMAL(38,18),
    "all_in" DECIMAL(38,18),
    "after_ms" INTEGER,

    CONSTRAINT "order_moment_pkey" PRIMARY KEY ("at","shard","sequence","ordinal")
) PARTITION BY RANGE ("at");

CREATE INDEX "order_moment_cl_ord_id_idx" ON "trading"."order_moment"("cl_ord_id");

ALTER TABLE "trading"."order_moment"
    ADD CONSTRAINT "order_moment_known" CHECK ("moment" IN ('Decided', 'Acknowledged', 'Ended')),
    ADD CONSTRAINT "order_moment_prices_are_possible" CHECK ("bid" > 0 AND "ask" > 0 AND "mid" > 0),
    ADD CONSTRAINT "order_moment_figures_are_whole" CHECK (("quantity" IS NULL) = ("notional" IS NULL) AND ("quantity" IS NULL) = ("all_in" IS NULL)),
    ADD CONSTRAINT "order_moment_is_after" CHECK ("after_ms" >= 0);

CALL "audit"."keep_in_months"('"trading"."order_moment"', 'time');
CALL "audit"."separate_clients"('"trading"."order_moment"');

GRANT SELECT, INSERT ON "trading"."order_moment" TO engine;
GRANT SELECT ON "trading"."order_moment" TO app_client, app_staff, jobs, auditor;
