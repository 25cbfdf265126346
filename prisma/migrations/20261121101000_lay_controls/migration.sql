CREATE SCHEMA IF NOT EXISTS "compliance";

CREATE SCHEMA IF NOT EXISTS "engine";

CREATE SCHEMA IF NOT EXISTS "risk";

CREATE SCHEMA IF NOT EXISTS "trading";

CREATE TABLE "engine"."control_head" (
    "shard" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,

    CONSTRAINT "control_head_pkey" PRIMARY KEY ("shard")
);

CREATE TABLE "engine"."control_outbox" (
    "shard" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cause" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "control_outbox_pkey" PRIMARY KEY ("shard","sequence")
);

CREATE TABLE "engine"."venue_account_assignment" (
    "venue_account_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "client_id" UUID,
    "mode" TEXT NOT NULL,
    "key_id" UUID,
    "from" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "venue_account_assignment_pkey" PRIMARY KEY ("venue_account_id","version")
);

CREATE TABLE "clients"."client_terms" (
    "client_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "lot_method" TEXT NOT NULL,
    "day_cut_off_ms" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "client_terms_pkey" PRIMARY KEY ("client_id","version")
);

CREATE TABLE "clients"."mandate" (
    "account_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "instruments" TEXT[],
    "venues" TEXT[],
    "sides" TEXT[],
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "mandate_pkey" PRIMARY KEY ("account_id","version")
);

CREATE TABLE "clients"."authorised_traders" (
    "account_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "client_id" UUID NOT NULL,
    "traders" UUID[],
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "authorised_traders_pkey" PRIMARY KEY ("account_id","version")
);

CREATE TABLE "clients"."tier_table" (
    "version" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "tier_table_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "clients"."tier_row" (
    "version" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "max_position" DECIMAL(38,18) NOT NULL,
    "max_leverage" DECIMAL(38,18) NOT NULL,
    "commission_bps" DECIMAL(38,18) NOT NULL,
    "min_balance" DECIMAL(38,18) NOT NULL,
    "service_level" TEXT NOT NULL,
    "approval_id" UUID,

    CONSTRAINT "tier_row_pkey" PRIMARY KEY ("version","tier","from")
);

CREATE TABLE "compliance"."restriction" (
    "id" UUID NOT NULL,
    "instrument" TEXT NOT NULL,
    "client_id" UUID,
    "side" TEXT,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "restriction_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "compliance"."restriction_lift" (
    "restriction_id" UUID NOT NULL,
    "client_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "restriction_lift_pkey" PRIMARY KEY ("restriction_id")
);

CREATE TABLE "compliance"."category_rules" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "category_rules_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "risk"."limit_set" (
    "level" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "client_id" UUID,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "limit_set_pkey" PRIMARY KEY ("level","scope","version")
);

CREATE TABLE "risk"."limit_value" (
    "level" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "client_id" UUID,
    "instrument" TEXT,
    "kind" TEXT NOT NULL,
    "value" DECIMAL(38,18) NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "limit_value_pkey" PRIMARY KEY ("level","scope","version","id")
);

CREATE TABLE "risk"."check_policy" (
    "version" INTEGER NOT NULL,
    "checks" TEXT[],
    "calm" DECIMAL(38,18) NOT NULL,
    "floor" DECIMAL(38,18) NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "check_policy_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "risk"."state_change" (
    "id" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "client_id" UUID,
    "change" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID,

    CONSTRAINT "state_change_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "trading"."routing_policy" (
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "routing_policy_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "trading"."trading_mode" (
    "version" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "proposal_id" UUID NOT NULL,

    CONSTRAINT "trading_mode_pkey" PRIMARY KEY ("version")
);

CREATE UNIQUE INDEX "control_outbox_shard_cause_ordinal_key" ON "engine"."control_outbox"("shard", "cause", "ordinal");

