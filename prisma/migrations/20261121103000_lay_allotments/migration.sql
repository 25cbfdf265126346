CREATE TABLE "risk"."shared_limit" (
    "limit_key" TEXT NOT NULL,
    "cap" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "shared_limit_pkey" PRIMARY KEY ("limit_key")
);

CREATE TABLE "risk"."allotment" (
    "limit_key" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "amount" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "allotment_pkey" PRIMARY KEY ("limit_key","shard")
);

ALTER TABLE "risk"."allotment" ADD CONSTRAINT "allotment_limit_key_fkey" FOREIGN KEY ("limit_key") REFERENCES "risk"."shared_limit"("limit_key") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------- what can't be

ALTER TABLE "risk"."shared_limit"
    ADD CONSTRAINT "shared_limit_cap_is_not_negative" CHECK ("cap" >= 0),
    ADD CONSTRAINT "shared_limit_key_is_of_a_shared_level" CHECK (split_part("limit_key", '|', 1) IN ('firm', 'instrument', 'venue')
        AND length("limit_key") <= 300);
ALTER TABLE "risk"."allotment"
    ADD CONSTRAINT "allotment_is_possible" CHECK ("amount" >= 0 AND "shard" BETWEEN 0 AND 1023);

-- No part grows so that all together are over the cap. A cap that people lowered may leave more than it for a
-- moment: then each part only shrinks until they fit again.
CREATE FUNCTION "risk"."guard_allotment"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    whole NUMERIC;
    others NUMERIC;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.limit_key, NEW.shard) IS DISTINCT FROM (OLD.limit_key, OLD.shard) THEN
        RAISE EXCEPTION 'allotment %: it stays its shard''s', OLD.limit_key USING ERRCODE = 'check_violation';
    END IF;
    SELECT l.cap INTO whole FROM risk.shared_limit l WHERE l.limit_key = NEW.limit_key FOR UPDATE;
    IF TG_OP = 'UPDATE' AND NEW.amount <= OLD.amount THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(sum(a.amount), 0) INTO others FROM risk.allotment a WHERE a.limit_key = NEW.limit_key AND a.shard <> NEW.shard;
    IF others + NEW.amount > whole THEN
        RAISE EXCEPTION 'allotment %: % and % are over %', NEW.limit_key, others, NEW.amount, whole USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "allotment_guard" BEFORE INSERT OR UPDATE ON "risk"."allotment"
    FOR EACH ROW EXECUTE FUNCTION "risk"."guard_allotment"();
CREATE TRIGGER "allotment_keep" BEFORE DELETE OR TRUNCATE ON "risk"."allotment"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "shared_limit_keep" BEFORE DELETE OR TRUNCATE ON "risk"."shared_limit"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- ---------------------------------------------------------------- what people set

