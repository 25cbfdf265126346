-- What an engine writes with every order costs less: nothing that is kept of it changes.

-- ---------------------------------------------------------------- words

-- As before, for the moves that orders make by the thousand, too: each is found by its order and its act.
DROP INDEX "audit"."event_words_idx";
-- Bound when it is made, so that it needs no setting of its own and is part of what asks it.
CREATE OR REPLACE FUNCTION "audit"."has_words"(action TEXT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN action NOT IN ('trading.decideOrder', 'trading.placeChild', 'trading.acceptOrder', 'trading.bookFill',
    'trading.allocateFill', 'trading.cancelOrder', 'trading.askCancel',
    'trading.expireOrder', 'trading.askReplace', 'trading.replaceOrder', 'ledger.bookEntry', 'ledger.moveHolds');
CREATE INDEX "event_words_idx" ON "audit"."event" USING gin ("audit"."words_of"("body")) WHERE "audit"."has_words"("action");

-- ---------------------------------------------------------------- names and hashes

-- The same rules. A name that comes by the thousand is compared before it is taken apart, which takes forty times
-- as long; a hash in hex is what comes out when it is read and written again.
ALTER TABLE "engine"."journal" DROP CONSTRAINT "journal_kind_is_named",
    ADD CONSTRAINT "journal_kind_is_named" CHECK ("kind" IN ('Command', 'Sent', 'OrderReported', 'FillReported', 'Answered',
        'Marked', 'Watched', 'TimeCame') OR "kind" ~ '^[A-Z][A-Za-z]{1,40}$');
ALTER TABLE "engine"."command" DROP CONSTRAINT "command_act_is_named",
    ADD CONSTRAINT "command_act_is_named" CHECK ("act" IN ('PlaceOrder', 'CancelOrder', 'AmendOrder')
        OR "act" ~ '^[A-Z][A-Za-z]{1,40}$');
ALTER TABLE "audit"."event" DROP CONSTRAINT "event_action_is_named",
    ADD CONSTRAINT "event_action_is_named" CHECK ("action" IN ('trading.decideOrder', 'trading.placeChild',
        'trading.acceptOrder', 'trading.bookFill', 'trading.allocateFill', 'trading.cancelOrder',
        'trading.askCancel', 'trading.expireOrder', 'ledger.bookEntry', 'ledger.moveHolds')
        OR "action" ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$');
ALTER TABLE "trading"."receipt" DROP CONSTRAINT "receipt_hashes_are_sha256",
    ADD CONSTRAINT "receipt_hashes_are_sha256" CHECK (length("hash") = 64 AND encode(decode("hash", 'hex'), 'hex') = "hash"
        AND length("snapshot_hash") = 64 AND encode(decode("snapshot_hash", 'hex'), 'hex') = "snapshot_hash");

-- ---------------------------------------------------------------- the shard's own chain

GRANT CREATE ON SCHEMA "audit" TO audit_sealer;
SET LOCAL ROLE audit_sealer;
-- As it was, in one pass: each event is read once, what is timely is asked once of the whole batch, and an event that
-- is of another client or another time is not written, which is found by counting.
CREATE OR REPLACE FUNCTION "audit"."seal_shard"(of_shard INTEGER, clients UUID[], bodies BYTEA[]) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    chain_name TEXT := 'shard-' || of_shard;
    events CONSTANT INTEGER := cardinality(bodies);
    head RECORD;
    body BYTEA;
    hashes BYTEA[];
    last_hash BYTEA;
    -- Within an hour of now, as `audit.is_timely` has it; while a trail still begins, any moment of its past.
    earliest CONSTANT TIMESTAMPTZ := least(clock_timestamp() - interval '1 hour',
        (SELECT p."from" FROM audit.past p WHERE p.ended_at IS NULL));
    latest CONSTANT TIMESTAMPTZ := clock_timestamp() + interval '1 hour';
    sealed INTEGER;
BEGIN
    IF session_user <> 'engine' THEN
        RAISE EXCEPTION 'the chain % is not written by %', chain_name, session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF coalesce(events, 0) NOT BETWEEN 1 AND 20000 OR cardinality(clients) <> events THEN
        RAISE EXCEPTION 'between 1 and 20000 events are sealed at once, each with its client' USING ERRCODE = 'check_violation';
    END IF;
    SELECT c.sequence, c.hash INTO head FROM audit.chain_head c WHERE c.chain = chain_name FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO audit.chain_head VALUES (chain_name, 0,
            sha256(convert_to('ultrathink audit chain v1' || chr(10) || chain_name || chr(10), 'UTF8')))
            ON CONFLICT DO NOTHING;
        SELECT c.sequence, c.hash INTO head FROM audit.chain_head c WHERE c.chain = chain_name FOR UPDATE;
    END IF;
    last_hash := head.hash;
    FOREACH body IN ARRAY bodies LOOP
        last_hash := sha256('\x00'::bytea || last_hash || body);
        hashes := hashes || last_hash;
    END LOOP;
    INSERT INTO audit.event (at, id, chain, sequence, client_id, body, previous_hash, hash, actor,
        action, subject_kind, subject_id, correlation_id, command_id)
    SELECT e.at, e.id, chain_name, head.sequence + b.n, b.client, b.body, b.previous_hash, b.hash, (e.actor ->> 'id')::uuid,
        e.action, e.subject ->> 'kind', e.subject ->> 'id', e."correlationId", e."commandId"
    FROM unnest(bodies, clients, array_prepend(head.hash, trim_array(hashes, 1)), hashes)
        WITH ORDINALITY AS b(body, client, previous_hash, hash, n),
        json_to_record(convert_from(b.body, 'UTF8')::json) AS e(at TIMESTAMPTZ, id UUID, "clientId" UUID, actor JSON,
            action TEXT, subject JSON, "correlationId" UUID, "commandId" UUID)
    WHERE e."clientId" IS NOT DISTINCT FROM b.client AND e.at BETWEEN earliest AND latest;
    GET DIAGNOSTICS sealed = ROW_COUNT;
    IF sealed <> events THEN
        RAISE EXCEPTION 'an event of the chain % is of another client or another time', chain_name
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE audit.chain_head c SET sequence = head.sequence + events, hash = last_hash WHERE c.chain = chain_name;
    RETURN head.sequence + events;
END
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA "audit" FROM audit_sealer;