CREATE INDEX "venue_account_assignment_client_id_idx" ON "engine"."venue_account_assignment"("client_id");

CREATE UNIQUE INDEX "mandate_id_key" ON "clients"."mandate"("id");

CREATE INDEX "mandate_client_id_idx" ON "clients"."mandate"("client_id");

CREATE INDEX "authorised_traders_client_id_idx" ON "clients"."authorised_traders"("client_id");

CREATE INDEX "restriction_client_id_idx" ON "compliance"."restriction"("client_id");

CREATE INDEX "restriction_lift_client_id_idx" ON "compliance"."restriction_lift"("client_id");

CREATE INDEX "limit_set_client_id_idx" ON "risk"."limit_set"("client_id");

CREATE INDEX "limit_value_client_id_idx" ON "risk"."limit_value"("client_id");

CREATE INDEX "state_change_client_id_idx" ON "risk"."state_change"("client_id");

CREATE INDEX "state_change_at_idx" ON "risk"."state_change"("at");

ALTER TABLE "engine"."venue_account_assignment" ADD CONSTRAINT "venue_account_assignment_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "engine"."venue_account_assignment" ADD CONSTRAINT "venue_account_assignment_venue_account_id_fkey" FOREIGN KEY ("venue_account_id") REFERENCES "market_data"."venue_account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "clients"."client_terms" ADD CONSTRAINT "client_terms_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "clients"."mandate" ADD CONSTRAINT "mandate_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "clients"."account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "clients"."mandate" ADD CONSTRAINT "mandate_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "clients"."authorised_traders" ADD CONSTRAINT "authorised_traders_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "clients"."account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "clients"."authorised_traders" ADD CONSTRAINT "authorised_traders_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "clients"."tier_row" ADD CONSTRAINT "tier_row_version_fkey" FOREIGN KEY ("version") REFERENCES "clients"."tier_table"("version") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "compliance"."restriction" ADD CONSTRAINT "restriction_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "compliance"."restriction_lift" ADD CONSTRAINT "restriction_lift_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "compliance"."restriction_lift" ADD CONSTRAINT "restriction_lift_restriction_id_fkey" FOREIGN KEY ("restriction_id") REFERENCES "compliance"."restriction"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "risk"."limit_set" ADD CONSTRAINT "limit_set_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "risk"."limit_value" ADD CONSTRAINT "limit_value_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "risk"."limit_value" ADD CONSTRAINT "limit_value_level_scope_version_fkey" FOREIGN KEY ("level", "scope", "version") REFERENCES "risk"."limit_set"("level", "scope", "version") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "risk"."state_change" ADD CONSTRAINT "state_change_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------- what can't be

ALTER TABLE "engine"."control_head"
    ADD CONSTRAINT "control_head_is_possible" CHECK ("shard" BETWEEN 0 AND 1023 AND "sequence" >= 1);
ALTER TABLE "engine"."control_outbox"
    ADD CONSTRAINT "control_outbox_is_possible" CHECK ("shard" BETWEEN 0 AND 1023 AND "sequence" >= 1 AND "ordinal" BETWEEN 0 AND 2000),
    ADD CONSTRAINT "control_outbox_kind_is_the_bodys" CHECK ("kind" = "body" ->> 'kind'),
    ADD CONSTRAINT "control_outbox_body_is_bounded" CHECK (jsonb_typeof("body") = 'object' AND length("body"::text) <= 1048576);
ALTER TABLE "engine"."venue_account_assignment"
    ADD CONSTRAINT "venue_account_assignment_mode_known" CHECK ("mode" IN ('Paper', 'Live'));
