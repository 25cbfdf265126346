-- Which version of its rule divides a block: what a proposal about it takes for granted. Whoever executes one
-- need not see every client of it; a version and a hash tell of nobody.
CREATE FUNCTION "trading"."block_version"(of_order UUID) RETURNS TABLE (version INTEGER, hash TEXT)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog AS $$
    SELECT a.version, a.hash FROM trading.allocation a
    WHERE a.cl_ord_id = of_order AND session_user IN ('app_staff', 'auditor', 'jobs')
    ORDER BY a.version DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION "trading"."block_version"(UUID) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "trading"."block_version"(UUID) TO app_staff;

-- An account of the house is opened by two: who carried it out, and what was agreed to. Those of before have none.
ALTER TABLE "trading"."house_account" ADD COLUMN "proposal_id" UUID;
