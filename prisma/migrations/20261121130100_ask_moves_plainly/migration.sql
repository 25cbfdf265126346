-- As it was, but bound when it is made and part of what asks it: asked as a function of its own, for each row that
-- changes, it took longer than the rest of the guard. Statuses are never null, so it need not be strict.
CREATE OR REPLACE FUNCTION "trading"."order_may_become"(before TEXT, after TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN before IN ('Filled', 'Canceled', 'Rejected', 'Expired') THEN after IN (before, 'Filled')
    WHEN before = 'PendingNew' THEN true ELSE after <> 'PendingNew' END;