ALTER TABLE "clients"."client_terms"
    ADD CONSTRAINT "client_terms_state_known" CHECK ("state" IN ('Applied', 'UnderReview', 'Active', 'Restricted', 'Suspended', 'Closed')),
    ADD CONSTRAINT "client_terms_category_known" CHECK ("category" IN ('Retail', 'Professional', 'EligibleCounterparty')),
    ADD CONSTRAINT "client_terms_tier_known" CHECK ("tier" IN
        ('Retail', 'Professional', 'EligibleCounterparty', 'Institutional', 'PrimeBrokerage', 'Sovereign')),
    ADD CONSTRAINT "client_terms_lot_method_known" CHECK ("lot_method" IN ('Fifo', 'Lifo', 'Hifo', 'AverageCost')),
    ADD CONSTRAINT "client_terms_cut_off_is_of_a_day" CHECK ("day_cut_off_ms" BETWEEN 0 AND 86399999);
ALTER TABLE "clients"."mandate"
    ADD CONSTRAINT "mandate_is_whole" CHECK (num_nulls("instruments", "venues", "sides") = 0),
    ADD CONSTRAINT "mandate_is_bounded" CHECK (cardinality("instruments") <= 500 AND cardinality("venues") <= 32),
    ADD CONSTRAINT "mandate_sides_known" CHECK ("sides" <@ ARRAY['Buy', 'Sell'] AND cardinality("sides") <= 2),
    ADD CONSTRAINT "mandate_ends_after_start" CHECK ("until" > "from");
ALTER TABLE "clients"."authorised_traders"
    ADD CONSTRAINT "authorised_traders_are_bounded" CHECK ("traders" IS NOT NULL AND cardinality("traders") <= 200
        AND array_position("traders", NULL) IS NULL);
ALTER TABLE "clients"."tier_row"
    ADD CONSTRAINT "tier_row_tier_known" CHECK ("tier" IN
        ('Retail', 'Professional', 'EligibleCounterparty', 'Institutional', 'PrimeBrokerage', 'Sovereign')),
    ADD CONSTRAINT "tier_row_service_level_known" CHECK ("service_level" IN ('Basic', 'Premium', 'Private', 'Institutional', 'WhiteGlove')),
    ADD CONSTRAINT "tier_row_ends_after_start" CHECK ("until" > "from"),
    ADD CONSTRAINT "tier_row_amounts_are_possible" CHECK ("max_position" BETWEEN 0 AND 1000000000000
        AND "max_leverage" BETWEEN 1 AND 100 AND "commission_bps" BETWEEN 0 AND 100 AND "min_balance" BETWEEN 0 AND 1000000000000);
ALTER TABLE "compliance"."restriction"
    ADD CONSTRAINT "restriction_side_known" CHECK ("side" IN ('Buy', 'Sell')),
    ADD CONSTRAINT "restriction_instrument_is_a_pair" CHECK ("instrument" ~ '^[A-Z0-9]{1,16}/[A-Z0-9]{1,16}$'),
    ADD CONSTRAINT "restriction_ends_after_start" CHECK ("until" > "from");
ALTER TABLE "compliance"."category_rules"
    ADD CONSTRAINT "category_rules_name_every_category" CHECK (jsonb_typeof("rules") = 'object'
        AND "rules" ?& ARRAY['Retail', 'Professional', 'EligibleCounterparty'] AND length("rules"::text) <= 262144);
ALTER TABLE "risk"."limit_set"
    ADD CONSTRAINT "limit_set_level_known" CHECK ("level" IN ('firm', 'client', 'account', 'strategy', 'instrument', 'venue')),
    ADD CONSTRAINT "limit_set_scope_is_of_its_level" CHECK (("level" IN ('client', 'account')) = ("client_id" IS NOT NULL)
        AND ("level" <> 'firm' OR "scope" = 'firm') AND ("level" <> 'client' OR "scope" = "client_id"::text)
        AND length("scope") BETWEEN 1 AND 100);
