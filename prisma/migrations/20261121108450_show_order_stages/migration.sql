-- When a record of the journal was written, by the database's clock: what an order waited for its commit.
ALTER TABLE "engine"."journal" ADD COLUMN "recorded_at" TIMESTAMPTZ(6);
ALTER TABLE "engine"."journal" ALTER COLUMN "recorded_at" SET DEFAULT clock_timestamp();

-- ---------------------------------------------------------------- what is behind one order

-- An order with its parent and its children, for who may see it. House orders are the firm's alone.
CREATE FUNCTION "trading"."family_of"(of_order UUID) RETURNS SETOF "trading"."order"
LANGUAGE sql STABLE SECURITY DEFINER ROWS 4 SET search_path = pg_catalog AS $$
    SELECT o.* FROM trading."order" asked
    JOIN trading."order" o ON o.cl_ord_id = coalesce(asked.parent_cl_ord_id, asked.cl_ord_id)
        OR o.parent_cl_ord_id = coalesce(asked.parent_cl_ord_id, asked.cl_ord_id)
    WHERE asked.cl_ord_id = of_order AND CASE session_user
        WHEN 'app_client' THEN asked.client_id = audit.current_client() AND o.client_id = asked.client_id
        WHEN 'app_staff' THEN audit.may_see(asked.client_id) AND audit.may_see(o.client_id)
        ELSE session_user IN ('jobs', 'auditor') END
    ORDER BY o.cl_ord_id LIMIT 201
$$;

-- Whether a record holds nothing but what concerns these orders of the client and its accounts. What was
-- checked when an order was decided stands beside figures of the whole firm, so a decision's record never does.
CREATE FUNCTION "trading"."is_of_client"(body BYTEA, family TEXT[], client UUID) RETURNS BOOLEAN
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
    record JSONB := convert_from(body, 'UTF8')::jsonb;
