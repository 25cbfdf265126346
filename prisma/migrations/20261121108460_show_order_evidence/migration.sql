-- What was exchanged with venues about an order, for who may see it. Exchanges that name one of its children
-- are about it alone; an answer to a wider question may tell of others, and is for the firm.
CREATE FUNCTION "trading"."order_evidence"(of_order UUID, also UUID[])
RETURNS TABLE (id UUID, at TIMESTAMPTZ, cl_ord_id UUID, venue TEXT, operation TEXT, request JSONB, response JSONB, duration_ms DOUBLE PRECISION, fault TEXT)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (e.at, e.id) e.id, e.at, f.cl_ord_id, f.venue, e.operation, e.request, e.response, e.duration_ms, e.fault
    FROM (SELECT * FROM trading.family_of(of_order) c WHERE c.level = 'Child' ORDER BY c.cl_ord_id LIMIT 50) f
    JOIN engine.evidence e ON e.venue_account_id = f.venue_account_id
        AND e.at BETWEEN f.placed_at - interval '1 second' AND coalesce(f.ended_at, now()) + interval '1 minute'
    WHERE e.request::text LIKE '%' || f.cl_ord_id::text || '%'
        OR (session_user <> 'app_client' AND current_setting('app.scope', true) = 'firm' AND e.id = ANY (also))
    ORDER BY e.at, e.id LIMIT 200;
END
$$;
REVOKE ALL ON FUNCTION "trading"."order_evidence"(UUID, UUID[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "trading"."order_evidence"(UUID, UUID[]) TO app_client, app_staff;