ALTER TABLE "risk"."limit_value"
    ADD CONSTRAINT "limit_value_kind_known" CHECK ("kind" IN ('PriceCollar', 'PriceCollarPeriod', 'FatFingerValue',
        'FatFingerVolume', 'FatFingerMedian', 'MessageRate', 'RepeatedExecution', 'DuplicateOrder', 'Position', 'Concentration',
        'GrossExposure', 'NetExposure', 'Leverage', 'OrderValue', 'DailyLoss', 'DrawdownFromPeak', 'DrawdownFromStart',
        'ValueAtRisk', 'VarBreaches', 'DailyVolumeShare', 'VenueCounterparty', 'StalePrice')),
    ADD CONSTRAINT "limit_value_is_not_negative" CHECK ("value" >= 0),
    ADD CONSTRAINT "limit_value_ends_after_start" CHECK ("until" > "from"),
    ADD CONSTRAINT "limit_value_instrument_is_a_pair" CHECK ("instrument" ~ '^[A-Z0-9]{1,16}/[A-Z0-9]{1,16}$');
ALTER TABLE "risk"."check_policy"
    ADD CONSTRAINT "check_policy_names_checks" CHECK ("checks" IS NOT NULL AND cardinality("checks") BETWEEN 1 AND 100),
    ADD CONSTRAINT "check_policy_tightens" CHECK ("calm" > 0 AND "floor" > 0 AND "floor" <= 1);
ALTER TABLE "risk"."state_change"
    ADD CONSTRAINT "state_change_level_known" CHECK ("level" IN ('firm', 'client', 'account', 'strategy', 'venueKey')),
    ADD CONSTRAINT "state_change_known" CHECK ("change" IN ('Kill', 'Resume')),
    ADD CONSTRAINT "state_change_grade_known" CHECK ("grade" IN ('REDUCING', 'HALT_NEW', 'CANCEL_ALL', 'FLATTEN')),
    -- To stop needs one person, to go on needs others.
    ADD CONSTRAINT "state_change_resumes_by_proposal" CHECK (("change" = 'Resume') = ("proposal_id" IS NOT NULL)),
    ADD CONSTRAINT "state_change_scope_is_of_its_level" CHECK (("level" IN ('client', 'account')) = ("client_id" IS NOT NULL)
        AND ("level" <> 'firm' OR "scope" = 'firm') AND ("level" <> 'client' OR "scope" = "client_id"::text)
        AND length("scope") BETWEEN 1 AND 100),
    ADD CONSTRAINT "state_change_says_why" CHECK (length(btrim("why")) BETWEEN 1 AND 2000);
ALTER TABLE "trading"."routing_policy"
    ADD CONSTRAINT "routing_policy_is_bounded" CHECK (jsonb_typeof("policy") = 'object' AND length("policy"::text) <= 8192);
ALTER TABLE "trading"."trading_mode" ADD CONSTRAINT "trading_mode_known" CHECK ("mode" IN ('Paper', 'Live'));

-- ---------------------------------------------------------------- each version by what was approved