-- As `isShared` and `limitKeyOf` of the domain; a test holds them beside each other.
CREATE FUNCTION "risk"."is_shared"(level TEXT, kind TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT level IN ('firm', 'instrument', 'venue') AND kind IN ('Position', 'GrossExposure', 'NetExposure', 'ValueAtRisk',
        'DailyLoss', 'VenueCounterparty', 'DailyVolumeShare', 'MessageRate')
$$;
CREATE FUNCTION "risk"."limit_key"(level TEXT, scope TEXT, kind TEXT, instrument TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT level || '|' || scope || '|' || kind || '|' || coalesce(instrument, '')
$$;

-- The cap follows the version that is being made, in its transaction. With one shard everything is its own.
CREATE FUNCTION "risk"."share_limits"(of_level TEXT, of_scope TEXT, of_version INTEGER) RETURNS VOID
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    laid RECORD;
    is_alone BOOLEAN := NOT EXISTS (SELECT 1 FROM clients.client c WHERE c.shard <> 0);
BEGIN
    FOR laid IN SELECT risk.limit_key(v.level, v.scope, v.kind, v.instrument) AS key, min(v.value) AS cap FROM risk.limit_value v
        WHERE v.level = of_level AND v.scope = of_scope AND v.version = of_version AND risk.is_shared(v.level, v.kind) GROUP BY 1 ORDER BY 1
    LOOP
        INSERT INTO risk.shared_limit AS l (limit_key, cap) VALUES (laid.key, laid.cap)
            ON CONFLICT (limit_key) DO UPDATE SET cap = laid.cap;
        IF is_alone THEN
            INSERT INTO risk.allotment AS a (limit_key, shard, amount) VALUES (laid.key, 0, laid.cap)
                ON CONFLICT (limit_key, shard) DO UPDATE SET amount = laid.cap;
        END IF;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION "risk"."share_limits"(TEXT, TEXT, INTEGER) FROM PUBLIC;
CREATE FUNCTION "risk"."share_fresh_limits"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    made RECORD;
BEGIN
    FOR made IN SELECT DISTINCT f.level, f.scope, f.version FROM fresh f ORDER BY 1, 2, 3 LOOP
        PERFORM risk.share_limits(made.level, made.scope, made.version);
    END LOOP;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION "risk"."share_fresh_limits"() FROM PUBLIC;
CREATE TRIGGER "limit_value_share" AFTER INSERT ON "risk"."limit_value" REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION "risk"."share_fresh_limits"();

-- What is in force already.
SELECT "risk"."share_limits"(s.level, s.scope, s.version) FROM "risk"."limit_set" s
    WHERE s.version = (SELECT max(o.version) FROM "risk"."limit_set" o WHERE o.level = s.level AND o.scope = s.scope);

-- ---------------------------------------------------------------- what shards take and give back

-- As much of `more` as is free; what the shard has now. The row of the limit is locked, and the epoch has to lead.
CREATE FUNCTION "risk"."take_allotment"(of_limit TEXT, for_shard INTEGER, under_epoch BIGINT, more NUMERIC) RETURNS NUMERIC
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    free NUMERIC;
    had NUMERIC;
BEGIN
    PERFORM engine.fence(for_shard, under_epoch);
    SELECT l.cap INTO free FROM risk.shared_limit l WHERE l.limit_key = of_limit FOR UPDATE;
    SELECT free - coalesce(sum(a.amount), 0), coalesce(sum(a.amount) FILTER (WHERE a.shard = for_shard), 0) INTO free, had
        FROM risk.allotment a WHERE a.limit_key = of_limit;
    IF free IS NULL OR least(free, more) <= 0 THEN
        RETURN had;
    END IF;
    had := had + least(free, more);
    INSERT INTO risk.allotment AS a (limit_key, shard, amount) VALUES (of_limit, for_shard, had)
        ON CONFLICT (limit_key, shard) DO UPDATE SET amount = had;
    RETURN had;
END
$$;

-- Down to `rest`; nothing where it is that already.
CREATE FUNCTION "risk"."give_back_allotment"(of_limit TEXT, for_shard INTEGER, under_epoch BIGINT, rest NUMERIC) RETURNS NUMERIC
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    had NUMERIC;
BEGIN
    PERFORM engine.fence(for_shard, under_epoch);
    PERFORM 1 FROM risk.shared_limit l WHERE l.limit_key = of_limit FOR UPDATE;
    UPDATE risk.allotment a SET amount = least(a.amount, greatest(rest, 0)) WHERE a.limit_key = of_limit AND a.shard = for_shard
        RETURNING a.amount INTO had;
    RETURN coalesce(had, 0);
END
$$;
REVOKE ALL ON FUNCTION "risk"."take_allotment"(TEXT, INTEGER, BIGINT, NUMERIC),
    "risk"."give_back_allotment"(TEXT, INTEGER, BIGINT, NUMERIC) FROM PUBLIC;

-- ---------------------------------------------------------------- another shard begins

-- The first client of a shard begins it: it is told what was told to every shard, and all are told of each other.
CREATE FUNCTION "engine"."tell_shards"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    to_shard INTEGER;
    told RECORD;
    moment TIMESTAMPTZ := date_trunc('milliseconds', clock_timestamp());
    all_shards JSONB;
BEGIN
    -- One at a time, so that a shard is begun once.
    PERFORM pg_advisory_xact_lock(hashtextextended('engine.tell_shards', 0));
    IF EXISTS (SELECT 1 FROM engine.control_outbox o WHERE o.shard = NEW.shard AND o.kind = 'ShardsSet') THEN
        RETURN NULL;
    END IF;
    SELECT jsonb_agg(s.shard ORDER BY s.shard) INTO all_shards
        FROM (SELECT DISTINCT c.shard FROM clients.client c UNION SELECT 0) AS s;
    FOR to_shard IN SELECT s.value::integer FROM jsonb_array_elements_text(all_shards) AS s ORDER BY 1 LOOP
        IF to_shard <> 0 AND NOT EXISTS (SELECT 1 FROM engine.control_outbox o WHERE o.shard = to_shard AND o.kind = 'ShardsSet') THEN
            FOR told IN SELECT o.* FROM engine.control_outbox o WHERE o.shard = 0 AND NOT EXISTS (SELECT 1 FROM engine.control_outbox t
                WHERE t.shard = to_shard AND t.cause = o.cause AND t.ordinal = o.ordinal) AND CASE
                    WHEN o.kind IN ('TierTableSet', 'CheckPolicySet', 'RoutingPolicySet', 'CategoryRulesSet', 'TradingModeSet') THEN true
                    WHEN o.kind = 'LimitsSet' THEN o.body ->> 'level' IN ('firm', 'strategy', 'instrument', 'venue')
                    WHEN o.kind = 'RestrictionSet' THEN o.body -> 'restriction' ->> 'client' IS NULL
                    WHEN o.kind = 'RestrictionLifted' THEN true
                    WHEN o.kind IN ('Killed', 'Resumed') THEN o.body -> 'key' ->> 'level' IN ('firm', 'strategy')
                    ELSE false END ORDER BY o.sequence
            LOOP
                PERFORM engine.put_control(to_shard, told.at, told.cause, told.ordinal, told.body);
            END LOOP;
        END IF;
        PERFORM engine.put_control(to_shard, moment, NEW.client_id, 0, jsonb_build_object('kind', 'ShardsSet', 'shards', all_shards));
    END LOOP;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION "engine"."tell_shards"() FROM PUBLIC;
CREATE TRIGGER "client_tell_shards" AFTER INSERT ON "clients"."client" FOR EACH ROW
    WHEN (NEW.shard <> 0) EXECUTE FUNCTION "engine"."tell_shards"();

-- What is there already: told to all that were told everything from their beginning on.
SELECT "engine"."put_control"(s.shard, date_trunc('milliseconds', clock_timestamp()), uuidv7(), 0, jsonb_build_object('kind', 'ShardsSet',
        'shards', (SELECT jsonb_agg(o.shard ORDER BY o.shard) FROM (SELECT DISTINCT c.shard FROM "clients"."client" c UNION SELECT 0) AS o)))
    FROM (SELECT DISTINCT c.shard FROM "clients"."client" c UNION SELECT 0) AS s
    WHERE EXISTS (SELECT 1 FROM "clients"."client" c WHERE c.shard <> 0) ORDER BY s.shard;

-- ---------------------------------------------------------------- who may do what

-- Of no client: limits above them are for staff to see, and how much of them a shard has is the engine's to know.
GRANT SELECT ON "risk"."shared_limit", "risk"."allotment" TO app_staff, engine, auditor;
GRANT EXECUTE ON FUNCTION "risk"."take_allotment"(TEXT, INTEGER, BIGINT, NUMERIC),
    "risk"."give_back_allotment"(TEXT, INTEGER, BIGINT, NUMERIC) TO engine;
