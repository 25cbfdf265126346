-- Checks and receipts stand in the journal's record of their decision; here they are what pages find them by, and short.

-- As text: JSON of the checks, or rows of them as `trading/check-text.ts` in the domain writes them.
ALTER TABLE "trading"."decision" ALTER COLUMN "checks" TYPE TEXT USING "checks"::text;
ALTER TABLE "trading"."decision" ALTER COLUMN "checks" SET STORAGE EXTERNAL;

-- The market that a record was judged by: books, terms and states of an instrument, and nothing of anybody's.
CREATE FUNCTION "trading"."market_of"(of_at TIMESTAMPTZ, of_shard INTEGER, of_sequence BIGINT) RETURNS TEXT
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (convert_from(j.body, 'UTF8')::json -> 'market')::text FROM engine.journal j
    WHERE j.at = of_at AND j.shard = of_shard AND j.sequence = of_sequence
$$;
REVOKE ALL ON FUNCTION "trading"."market_of"(TIMESTAMPTZ, INTEGER, BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "trading"."market_of"(TIMESTAMPTZ, INTEGER, BIGINT) TO app_client, app_staff, jobs, auditor;