-- Which proposals may tell the engine what; a test holds it beside the domain's.
CREATE FUNCTION "engine"."may_tell"(act TEXT, kind TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT (act, kind) IN (
        ('clients.proposeState', 'ClientSet'), ('clients.proposeMandate', 'MandateSet'),
        ('clients.proposeTraders', 'TradersSet'), ('clients.proposeTiers', 'TierTableSet'),
        ('risk.proposeLimit', 'LimitsSet'), ('risk.proposeCheckPolicy', 'CheckPolicySet'), ('risk.proposeResume', 'Resumed'),
        ('compliance.proposeRestriction', 'RestrictionSet'), ('compliance.proposeRestriction', 'RestrictionLifted'),
        ('compliance.proposeCategoryRules', 'CategoryRulesSet'), ('trading.proposeRoutingPolicy', 'RoutingPolicySet'),
        ('operations.proposeTradingMode', 'TradingModeSet'), ('ledger.proposeDeposit', 'DepositRecorded'),
        ('ledger.proposeWithdrawal', 'WithdrawalRecorded'), ('portfolio.proposeBreakClose', 'BreakClosed'),
        ('trading.proposeOutcome', 'OutcomeAsserted'))
$$;

-- Arguments: the act, then the columns that say whose version it is. Versions count from 1 without a hole,
-- and each is made in the transaction that carries its approved proposal out.
CREATE FUNCTION "engine"."guard_version"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    of_one TEXT := 'true';
    last INTEGER;
    i INTEGER;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM access.proposal p WHERE p.id = NEW.proposal_id AND p.act = TG_ARGV[0] AND p.status = 'Approved') THEN
        RAISE EXCEPTION '%.%: a version is made by what was approved alone', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR i IN 1 .. TG_NARGS - 1 LOOP
        of_one := of_one || format(' AND t.%I = ($1).%I', TG_ARGV[i], TG_ARGV[i]);
    END LOOP;
    EXECUTE format('SELECT coalesce(max(t.version), 0) FROM %I.%I t WHERE %s', TG_TABLE_SCHEMA, TG_TABLE_NAME, of_one) INTO last USING NEW;
    -- One that is there already is for the key to refuse, which is an answer and no failure.
    IF NEW.version > last + 1 OR NEW.version < 1 THEN
        RAISE EXCEPTION '%.%: version % does not follow %', TG_TABLE_SCHEMA, TG_TABLE_NAME, NEW.version, last USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

-- The same for what has no versions: argument is the act.
CREATE FUNCTION "engine"."guard_approved"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.proposal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM access.proposal p
        WHERE p.id = NEW.proposal_id AND p.act = TG_ARGV[0] AND p.status = 'Approved') THEN
        RAISE EXCEPTION '%.%: it is made by what was approved alone', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER "client_terms_guard" BEFORE INSERT ON "clients"."client_terms"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('clients.proposeState', 'client_id');
CREATE TRIGGER "mandate_guard" BEFORE INSERT ON "clients"."mandate"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('clients.proposeMandate', 'account_id');
CREATE TRIGGER "authorised_traders_guard" BEFORE INSERT ON "clients"."authorised_traders"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('clients.proposeTraders', 'account_id');
CREATE TRIGGER "tier_table_guard" BEFORE INSERT ON "clients"."tier_table"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('clients.proposeTiers');
CREATE TRIGGER "category_rules_guard" BEFORE INSERT ON "compliance"."category_rules"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('compliance.proposeCategoryRules');
CREATE TRIGGER "limit_set_guard" BEFORE INSERT ON "risk"."limit_set"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('risk.proposeLimit', 'level', 'scope');
CREATE TRIGGER "check_policy_guard" BEFORE INSERT ON "risk"."check_policy"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('risk.proposeCheckPolicy');
CREATE TRIGGER "routing_policy_guard" BEFORE INSERT ON "trading"."routing_policy"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('trading.proposeRoutingPolicy');
CREATE TRIGGER "trading_mode_guard" BEFORE INSERT ON "trading"."trading_mode"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_version"('operations.proposeTradingMode');
CREATE TRIGGER "restriction_guard" BEFORE INSERT ON "compliance"."restriction"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_approved"('compliance.proposeRestriction');
CREATE TRIGGER "restriction_lift_guard" BEFORE INSERT ON "compliance"."restriction_lift"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_approved"('compliance.proposeRestriction');
CREATE TRIGGER "state_change_guard" BEFORE INSERT ON "risk"."state_change"
    FOR EACH ROW EXECUTE FUNCTION "engine"."guard_approved"('risk.proposeResume');

