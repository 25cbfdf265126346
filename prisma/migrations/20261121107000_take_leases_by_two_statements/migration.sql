-- ON CONFLICT (shard) arbitrates by the primary key alone: two first takers at once could meet at
-- "lease_fence", which has to stay (it makes a new epoch a change of key, so that a take-over waits for
-- a batch that holds the fence), and one of them got a unique violation for an answer. With no arbiter
-- named, every index is one.
CREATE OR REPLACE FUNCTION "engine"."take_lease"(of_shard INTEGER, by_holder TEXT, for_ms INTEGER) RETURNS BIGINT
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    given BIGINT;
BEGIN
    INSERT INTO engine.lease (shard, epoch, holder, until, taken_at)
    VALUES (of_shard, 1, by_holder, clock_timestamp() + make_interval(secs => for_ms / 1000.0), clock_timestamp())
    ON CONFLICT DO NOTHING RETURNING epoch INTO given;
    IF given IS NULL THEN
        UPDATE engine.lease l SET epoch = l.epoch + 1, holder = by_holder,
            until = clock_timestamp() + make_interval(secs => for_ms / 1000.0), taken_at = clock_timestamp()
        WHERE l.shard = of_shard AND (l.until <= clock_timestamp() OR l.holder = by_holder)
        RETURNING l.epoch INTO given;
    END IF;
    RETURN given;
END
$$;
CREATE OR REPLACE FUNCTION "engine"."steal_lease"(of_shard INTEGER, by_holder TEXT, for_ms INTEGER) RETURNS BIGINT
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    given BIGINT;
BEGIN
    INSERT INTO engine.lease (shard, epoch, holder, until, taken_at)
    VALUES (of_shard, 1, by_holder, clock_timestamp() + make_interval(secs => for_ms / 1000.0), clock_timestamp())
    ON CONFLICT DO NOTHING RETURNING epoch INTO given;
    IF given IS NULL THEN
        UPDATE engine.lease l SET epoch = l.epoch + 1, holder = by_holder,
            until = clock_timestamp() + make_interval(secs => for_ms / 1000.0), taken_at = clock_timestamp()
        WHERE l.shard = of_shard RETURNING l.epoch INTO given;
    END IF;
    RETURN given;
END
$$;
