ALTER TABLE "market_data"."venue_account" ADD COLUMN "mode" TEXT NOT NULL DEFAULT 'Live';

-- ---------------------------------------------------------------- what can't be

ALTER TABLE "market_data"."venue_account" ADD CONSTRAINT "venue_account_mode_known" CHECK ("mode" IN ('Paper', 'Live'));

-- A key reaches a venue; an account on paper reaches none. Accounts are append-only: the mode stays.
CREATE FUNCTION "market_data"."refuse_paper_key"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF (SELECT a.mode FROM market_data.venue_account a WHERE a.id = NEW.venue_account_id) = 'Paper' THEN
        RAISE EXCEPTION 'venue key %: an account on paper has no keys', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "venue_key_not_on_paper" BEFORE INSERT ON "market_data"."venue_key"
    FOR EACH ROW EXECUTE FUNCTION "market_data"."refuse_paper_key"();

-- ---------------------------------------------------------------- what the engine is told

CREATE OR REPLACE FUNCTION "engine"."assign_key"(account_id UUID, key UUID) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    account RECORD;
    next INTEGER;
    moment TIMESTAMPTZ := date_trunc('milliseconds', clock_timestamp());
BEGIN
    SELECT a.id, a.venue, a.client_id, a.shard, a.mode INTO STRICT account FROM market_data.venue_account a WHERE a.id = account_id FOR SHARE;
    SELECT coalesce(max(v.version), 0) + 1 INTO next FROM engine.venue_account_assignment v WHERE v.venue_account_id = account.id;
    INSERT INTO engine.venue_account_assignment (venue_account_id, version, client_id, mode, key_id, "from")
        VALUES (account.id, next, account.client_id, account.mode, key, moment);
    PERFORM engine.put_control(account.shard, moment, uuidv7(), 0, jsonb_build_object('kind', 'VenueAccountSet',
        'venueAccount', account.id, 'venue', account.venue, 'client', account.client_id, 'mode', account.mode, 'key', key));
END
$$;

-- An account on paper is its own key: it can trade from the moment it is there, in a firm whose trading mode is PAPER.
CREATE OR REPLACE FUNCTION "engine"."tell_venue_account"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM engine.assign_key(NEW.id, CASE WHEN NEW.mode = 'Paper' THEN NEW.id END);
    RETURN NULL;
END
$$;