-- Rows of a set belong to the version that is being made: an earlier one does not grow.
CREATE FUNCTION "engine"."guard_rows"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    made XID8;
BEGIN
    IF TG_TABLE_NAME = 'tier_row' THEN
        -- Of one version and tier no span begins while another is in force.
        IF EXISTS (SELECT 1 FROM clients.tier_row r WHERE r.version = NEW.version AND r.tier = NEW.tier
            AND tstzrange(r."from", r.until) && tstzrange(NEW."from", NEW.until)) THEN
            RAISE EXCEPTION 'tiers: two rows of % would be in force at once', NEW.tier USING ERRCODE = 'exclusion_violation';
        END IF;
        SELECT pg_current_xact_id() INTO made FROM clients.tier_table t WHERE t.version = NEW.version AND t.xmin = pg_current_xact_id()::xid;
    ELSE
        SELECT pg_current_xact_id() INTO made FROM risk.limit_set s WHERE s.level = NEW.level AND s.scope = NEW.scope
            AND s.version = NEW.version AND s.client_id IS NOT DISTINCT FROM NEW.client_id AND s.xmin = pg_current_xact_id()::xid;
    END IF;
    IF made IS NULL THEN
        RAISE EXCEPTION '%.%: a row comes with its version', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "tier_row_guard" BEFORE INSERT ON "clients"."tier_row" FOR EACH ROW EXECUTE FUNCTION "engine"."guard_rows"();
CREATE TRIGGER "limit_value_guard" BEFORE INSERT ON "risk"."limit_value" FOR EACH ROW EXECUTE FUNCTION "engine"."guard_rows"();

-- ---------------------------------------------------------------- telling the engine

-- Its row of the head is locked until the commit: the next sequence is nobody's before this one is there or gone.
CREATE FUNCTION "engine"."put_control"(to_shard INTEGER, told_at TIMESTAMPTZ, caused_by UUID, place INTEGER, what JSONB) RETURNS VOID
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    next INTEGER;
BEGIN
    INSERT INTO engine.control_head AS h (shard, sequence) VALUES (to_shard, 1)
        ON CONFLICT (shard) DO UPDATE SET sequence = h.sequence + 1 RETURNING h.sequence INTO next;
    INSERT INTO engine.control_outbox (shard, sequence, at, cause, ordinal, kind, body)
        VALUES (to_shard, next, date_trunc('milliseconds', told_at), caused_by, place, what ->> 'kind', what);
    PERFORM pg_notify('engine_control', to_shard::text);
END
$$;
REVOKE ALL ON FUNCTION "engine"."put_control"(INTEGER, TIMESTAMPTZ, UUID, INTEGER, JSONB) FROM PUBLIC;

-- For people's acts: what concerns a client goes to the shard of that client, everything else to each shard there is.
CREATE FUNCTION "engine"."tell"(about_client UUID, told_at TIMESTAMPTZ, caused_by UUID, place INTEGER, what JSONB) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    kind TEXT := what ->> 'kind';
    to_shard INTEGER;
    is_theirs BOOLEAN := CASE session_user
        WHEN 'app_staff' THEN about_client IS NULL OR coalesce(audit.may_see(about_client), false)
        WHEN 'app_client' THEN kind = 'TradersSet' AND coalesce(about_client = audit.current_client(), false)
            AND EXISTS (SELECT 1 FROM clients.account a WHERE a.id::text = what ->> 'account' AND a.client_id = about_client)
        ELSE false END;
BEGIN
    IF NOT is_theirs THEN
        RAISE EXCEPTION 'control %: it is not for % to say', kind, session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF kind = 'Killed' THEN
        -- To stop needs one person, who is the one who asks.
        IF (what ->> 'by') IS DISTINCT FROM audit.current_actor()::text OR NOT EXISTS (SELECT 1 FROM risk.state_change c
            WHERE c.id = caused_by AND c.change = 'Kill' AND c.level = what -> 'key' ->> 'level' AND c.scope = what -> 'key' ->> 'scope'
            AND c.grade = what ->> 'grade' AND c.client_id IS NOT DISTINCT FROM about_client) THEN
            RAISE EXCEPTION 'control %: nobody stopped this', kind USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF NOT EXISTS (SELECT 1 FROM access.proposal p WHERE p.id = caused_by AND p.status = 'Approved' AND engine.may_tell(p.act, kind)) THEN
        RAISE EXCEPTION 'control %: it is told by what was approved alone', kind USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR to_shard IN SELECT DISTINCT s.shard FROM (
        SELECT c.shard FROM clients.client c WHERE about_client IS NULL OR c.client_id = about_client
        UNION ALL SELECT 0 WHERE about_client IS NULL) AS s ORDER BY s.shard
    LOOP
        PERFORM engine.put_control(to_shard, told_at, caused_by, place, what);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION "engine"."tell"(UUID, TIMESTAMPTZ, UUID, INTEGER, JSONB) FROM PUBLIC;

