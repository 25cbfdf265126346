-- Accounts of the firm's own, in whose name blocks are worked: an order of one is divided among clients by
-- a rule that was sealed before it left. One is known to its engine from the moment it is there.
CREATE TABLE "trading"."house_account" (
    "id" UUID NOT NULL,
    "shard" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "opened_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "house_account_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "house_account_shard_name_key" ON "trading"."house_account"("shard", "name");
ALTER TABLE "trading"."house_account"
    ADD CONSTRAINT "house_account_id_is_uuidv7" CHECK (uuid_extract_version("id") = 7),
    ADD CONSTRAINT "house_account_shard_in_range" CHECK ("shard" BETWEEN 0 AND 1023),
    ADD CONSTRAINT "house_account_name_is_said" CHECK (length("name") BETWEEN 1 AND 100);
ALTER TABLE "trading"."house_account" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "trading"."house_account" FORCE ROW LEVEL SECURITY;
CREATE POLICY app_staff_all ON "trading"."house_account" TO app_staff USING (true) WITH CHECK ("opened_by" = audit.current_actor());
CREATE POLICY readers ON "trading"."house_account" FOR SELECT TO engine, jobs, auditor USING (true);
CREATE POLICY migrator_all ON "trading"."house_account" TO migrator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON "trading"."house_account" TO app_staff;
GRANT SELECT ON "trading"."house_account" TO engine, jobs, auditor;
CREATE TRIGGER "house_account_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trading"."house_account"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

CREATE FUNCTION "engine"."tell_house_account"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM engine.put_control(NEW.shard, NEW.created_at, NEW.id, 0,
        jsonb_build_object('kind', 'AccountSet', 'account', NEW.id, 'client', NULL));
    RETURN NULL;
END
$$;
CREATE TRIGGER "house_account_tell" AFTER INSERT ON "trading"."house_account" FOR EACH ROW EXECUTE FUNCTION "engine"."tell_house_account"();

-- Blocks as staff may see them: whole, and only by whoever may see every client of every version of the rule.
-- Of each version the sealed terms with their hash; of each account what it has so far.
CREATE FUNCTION "trading"."list_blocks"(only_one UUID, most INTEGER)
RETURNS TABLE (cl_ord_id UUID, account_id UUID, placed_by UUID, instrument TEXT, side TEXT, ord_type TEXT, price NUMERIC,
    order_qty NUMERIC, cum_qty NUMERIC, avg_px NUMERIC, time_in_force TEXT, ord_status TEXT, placed_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ, versions JSONB, shares JSONB)
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
            FROM (SELECT x.account_id, x.client_id, sum(x.last_qty) AS qty, sum(x.notional) AS notional, count(*) AS fills
                FROM trading.allocated_fill x
                WHERE x.at >= o.placed_at AND x.cl_ord_id IN (SELECT c.cl_ord_id FROM trading."order" c WHERE c.parent_cl_ord_id = o.cl_ord_id)
                GROUP BY x.account_id, x.client_id) AS f), '[]')
    FROM seen s JOIN trading."order" o ON o.cl_ord_id = s.cl_ord_id
    WHERE session_user IN ('app_staff', 'auditor', 'jobs')
    ORDER BY o.placed_at DESC, o.cl_ord_id DESC LIMIT least(most, 500)
$$;
REVOKE ALL ON FUNCTION "engine"."tell_house_account"(), "trading"."list_blocks"(UUID, INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "trading"."list_blocks"(UUID, INTEGER) TO app_staff;