BEGIN
    RETURN record #>> '{input,kind}' IN ('Command', 'Sent', 'Replaced', 'OrderReported', 'FillReported', 'Answered')
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(record -> 'events') e WHERE e ->> 'type' NOT IN ('CommandTaken',
            'OrderMoved', 'ChildPlaced', 'FillBooked', 'FillFeeTold', 'LedgerMoved', 'PositionFilled', 'ConfirmingStarted',
            'ConfirmingHeard', 'ConfirmingAsked', 'ConfirmingEnded', 'HandedToHuman', 'Contradicted', 'TriggerSight', 'AgendaSet'))
        AND NOT EXISTS (SELECT 1 FROM jsonb_path_query(record, '$.**.clOrdId') o
            WHERE o <> 'null'::jsonb AND (o #>> '{}') <> ALL (family))
        AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(record -> 'events') e
            WHERE e ->> 'type' = 'FillBooked' AND (e ->> 'clOrdId') IS NULL)
        AND NOT EXISTS (SELECT 1 FROM jsonb_path_query(record, '$.events[*].**.account ? (@.type() == "string")') a
            WHERE NOT EXISTS (SELECT 1 FROM clients.account own WHERE own.client_id = client AND own.id::text = a #>> '{}'));
END
$$;
REVOKE ALL ON FUNCTION "trading"."is_of_client"(BYTEA, TEXT[], UUID) FROM PUBLIC;

-- The journal's records that sealed events of an order name, with the hash each continues. A client's own
-- people get the bytes of those that are theirs alone; of the others place and hash.
CREATE FUNCTION "trading"."order_records"(of_order UUID)
RETURNS TABLE (shard INTEGER, sequence BIGINT, at TIMESTAMPTZ, kind TEXT, recorded_at TIMESTAMPTZ, previous_hash BYTEA, hash BYTEA, body BYTEA)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog AS $$
DECLARE
    family TEXT[];
    of_shard INTEGER;
    first TIMESTAMPTZ;
BEGIN
    SELECT array_agg(f.cl_ord_id::text), min(f.shard), min(f.placed_at) INTO family, of_shard, first FROM trading.family_of(of_order) f;
    IF family IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH told AS (
        SELECT DISTINCT (convert_from(e.body, 'UTF8')::jsonb #>> '{after,journal,sequence}')::bigint AS sequence
        FROM audit.event e WHERE e.subject_id = ANY (family) AND e.subject_kind = 'Order' AND e.at >= first - interval '1 minute'
    )
    SELECT j.shard, j.sequence, j.at, j.kind, j.recorded_at, p.hash, j.hash,
        CASE WHEN session_user <> 'app_client' OR trading.is_of_client(j.body, family, audit.current_client()) THEN j.body END
    FROM told t JOIN engine.journal j ON j.shard = of_shard AND j.sequence = t.sequence
    LEFT JOIN engine.journal p ON p.shard = of_shard AND p.sequence = t.sequence - 1
    ORDER BY j.sequence LIMIT 2000;
END
$$;

-- How each child's own request left for its venue, as the engine's shell told it in the seconds after.
CREATE FUNCTION "trading"."order_sendings"(of_order UUID)
RETURNS TABLE (cl_ord_id UUID, request TEXT, at TIMESTAMPTZ, outcome TEXT, to_wire_ms DOUBLE PRECISION, round_trip_ms DOUBLE PRECISION, evidence UUID)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY
    SELECT f.cl_ord_id, s.input ->> 'request', j.at, s.input #>> '{outcome,kind}', (s.input ->> 'toWireMs')::double precision,
        (s.input ->> 'roundTripMs')::double precision, (s.input ->> 'evidence')::uuid
    FROM (SELECT * FROM trading.family_of(of_order) c WHERE c.level = 'Child' ORDER BY c.cl_ord_id LIMIT 50) f
    JOIN engine.journal j ON j.shard = f.shard AND j.kind = 'Sent' AND j.at BETWEEN f.placed_at AND f.placed_at + interval '20 seconds'
    CROSS JOIN LATERAL (SELECT convert_from(j.body, 'UTF8')::jsonb -> 'input' AS input) s
    WHERE s.input ->> 'clOrdId' = f.cl_ord_id::text
    ORDER BY j.sequence LIMIT 200;
END
$$;

REVOKE ALL ON FUNCTION "trading"."family_of"(UUID), "trading"."order_records"(UUID), "trading"."order_sendings"(UUID) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "trading"."family_of"(UUID), "trading"."order_records"(UUID), "trading"."order_sendings"(UUID)
    TO app_client, app_staff, jobs, auditor;

-- ---------------------------------------------------------------- decisions made again

-- Asked for by staff, made by the process of background work: the journal is read there and nowhere else.
CREATE TABLE "trading"."replay" (
    "id" UUID NOT NULL,
    "cl_ord_id" UUID NOT NULL,
    "client_id" UUID,
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" JSONB,

    CONSTRAINT "replay_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "replay_cl_ord_id_asked_at_idx" ON "trading"."replay"("cl_ord_id", "asked_at");

CREATE INDEX "replay_open_idx" ON "trading"."replay"("asked_at") WHERE "ended_at" IS NULL;
ALTER TABLE "trading"."replay"
    ADD CONSTRAINT "replay_id_is_uuidv7" CHECK (uuid_extract_version("id") = 7),
    ADD CONSTRAINT "replay_ends_with_an_outcome" CHECK (("ended_at" IS NULL) = ("outcome" IS NULL)),
    ADD CONSTRAINT "replay_outcome_is_bounded" CHECK (length("outcome"::text) <= 262144);
CALL "audit"."separate_clients"('"trading"."replay"');

-- It ends once, and nothing else of it changes.
CREATE FUNCTION "trading"."guard_replay"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.cl_ord_id, NEW.client_id, NEW.asked_by, NEW.asked_at)
        IS DISTINCT FROM (OLD.id, OLD.cl_ord_id, OLD.client_id, OLD.asked_by, OLD.asked_at) THEN
        RAISE EXCEPTION 'replay %: only its end is written, once', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "replay_guard" BEFORE UPDATE ON "trading"."replay" FOR EACH ROW EXECUTE FUNCTION "trading"."guard_replay"();
CREATE TRIGGER "replay_keep" BEFORE DELETE OR TRUNCATE ON "trading"."replay"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

GRANT SELECT, INSERT ON "trading"."replay" TO app_staff;
GRANT SELECT ON "trading"."replay" TO jobs, auditor;
GRANT UPDATE ("ended_at", "outcome") ON "trading"."replay" TO jobs;