-- An account is known to its engine from the moment it is there.
CREATE FUNCTION "engine"."tell_account"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM engine.put_control((SELECT c.shard FROM clients.client c WHERE c.client_id = NEW.client_id), NEW.created_at, NEW.id, 0,
        jsonb_build_object('kind', 'AccountSet', 'account', NEW.id, 'client', NEW.client_id));
    RETURN NULL;
END
$$;
CREATE TRIGGER "account_tell" AFTER INSERT ON "clients"."account" FOR EACH ROW EXECUTE FUNCTION "engine"."tell_account"();

-- Whoever brings a key into use or takes it out, people or the engine itself: the account trades with it, or with none.
CREATE FUNCTION "engine"."assign_key"(account_id UUID, key UUID) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    account RECORD;
    next INTEGER;
    moment TIMESTAMPTZ := date_trunc('milliseconds', clock_timestamp());
BEGIN
    SELECT a.id, a.venue, a.client_id, a.shard INTO STRICT account FROM market_data.venue_account a WHERE a.id = account_id FOR SHARE;
    SELECT coalesce(max(v.version), 0) + 1 INTO next FROM engine.venue_account_assignment v WHERE v.venue_account_id = account.id;
    INSERT INTO engine.venue_account_assignment (venue_account_id, version, client_id, mode, key_id, "from")
        VALUES (account.id, next, account.client_id, 'Live', key, moment);
    PERFORM engine.put_control(account.shard, moment, uuidv7(), 0, jsonb_build_object('kind', 'VenueAccountSet',
        'venueAccount', account.id, 'venue', account.venue, 'client', account.client_id, 'mode', 'Live', 'key', key));
END
$$;
REVOKE ALL ON FUNCTION "engine"."assign_key"(UUID, UUID) FROM PUBLIC;
-- An account at a venue is known from the moment it is there: without a key it only holds what is on it.
CREATE FUNCTION "engine"."tell_venue_account"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM engine.assign_key(NEW.id, NULL);
    RETURN NULL;
END
$$;
CREATE TRIGGER "venue_account_tell" AFTER INSERT ON "market_data"."venue_account" FOR EACH ROW EXECUTE FUNCTION "engine"."tell_venue_account"();
CREATE FUNCTION "engine"."tell_venue_key"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM engine.assign_key(NEW.venue_account_id, CASE WHEN NEW.status = 'Active' THEN NEW.id END);
    RETURN NULL;
END
$$;
CREATE TRIGGER "venue_key_tell" AFTER UPDATE OF "status" ON "market_data"."venue_key" FOR EACH ROW
    WHEN ((OLD.status = 'Active') IS DISTINCT FROM (NEW.status = 'Active')) EXECUTE FUNCTION "engine"."tell_venue_key"();

-- What is there already.
SELECT "engine"."put_control"(c.shard, a.created_at, a.id, 0, jsonb_build_object('kind', 'AccountSet', 'account', a.id, 'client', a.client_id))
    FROM "clients"."account" a JOIN "clients"."client" c ON c.client_id = a.client_id ORDER BY a.id;
