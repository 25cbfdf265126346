CREATE SCHEMA "access";

CREATE SCHEMA "clients";

CREATE TABLE "access"."organisation" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "client_id" UUID,
    "name" TEXT NOT NULL,
    "allow_list" INET[] DEFAULT ARRAY[]::INET[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."person" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "client_id" UUID,
    "email_hash" BYTEA,
    "personal" BYTEA,
    "state" TEXT NOT NULL,
    "allow_list" INET[] DEFAULT ARRAY[]::INET[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."password" (
    "person_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_pkey" PRIMARY KEY ("person_id")
);

CREATE TABLE "access"."factor" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret" BYTEA,
    "last_time_step" BIGINT,
    "credential_id" BYTEA,
    "public_key" BYTEA,
    "sign_count" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "is_backed_up" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "factor_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."recovery_code" (
    "person_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("person_id","code_hash")
);

CREATE TABLE "access"."session" (
    "id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "previous_hash" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "client_id" UUID,
    "audience" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "factor_kind" TEXT,
    "factor_id" UUID,
    "factor_at" TIMESTAMPTZ(3),
    "time_step" BIGINT,
    "counted_for" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "idle_until" TIMESTAMPTZ(3) NOT NULL,
    "absolute_until" TIMESTAMPTZ(3) NOT NULL,
    "ip" INET NOT NULL,
    "user_agent" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_why" TEXT,
    "ended_by" UUID,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."step_up" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "action_hash" TEXT NOT NULL,
    "permission" TEXT NOT NULL,
    "accepts" TEXT[],
    "challenge" BYTEA NOT NULL,
    "shown_at" TIMESTAMPTZ(3) NOT NULL,
    "factor_id" UUID,
    "proven_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "step_up_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."passkey_challenge" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "session_id" UUID,
    "challenge" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_challenge_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."mail_token" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_token_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."attempt" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" BIGINT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "access"."role_grant" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "client_id" UUID,
    "role" TEXT NOT NULL,
    "is_all_clients" BOOLEAN NOT NULL DEFAULT false,
    "clients" UUID[] DEFAULT ARRAY[]::UUID[],
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "granted_by" UUID,
    "proposal_id" UUID,
    "reason" TEXT,
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "ended_why" TEXT,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."permission_use" (
    "person_id" UUID NOT NULL,
    "permission" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "permission_use_pkey" PRIMARY KEY ("person_id","permission")
);

CREATE TABLE "access"."api_key" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "secret_hash" BYTEA,
    "hint" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "allow_list" INET[],
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" INET,
    "proposal_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."approval_policy" (
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "proposal_id" UUID,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_policy_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "access"."policy_draft" (
    "id" UUID NOT NULL,
    "author" UUID NOT NULL,
    "policy" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "policy_draft_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."proposal" (
    "id" UUID NOT NULL,
    "client_id" UUID,
    "act" TEXT NOT NULL,
    "resource" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "diff" JSONB NOT NULL,
    "amount" DECIMAL(38,18),
    "policy_version" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "groups" JSONB NOT NULL,
    "proposer" UUID NOT NULL,
    "proposer_roles" TEXT[],
    "concerns" UUID[],
    "world_hash" TEXT NOT NULL,
    "terms_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_why" TEXT,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "access"."proposal_decision" (
    "proposal_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "client_id" UUID,
    "group" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "step_up_id" UUID NOT NULL,
    "action_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proposal_decision_pkey" PRIMARY KEY ("proposal_id","person_id")
);

CREATE TABLE "access"."past_act" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "permission" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "client_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "past_act_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "clients"."client" (
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "lei" TEXT,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "client_pkey" PRIMARY KEY ("client_id")
);

CREATE TABLE "clients"."account" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "organisation_client_id_key" ON "access"."organisation"("client_id");

CREATE UNIQUE INDEX "person_email_hash_key" ON "access"."person"("email_hash");

CREATE INDEX "person_client_id_idx" ON "access"."person"("client_id");

CREATE INDEX "person_organisation_id_idx" ON "access"."person"("organisation_id");

CREATE UNIQUE INDEX "factor_credential_id_key" ON "access"."factor"("credential_id");

CREATE INDEX "factor_person_id_idx" ON "access"."factor"("person_id");

CREATE UNIQUE INDEX "session_secret_hash_key" ON "access"."session"("secret_hash");

CREATE UNIQUE INDEX "session_previous_hash_key" ON "access"."session"("previous_hash");

CREATE INDEX "session_person_id_created_at_idx" ON "access"."session"("person_id", "created_at");

CREATE INDEX "session_client_id_idx" ON "access"."session"("client_id");

CREATE INDEX "step_up_session_id_idx" ON "access"."step_up"("session_id");

CREATE INDEX "passkey_challenge_expires_at_idx" ON "access"."passkey_challenge"("expires_at");

CREATE UNIQUE INDEX "mail_token_token_hash_key" ON "access"."mail_token"("token_hash");

CREATE INDEX "mail_token_person_id_idx" ON "access"."mail_token"("person_id");

CREATE INDEX "role_grant_person_id_idx" ON "access"."role_grant"("person_id");

CREATE INDEX "role_grant_organisation_id_idx" ON "access"."role_grant"("organisation_id");

CREATE INDEX "role_grant_client_id_idx" ON "access"."role_grant"("client_id");

CREATE UNIQUE INDEX "api_key_secret_hash_key" ON "access"."api_key"("secret_hash");

CREATE INDEX "api_key_client_id_idx" ON "access"."api_key"("client_id");

CREATE INDEX "api_key_person_id_idx" ON "access"."api_key"("person_id");

CREATE INDEX "proposal_status_proposed_at_idx" ON "access"."proposal"("status", "proposed_at");

CREATE INDEX "proposal_client_id_proposed_at_idx" ON "access"."proposal"("client_id", "proposed_at");

CREATE INDEX "proposal_act_proposed_at_idx" ON "access"."proposal"("act", "proposed_at");

CREATE INDEX "past_act_person_id_permission_idx" ON "access"."past_act"("person_id", "permission");

CREATE UNIQUE INDEX "account_client_id_name_key" ON "clients"."account"("client_id", "name");

ALTER TABLE "access"."person" ADD CONSTRAINT "person_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "access"."organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "access"."password" ADD CONSTRAINT "password_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "access"."factor" ADD CONSTRAINT "factor_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "access"."recovery_code" ADD CONSTRAINT "recovery_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "access"."session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "access"."mail_token" ADD CONSTRAINT "mail_token_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "access"."role_grant" ADD CONSTRAINT "role_grant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "access"."role_grant" ADD CONSTRAINT "role_grant_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "access"."organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "access"."api_key" ADD CONSTRAINT "api_key_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "access"."api_key" ADD CONSTRAINT "api_key_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "access"."organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "access"."proposal_decision" ADD CONSTRAINT "proposal_decision_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "access"."proposal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "clients"."account" ADD CONSTRAINT "account_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- ---------------------------------------------------------------- who may enter

GRANT USAGE ON SCHEMA "access" TO app_client, app_staff, app_identity, jobs, auditor;
GRANT USAGE ON SCHEMA "clients" TO app_client, app_staff, app_identity, engine, jobs, auditor;
GRANT USAGE ON SCHEMA "audit" TO app_identity;

-- ---------------------------------------------------------------- what can't be

-- Organisations: one firm, and a client behind every other.
ALTER TABLE "access"."organisation"
    ADD CONSTRAINT "organisation_kind_known" CHECK ("kind" IN ('Firm', 'Client')),
    ADD CONSTRAINT "organisation_client_has_tenant" CHECK (("kind" = 'Client') = ("client_id" IS NOT NULL)),
    ADD CONSTRAINT "organisation_name_is_text" CHECK (length(btrim("name")) BETWEEN 1 AND 200),
    ADD CONSTRAINT "organisation_allow_list_is_list" CHECK ("allow_list" IS NOT NULL AND cardinality("allow_list") <= 100),
    ADD CONSTRAINT "organisation_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"."client"("client_id") ON DELETE RESTRICT ON UPDATE RESTRICT;
-- Partial, which the schema files can't say.
CREATE UNIQUE INDEX "organisation_one_firm" ON "access"."organisation"("kind") WHERE "kind" = 'Firm';

ALTER TABLE "clients"."client"
    ADD CONSTRAINT "client_name_is_text" CHECK (length(btrim("name")) BETWEEN 1 AND 200),
    ADD CONSTRAINT "client_lei_is_lei" CHECK ("lei" ~ '^[A-Z0-9]{18}[0-9]{2}$'),
    ADD CONSTRAINT "client_shard_is_small" CHECK ("shard" BETWEEN 0 AND 1023);
ALTER TABLE "clients"."account"
    ADD CONSTRAINT "account_name_is_text" CHECK (length(btrim("name")) BETWEEN 1 AND 200);

ALTER TABLE "access"."person"
    ADD CONSTRAINT "person_state_known" CHECK ("state" IN ('Invited', 'Active', 'Suspended', 'Erased')),
    ADD CONSTRAINT "person_erased_is_empty" CHECK (("state" = 'Erased') = ("email_hash" IS NULL) AND ("state" = 'Erased') = ("personal" IS NULL)),
    ADD CONSTRAINT "person_email_hash_is_sha256" CHECK (length("email_hash") = 32),
    ADD CONSTRAINT "person_allow_list_is_list" CHECK ("allow_list" IS NOT NULL AND cardinality("allow_list") <= 100);

ALTER TABLE "access"."factor"
    ADD CONSTRAINT "factor_kind_known" CHECK ("kind" IN ('Totp', 'Passkey')),
    ADD CONSTRAINT "factor_totp_has_secret" CHECK (("kind" = 'Totp') = ("secret" IS NOT NULL)),
    ADD CONSTRAINT "factor_passkey_has_key" CHECK (("kind" = 'Passkey') = ("credential_id" IS NOT NULL AND "public_key" IS NOT NULL)),
    ADD CONSTRAINT "factor_name_is_text" CHECK (length(btrim("name")) BETWEEN 1 AND 100);
ALTER TABLE "access"."password"
    ADD CONSTRAINT "password_is_argon2id" CHECK ("hash" LIKE '$argon2id$%');
ALTER TABLE "access"."recovery_code"
    ADD CONSTRAINT "recovery_code_is_sha256" CHECK (length("code_hash") = 32);

ALTER TABLE "access"."session"
    ADD CONSTRAINT "session_secret_is_sha256" CHECK (length("secret_hash") = 32),
    ADD CONSTRAINT "session_previous_is_brief" CHECK (("previous_hash" IS NULL) = ("previous_until" IS NULL)),
    ADD CONSTRAINT "session_audience_known" CHECK ("audience" IN ('client', 'desk', 'compliance', 'operations')),
    ADD CONSTRAINT "session_stage_known" CHECK ("stage" IN ('Password', 'Full')),
    ADD CONSTRAINT "session_full_has_factor" CHECK ("stage" = 'Password' OR ("factor_kind" IS NOT NULL AND "factor_at" IS NOT NULL)),
    ADD CONSTRAINT "session_factor_known" CHECK ("factor_kind" IN ('Totp', 'Passkey', 'RecoveryCode')),
    ADD CONSTRAINT "session_end_has_why" CHECK (("ended_at" IS NULL) = ("ended_why" IS NULL)),
    ADD CONSTRAINT "session_lives_forward" CHECK ("created_at" <= "last_used_at" AND "created_at" < "absolute_until" AND "idle_until" <= "absolute_until");

ALTER TABLE "access"."step_up"
    ADD CONSTRAINT "step_up_hash_is_hex" CHECK ("action_hash" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "step_up_accepts_known" CHECK ("accepts" IS NOT NULL AND cardinality("accepts") > 0 AND "accepts" <@ ARRAY['Totp', 'Passkey']),
    ADD CONSTRAINT "step_up_used_after_proof" CHECK ("used_at" IS NULL OR "proven_at" IS NOT NULL),
    ADD CONSTRAINT "step_up_proof_has_factor" CHECK (("proven_at" IS NULL) = ("factor_id" IS NULL));
ALTER TABLE "access"."passkey_challenge"
    ADD CONSTRAINT "passkey_challenge_purpose_known" CHECK ("purpose" IN ('Enrol', 'SignIn'));
ALTER TABLE "access"."mail_token"
    ADD CONSTRAINT "mail_token_purpose_known" CHECK ("purpose" IN ('Invitation', 'PasswordReset', 'VerifyEmail')),
    ADD CONSTRAINT "mail_token_is_sha256" CHECK (length("token_hash") = 32),
    ADD CONSTRAINT "mail_token_ends" CHECK ("created_at" < "expires_at");

ALTER TABLE "access"."role_grant"
    ADD CONSTRAINT "role_grant_role_known" CHECK ("role" IN ('ClientViewer', 'ClientTrader', 'ClientAdministrator',
        'PortfolioManager', 'Trader', 'RiskOfficer', 'ComplianceAnalyst', 'HeadOfCompliance', 'Operations',
        'Finance', 'Auditor', 'Administrator', 'BreakGlass')),
    ADD CONSTRAINT "role_grant_role_of_tenant" CHECK (("client_id" IS NOT NULL) = ("role" LIKE 'Client%')),
    ADD CONSTRAINT "role_grant_not_to_oneself" CHECK ("granted_by" IS DISTINCT FROM "person_id"),
    ADD CONSTRAINT "role_grant_clients_of_firm" CHECK ("clients" IS NOT NULL AND cardinality("clients") <= 1000
        AND ("client_id" IS NULL OR (NOT "is_all_clients" AND cardinality("clients") = 0))
        AND NOT ("is_all_clients" AND cardinality("clients") > 0)),
    ADD CONSTRAINT "role_grant_reach" CHECK (
        ("role" <> 'Administrator' OR (NOT "is_all_clients" AND cardinality("clients") = 0))
        AND ("role" NOT IN ('PortfolioManager', 'Trader', 'BreakGlass') OR NOT "is_all_clients")),
    ADD CONSTRAINT "role_grant_break_glass_is_short" CHECK ("role" <> 'BreakGlass' OR ("reason" IS NOT NULL
        AND "until" IS NOT NULL AND "until" <= "from" + interval '4 hours')),
    ADD CONSTRAINT "role_grant_ends_forward" CHECK ("until" IS NULL OR "from" <= "until");

ALTER TABLE "access"."api_key"
    ADD CONSTRAINT "api_key_scope_known" CHECK ("scope" IN ('Read', 'Trade')),
    ADD CONSTRAINT "api_key_secret_is_sha256" CHECK (length("secret_hash") = 32),
    ADD CONSTRAINT "api_key_is_bound" CHECK ("allow_list" IS NOT NULL AND cardinality("allow_list") BETWEEN 1 AND 50),
    ADD CONSTRAINT "api_key_ends" CHECK ("from" < "until" AND "until" <= "from" + interval '366 days'),
    ADD CONSTRAINT "api_key_trade_was_approved" CHECK ("scope" = 'Read' OR "proposal_id" IS NOT NULL),
    ADD CONSTRAINT "api_key_claim_is_whole" CHECK (("claimed_at" IS NULL) = ("secret_hash" IS NULL) AND ("claimed_at" IS NULL) = ("hint" IS NULL)),
    ADD CONSTRAINT "api_key_read_is_claimed" CHECK ("scope" = 'Trade' OR "claimed_at" IS NOT NULL);

ALTER TABLE "access"."proposal"
    ADD CONSTRAINT "proposal_status_known" CHECK ("status" IN ('Pending', 'Approved', 'Refused', 'Expired', 'Executed', 'Stale')),
    ADD CONSTRAINT "proposal_hashes_are_hex" CHECK ("payload_hash" ~ '^[0-9a-f]{64}$' AND "world_hash" ~ '^[0-9a-f]{64}$' AND "terms_hash" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "proposal_ends" CHECK ("proposed_at" < "expires_at"),
    ADD CONSTRAINT "proposal_closed_has_time" CHECK (("status" IN ('Pending', 'Approved')) = ("closed_at" IS NULL)),
    ADD CONSTRAINT "proposal_payload_is_bounded" CHECK (length("payload") <= 65536);
ALTER TABLE "access"."proposal_decision"
    ADD CONSTRAINT "proposal_decision_verdict_known" CHECK ("verdict" IN ('Approve', 'Refuse')),
    ADD CONSTRAINT "proposal_decision_has_reason" CHECK (length(btrim("reason")) BETWEEN 1 AND 2000);
ALTER TABLE "access"."approval_policy"
    ADD CONSTRAINT "approval_policy_version_counts" CHECK ("version" > 0);

-- Who proposes does not decide, whatever code says.
CREATE FUNCTION "access"."refuse_own_decision"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM access.proposal p WHERE p.id = NEW.proposal_id
        AND (p.proposer = NEW.person_id OR NEW.person_id = ANY (p.concerns))) THEN
        RAISE EXCEPTION 'proposal %: who proposed it or is concerned does not decide it', NEW.proposal_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "proposal_decision_by_others" BEFORE INSERT ON "access"."proposal_decision"
    FOR EACH ROW EXECUTE FUNCTION "access"."refuse_own_decision"();

-- Of a proposal only the status moves, and only forward.
CREATE FUNCTION "access"."keep_proposal"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF to_jsonb(NEW) - ARRAY['status', 'closed_at', 'closed_why'] IS DISTINCT FROM
       to_jsonb(OLD) - ARRAY['status', 'closed_at', 'closed_why']
       OR OLD.status NOT IN ('Pending', 'Approved')
       OR (OLD.status = 'Approved' AND NEW.status = 'Pending')
       OR (OLD.status = 'Pending' AND NEW.status = 'Executed') THEN
        RAISE EXCEPTION 'proposal %: % to % is refused; its terms never change', OLD.id, OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "proposal_keep" BEFORE UPDATE ON "access"."proposal"
    FOR EACH ROW EXECUTE FUNCTION "access"."keep_proposal"();
CREATE TRIGGER "proposal_stays" BEFORE DELETE ON "access"."proposal"
    FOR EACH ROW EXECUTE FUNCTION "audit"."refuse_change"();

-- A session that ended stays ended, and a used step-up stays used.
CREATE FUNCTION "access"."keep_end"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION '%: what has ended stays as it is', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER "session_end_stays" BEFORE UPDATE ON "access"."session"
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION "access"."keep_end"();
CREATE TRIGGER "step_up_use_stays" BEFORE UPDATE ON "access"."step_up"
    FOR EACH ROW WHEN (OLD.used_at IS NOT NULL) EXECUTE FUNCTION "access"."keep_end"();
CREATE TRIGGER "mail_token_use_stays" BEFORE UPDATE ON "access"."mail_token"
    FOR EACH ROW WHEN (OLD.used_at IS NOT NULL) EXECUTE FUNCTION "access"."keep_end"();
CREATE TRIGGER "recovery_code_use_stays" BEFORE UPDATE ON "access"."recovery_code"
    FOR EACH ROW WHEN (OLD.used_at IS NOT NULL) EXECUTE FUNCTION "access"."keep_end"();
CREATE TRIGGER "role_grant_end_stays" BEFORE UPDATE ON "access"."role_grant"
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION "access"."keep_end"();
CREATE TRIGGER "api_key_end_stays" BEFORE UPDATE ON "access"."api_key"
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION "access"."keep_end"();

-- A key that trades is approved without a secret; its owner alone gives it one, once.
CREATE FUNCTION "access"."keep_claim"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.claimed_at IS NOT NULL OR OLD.person_id IS DISTINCT FROM audit.current_actor() THEN
        RAISE EXCEPTION 'API key %: its owner gives it a secret, once', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "api_key_claim_stays" BEFORE UPDATE ON "access"."api_key"
    FOR EACH ROW WHEN (OLD.secret_hash IS DISTINCT FROM NEW.secret_hash OR OLD.claimed_at IS DISTINCT FROM NEW.claimed_at
        OR OLD.hint IS DISTINCT FROM NEW.hint) EXECUTE FUNCTION "access"."keep_claim"();

-- Written once.
CREATE TRIGGER "approval_policy_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "access"."approval_policy"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "proposal_decision_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "access"."proposal_decision"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();
CREATE TRIGGER "past_act_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "access"."past_act"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

-- ---------------------------------------------------------------- whose rows

-- The person or process that acts.
CREATE FUNCTION "audit"."current_actor"() RETURNS UUID LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('app.actor', true), '')::uuid
$$;
-- Who manages people and their rights: those of the clients one may see, or with the scope `access`
-- of all of them. That scope opens no table of a client's business.
CREATE FUNCTION "access"."may_manage"(client UUID) RETURNS BOOLEAN LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT current_setting('app.scope', true) = 'access' OR audit.may_see(client)
$$;
GRANT EXECUTE ON FUNCTION "access"."may_manage"(UUID), "audit"."current_actor"() TO app_client, app_staff, app_identity, jobs, auditor;

-- As `audit.separate_clients`, for what administrators of access manage without seeing business.
-- `for_staff`: what staff see besides, as an expression over the row.
CREATE PROCEDURE "access"."separate"(tenant_table REGCLASS, for_staff TEXT DEFAULT 'false', for_client TEXT DEFAULT 'false')
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY app_client_own ON %s TO app_client USING (client_id = audit.current_client() OR %s) WITH CHECK (client_id = audit.current_client())', tenant_table, for_client);
    EXECUTE format('CREATE POLICY app_staff_assigned ON %s TO app_staff USING (access.may_manage(client_id) OR %s) WITH CHECK (access.may_manage(client_id) OR %s)', tenant_table, for_staff, for_staff);
    EXECUTE format('CREATE POLICY app_identity_all ON %s TO app_identity USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('CREATE POLICY engine_all ON %s TO engine USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('CREATE POLICY jobs_all ON %s TO jobs USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('CREATE POLICY auditor_reads ON %s FOR SELECT TO auditor USING (true)', tenant_table);
    EXECUTE format('CREATE POLICY migrator_all ON %s TO migrator USING (true) WITH CHECK (true)', tenant_table);
END
$$;
REVOKE ALL ON PROCEDURE "access"."separate"(REGCLASS, TEXT, TEXT) FROM PUBLIC;

CALL "access"."separate"('"clients"."client"');
CALL "audit"."separate_clients"('"clients"."account"');
CALL "access"."separate"('"access"."organisation"', 'client_id IS NULL');
-- Colleagues have names; a client sees its own people alone.
CALL "access"."separate"('"access"."person"', 'client_id IS NULL');
CALL "access"."separate"('"access"."session"');
CALL "access"."separate"('"access"."role_grant"', 'client_id IS NULL');
CALL "access"."separate"('"access"."api_key"');
CALL "access"."separate"('"access"."proposal"', 'client_id IS NULL');
CALL "access"."separate"('"access"."proposal_decision"', 'client_id IS NULL');
-- What one did oneself bars one, also for clients one no longer has.
CALL "access"."separate"('"access"."past_act"', 'person_id = audit.current_actor()');

-- Of factors it is told that they are there, to those who see the person.
ALTER TABLE "access"."factor" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "access"."factor" FORCE ROW LEVEL SECURITY;
CREATE POLICY factor_of_seen ON "access"."factor" FOR SELECT TO app_client, app_staff
    USING (EXISTS (SELECT 1 FROM access.person p WHERE p.id = person_id));
CREATE POLICY app_identity_all ON "access"."factor" TO app_identity USING (true) WITH CHECK (true);
CREATE POLICY auditor_reads ON "access"."factor" FOR SELECT TO auditor USING (true);
CREATE POLICY migrator_all ON "access"."factor" TO migrator USING (true) WITH CHECK (true);
-- The same for the hours a permission was last used.
ALTER TABLE "access"."permission_use" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "access"."permission_use" FORCE ROW LEVEL SECURITY;
CREATE POLICY use_of_seen ON "access"."permission_use" FOR SELECT TO app_client, app_staff
    USING (EXISTS (SELECT 1 FROM access.person p WHERE p.id = person_id));
CREATE POLICY app_identity_all ON "access"."permission_use" TO app_identity USING (true) WITH CHECK (true);
CREATE POLICY auditor_reads ON "access"."permission_use" FOR SELECT TO auditor USING (true);
CREATE POLICY migrator_all ON "access"."permission_use" TO migrator USING (true) WITH CHECK (true);

-- A step-up is used up in the transaction of the act it proves, by the person who gave it.
ALTER TABLE "access"."step_up" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "access"."step_up" FORCE ROW LEVEL SECURITY;
CREATE POLICY step_up_own ON "access"."step_up" TO app_client, app_staff
    USING (person_id = audit.current_actor()) WITH CHECK (person_id = audit.current_actor());
CREATE POLICY app_identity_all ON "access"."step_up" TO app_identity USING (true) WITH CHECK (true);
CREATE POLICY migrator_all ON "access"."step_up" TO migrator USING (true) WITH CHECK (true);

-- ---------------------------------------------------------------- who may do what to them

-- Secrets and their hashes: the role of sign-in alone. Pages that show people can't read them.
GRANT SELECT, INSERT, UPDATE, DELETE ON "access"."password", "access"."factor", "access"."recovery_code",
    "access"."step_up", "access"."passkey_challenge", "access"."attempt" TO app_identity;
GRANT SELECT, INSERT, UPDATE ON "access"."session", "access"."mail_token", "access"."permission_use" TO app_identity;
GRANT SELECT ON "access"."organisation", "access"."person", "access"."role_grant", "access"."api_key" TO app_identity;
GRANT UPDATE ("state", "last_sign_in_at", "personal", "email_hash", "version") ON "access"."person" TO app_identity;
GRANT UPDATE ("last_used_at", "last_used_ip") ON "access"."api_key" TO app_identity;
GRANT SELECT ON "access"."proposal", "access"."proposal_decision", "access"."approval_policy", "access"."past_act" TO app_identity;
GRANT UPDATE ("status", "closed_at", "closed_why") ON "access"."proposal" TO app_identity;
GRANT INSERT ON "access"."past_act" TO app_identity;

GRANT SELECT ("id", "person_id", "kind", "name", "is_backed_up", "created_at", "confirmed_at", "last_used_at", "ended_at")
    ON "access"."factor" TO app_client, app_staff, auditor;
GRANT SELECT ("id", "person_id", "organisation_id", "client_id", "audience", "stage", "factor_kind", "factor_at", "created_at",
    "last_used_at", "idle_until", "absolute_until", "ip", "user_agent", "ended_at", "ended_why", "ended_by")
    ON "access"."session" TO app_client, app_staff, auditor;
GRANT UPDATE ("ended_at", "ended_why", "ended_by") ON "access"."session" TO app_client, app_staff, jobs;
GRANT SELECT ("id", "person_id", "client_id", "ended_at") ON "access"."session" TO jobs;
GRANT SELECT ("id", "person_id", "session_id", "action_hash", "permission", "accepts", "shown_at", "factor_id", "proven_at", "used_at")
    ON "access"."step_up" TO app_client, app_staff;
GRANT UPDATE ("used_at") ON "access"."step_up" TO app_client, app_staff;
GRANT SELECT ON "access"."permission_use" TO app_client, app_staff, auditor;

GRANT SELECT ON "access"."organisation", "access"."person", "access"."role_grant", "access"."proposal",
    "access"."proposal_decision", "access"."approval_policy", "access"."past_act" TO app_client, app_staff, jobs, auditor;
GRANT SELECT ON "access"."policy_draft" TO app_staff, auditor;
GRANT SELECT ("id", "organisation_id", "client_id", "person_id", "name", "scope", "hint", "claimed_at", "allow_list", "from", "until",
    "last_used_at", "last_used_ip", "proposal_id", "ended_at", "ended_by") ON "access"."api_key" TO app_client, app_staff, jobs, auditor;

GRANT INSERT, UPDATE ON "access"."person", "access"."role_grant", "access"."proposal" TO app_client, app_staff;
GRANT UPDATE ("personal", "email_hash", "state", "version") ON "access"."person" TO jobs;
GRANT UPDATE ("status", "closed_at", "closed_why") ON "access"."proposal" TO jobs;
GRANT INSERT ON "access"."proposal_decision", "access"."past_act" TO app_client, app_staff;
GRANT INSERT ON "access"."api_key" TO app_client, app_staff;
GRANT UPDATE ("ended_at", "ended_by") ON "access"."api_key" TO app_client, app_staff;
GRANT UPDATE ("secret_hash", "hint", "claimed_at") ON "access"."api_key" TO app_client;
GRANT INSERT, UPDATE ON "access"."organisation" TO app_staff;
GRANT UPDATE ("allow_list", "version") ON "access"."organisation" TO app_client;
GRANT INSERT ON "access"."approval_policy" TO app_staff;
GRANT INSERT, UPDATE, DELETE ON "access"."policy_draft" TO app_staff;
GRANT SELECT, INSERT, UPDATE ON "access"."mail_token" TO jobs;

GRANT SELECT ON "clients"."client", "clients"."account" TO app_client, app_staff, engine, jobs, auditor;
GRANT INSERT ON "clients"."client", "clients"."account" TO app_staff;

-- ---------------------------------------------------------------- what is asked of its owner

-- The one job that every part of the web may ask for: a mail to a person it sees. The queue's own
-- tables stay closed to them; they are made after the migrations, so they are named only in the body.
CREATE FUNCTION "access"."send_mail"(mail JSONB) RETURNS UUID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    sent UUID;
BEGIN
    IF session_user = 'app_client' AND NOT EXISTS (SELECT 1 FROM access.person p
        WHERE p.id = (mail ->> 'personId')::uuid AND p.client_id = audit.current_client()) THEN
        RAISE EXCEPTION 'no mail is sent to a person one does not see' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pgboss.job_common (name, data, expire_seconds, deletion_seconds, keep_until, retry_limit,
        retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
    SELECT q.name, mail, q.expire_seconds, q.deletion_seconds, now() + q.retention_seconds * interval '1 second',
        q.retry_limit, q.retry_delay, coalesce(q.retry_backoff, false), q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
    FROM pgboss.queue q WHERE q.name = 'send-mail' RETURNING id INTO sent;
    IF sent IS NULL THEN
        RAISE EXCEPTION 'the queue of mails is missing: run the migrations' USING ERRCODE = 'undefined_object';
    END IF;
    RETURN sent;
END
$$;
REVOKE ALL ON FUNCTION "access"."send_mail"(JSONB) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "access"."send_mail"(JSONB) TO app_client, app_staff, app_identity, jobs;

-- All grants of people, in every organisation: conflicts of roles and the present rights of who
-- decided hold for the person, and a client sees no row of the firm. It is told of its own people and
-- of those who decided its proposals. `active_only`: of people who can sign in.
CREATE FUNCTION "access"."grants_of"(people UUID[], active_only BOOLEAN) RETURNS SETOF "access"."role_grant"
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT g.* FROM access.role_grant g JOIN access.person p ON p.id = g.person_id
    WHERE g.person_id = ANY (people) AND (NOT active_only OR p.state = 'Active')
        AND (session_user <> 'app_client' OR p.client_id = audit.current_client()
            OR EXISTS (SELECT 1 FROM access.proposal_decision d WHERE d.person_id = g.person_id AND d.client_id = audit.current_client()))
$$;
REVOKE ALL ON FUNCTION "access"."grants_of"(UUID[], BOOLEAN) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "access"."grants_of"(UUID[], BOOLEAN) TO app_client, app_staff, jobs;

-- What the audit trail sealed when something was proposed, for who executes it and may not read the
-- trail. Nothing where the event is missing, is there twice, or is not what its hash says.
CREATE FUNCTION "access"."sealed_terms"(proposal UUID) RETURNS TEXT
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    found INTEGER;
    terms TEXT;
BEGIN
    SELECT count(*), min(convert_from(e.body, 'UTF8')::jsonb #>> '{after,terms}') INTO found, terms
    FROM audit.event e
    WHERE e.subject_kind = 'Proposal' AND e.subject_id = proposal::text AND e.action = 'approval.propose'
        AND e.hash = sha256('\x00'::bytea || e.previous_hash || e.body);
    RETURN CASE WHEN found = 1 THEN terms END;
END
$$;
REVOKE ALL ON FUNCTION "access"."sealed_terms"(UUID) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "access"."sealed_terms"(UUID) TO app_client, app_staff, jobs;

-- Takes every credential and session from the person an approved proposal is about. Nobody else can: pages have
-- no right on credentials, and the role of sign-in approves nothing.
CREATE FUNCTION "access"."take_credentials"(proposal UUID, moment TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    person UUID;
    act TEXT;
    taken INTEGER;
BEGIN
    SELECT p.subject::uuid, p.act INTO person, act FROM access.proposal p
    WHERE p.id = proposal AND p.status = 'Approved' AND p.act IN ('access.proposeFactorReset', 'audit.proposeErasure');
    IF person IS NULL THEN
        RAISE EXCEPTION 'proposal %: credentials are taken by what was approved alone', proposal USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE access.factor SET ended_at = moment WHERE person_id = person AND ended_at IS NULL;
    GET DIAGNOSTICS taken = ROW_COUNT;
    DELETE FROM access.recovery_code WHERE person_id = person;
    DELETE FROM access.password WHERE person_id = person;
    UPDATE access.mail_token SET used_at = moment WHERE person_id = person AND used_at IS NULL;
    UPDATE access.session SET ended_at = moment, ended_why = 'FactorsReset', ended_by = audit.current_actor()
        WHERE person_id = person AND ended_at IS NULL;
    -- Names that people give to their devices say who they are.
    IF act = 'audit.proposeErasure' THEN DELETE FROM access.factor WHERE person_id = person; END IF;
    RETURN taken;
END
$$;
REVOKE ALL ON FUNCTION "access"."take_credentials"(UUID, TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "access"."take_credentials"(UUID, TIMESTAMPTZ) TO app_client, app_staff;
