-- What was put right of a block after its fills were divided: averages that were evened when it ended, and
-- what changed hands by another version of its rule. One account's change at one place. Append-only; by month.
CREATE TABLE "trading"."block_correction" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cl_ord_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "why" TEXT NOT NULL,
    "approval" UUID,
    "account_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "venue_account_id" UUID NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "notional" DECIMAL(38,18) NOT NULL,
    "commission" DECIMAL(38,18) NOT NULL,
    "fees" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "block_correction_pkey" PRIMARY KEY ("at","shard","sequence","account_id","venue_account_id","why")
) PARTITION BY RANGE ("at");

CREATE INDEX "block_correction_cl_ord_id_idx" ON "trading"."block_correction"("cl_ord_id");

ALTER TABLE "trading"."block_correction"
    ADD CONSTRAINT "block_correction_why_known" CHECK ("why" IN ('Evened', 'Reallocated')),
    ADD CONSTRAINT "block_correction_is_agreed" CHECK (("why" = 'Reallocated') = ("approval" IS NOT NULL)),
    ADD CONSTRAINT "block_correction_evens_money_alone" CHECK ("why" <> 'Evened' OR ("quantity" = 0 AND "commission" = 0)),
    ADD CONSTRAINT "block_correction_version_counts_from_one" CHECK ("version" >= 1);

CALL "audit"."keep_in_months"('"trading"."block_correction"', 'time');
CALL "audit"."separate_clients"('"trading"."block_correction"');

GRANT SELECT, INSERT ON "trading"."block_correction" TO engine;
GRANT SELECT ON "trading"."block_correction" TO app_client, app_staff, jobs, auditor;

ALTER TABLE "ledger"."entry" DROP CONSTRAINT "entry_cause_known";
ALTER TABLE "ledger"."entry"
    ADD CONSTRAINT "entry_cause_known" CHECK ("cause" IN ('Trade', 'StrayTrade', 'Transfer', 'Deposit', 'Withdrawal', 'ShortfallRepaid',
        'Evening', 'Reallocation', 'Adjustment', 'Reversal', 'Correction'));

-- As before, with what was put right in what each account has, and by itself beside it.
DROP FUNCTION "trading"."list_blocks"(UUID, INTEGER);
CREATE FUNCTION "trading"."list_blocks"(only_one UUID, most INTEGER)
RETURNS TABLE (cl_ord_id UUID, account_id UUID, placed_by UUID, instrument TEXT, side TEXT, ord_type TEXT, price NUMERIC,
    order_qty NUMERIC, cum_qty NUMERIC, avg_px NUMERIC, time_in_force TEXT, ord_status TEXT, placed_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ, versions JSONB, shares JSONB, corrections JSONB)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog AS $$
    WITH seen AS (
        SELECT a.cl_ord_id, jsonb_agg(jsonb_build_object('version', a.version, 'hash', a.hash, 'at', a.at,
                'terms', a.terms::jsonb) ORDER BY a.version) AS versions
        FROM trading.allocation a
        WHERE only_one IS NULL OR a.cl_ord_id = only_one
        GROUP BY a.cl_ord_id
        HAVING bool_and(NOT EXISTS (SELECT 1 FROM jsonb_array_elements(a.terms::jsonb -> 'legs') AS l
            WHERE NOT coalesce(audit.may_see((l ->> 'client')::uuid), false)))
    )
    SELECT o.cl_ord_id, o.account_id, o.placed_by, o.instrument, o.side, o.ord_type, o.price, o.order_qty, o.cum_qty,
        o.avg_px, o.time_in_force, o.ord_status, o.placed_at, o.ended_at, s.versions,
        coalesce((SELECT jsonb_agg(jsonb_build_object('account', f.account_id, 'client', f.client_id,
                'cumQty', trim_scale(f.qty)::text, 'notional', trim_scale(f.notional)::text, 'fills', f.fills) ORDER BY f.account_id)
            FROM (SELECT y.account_id, y.client_id, sum(y.qty) AS qty, sum(y.notional) AS notional, sum(y.fills) AS fills
                FROM (SELECT x.account_id, x.client_id, x.last_qty AS qty, x.notional, 1 AS fills
                    FROM trading.allocated_fill x
                    WHERE x.at >= o.placed_at AND x.cl_ord_id IN (SELECT c.cl_ord_id FROM trading."order" c WHERE c.parent_cl_ord_id = o.cl_ord_id)
                    UNION ALL
                    SELECT z.account_id, z.client_id, z.quantity, z.notional, 0
                    FROM trading.block_correction z WHERE z.at >= o.placed_at AND z.cl_ord_id = o.cl_ord_id) AS y
                GROUP BY y.account_id, y.client_id HAVING sum(y.qty) <> 0 OR sum(y.notional) <> 0) AS f), '[]'),
        coalesce((SELECT jsonb_agg(jsonb_build_object('at', g.at, 'version', g.version, 'why', g.why, 'account', g.account_id,
                'quantity', trim_scale(g.quantity)::text, 'notional', trim_scale(g.notional)::text,
                'commission', trim_scale(g.commission)::text) ORDER BY g.at, g.version, g.why, g.account_id)
            FROM (SELECT z.at, z.version, z.why, z.account_id, sum(z.quantity) AS quantity, sum(z.notional) AS notional,
                    sum(z.commission) AS commission
                FROM trading.block_correction z WHERE z.at >= o.placed_at AND z.cl_ord_id = o.cl_ord_id
                GROUP BY z.at, z.version, z.why, z.account_id) AS g), '[]')
    FROM seen s JOIN trading."order" o ON o.cl_ord_id = s.cl_ord_id
    WHERE session_user IN ('app_staff', 'auditor', 'jobs')
    ORDER BY o.placed_at DESC, o.cl_ord_id DESC LIMIT least(most, 500)
$$;
REVOKE ALL ON FUNCTION "trading"."list_blocks"(UUID, INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "trading"."list_blocks"(UUID, INTEGER) TO app_staff;