SELECT "engine"."assign_key"(a.id, (SELECT k.id FROM "market_data"."venue_key" k WHERE k.venue_account_id = a.id AND k.status = 'Active'))
    FROM "market_data"."venue_account" a ORDER BY a.id;

-- ---------------------------------------------------------------- kept as it was, whose rows, and who may do what

DO $$
DECLARE
    kept TEXT;
BEGIN
    FOREACH kept IN ARRAY ARRAY['engine.control_outbox', 'engine.venue_account_assignment', 'clients.client_terms', 'clients.mandate',
        'clients.authorised_traders', 'clients.tier_table', 'clients.tier_row', 'compliance.restriction', 'compliance.restriction_lift',
        'compliance.category_rules', 'risk.limit_set', 'risk.limit_value', 'risk.check_policy', 'risk.state_change',
        'trading.routing_policy', 'trading.trading_mode']
    LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()',
            split_part(kept, '.', 2) || '_keep', kept);
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA "engine", "risk", "trading", "compliance" TO app_client, app_staff, engine, auditor;
CALL "audit"."separate_clients"('"clients"."client_terms"');
CALL "audit"."separate_clients"('"clients"."mandate"');
CALL "audit"."separate_clients"('"clients"."authorised_traders"');

-- What is of no client is for all staff, whichever clients they are assigned to.
CREATE PROCEDURE "engine"."separate"(tenant_table REGCLASS) LANGUAGE plpgsql AS $$
BEGIN
    CALL audit.separate_clients(tenant_table);
    EXECUTE format('CREATE POLICY app_staff_of_nobody ON %s TO app_staff USING (client_id IS NULL) WITH CHECK (client_id IS NULL)', tenant_table);
END
$$;
REVOKE ALL ON PROCEDURE "engine"."separate"(REGCLASS) FROM PUBLIC;
CALL "engine"."separate"('"engine"."venue_account_assignment"');
CALL "engine"."separate"('"compliance"."restriction"');
CALL "engine"."separate"('"compliance"."restriction_lift"');
CALL "engine"."separate"('"risk"."limit_set"');
CALL "engine"."separate"('"risk"."limit_value"');
CALL "engine"."separate"('"risk"."state_change"');

-- The outbox is told to, and read by the engine alone.
GRANT EXECUTE ON FUNCTION "engine"."tell"(UUID, TIMESTAMPTZ, UUID, INTEGER, JSONB) TO app_client, app_staff;
GRANT EXECUTE ON FUNCTION "engine"."may_tell"(TEXT, TEXT) TO app_client, app_staff, engine, auditor;
GRANT SELECT ON "engine"."control_outbox", "engine"."control_head" TO engine, auditor;

GRANT SELECT ON "clients"."client_terms", "clients"."mandate", "clients"."authorised_traders", "clients"."tier_table",
    "clients"."tier_row", "risk"."limit_set", "risk"."limit_value", "risk"."state_change", "trading"."trading_mode"
    TO app_client, app_staff, engine, auditor;
GRANT SELECT ON "engine"."venue_account_assignment", "compliance"."restriction", "compliance"."restriction_lift",
    "compliance"."category_rules", "risk"."check_policy", "trading"."routing_policy" TO app_staff, engine, auditor;
GRANT INSERT ON "clients"."client_terms", "clients"."mandate", "clients"."authorised_traders", "clients"."tier_table",
    "clients"."tier_row", "compliance"."restriction", "compliance"."restriction_lift", "compliance"."category_rules",
    "risk"."limit_set", "risk"."limit_value", "risk"."check_policy", "risk"."state_change", "trading"."routing_policy",
    "trading"."trading_mode" TO app_staff;
-- Where its own trading stands, a client is told.
GRANT SELECT ON "risk"."trading_state" TO app_client, app_staff, auditor;
-- A client's own administrators may complete the quorum of who trades for it, and of nothing else here.
GRANT INSERT ON "clients"."authorised_traders" TO app_client;
