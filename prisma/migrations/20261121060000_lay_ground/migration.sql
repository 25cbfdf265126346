CREATE SCHEMA "audit";
CREATE SCHEMA "operations";

-- Who may enter at all. Rights on tables follow, table by table.
GRANT USAGE ON SCHEMA "audit", "operations" TO app_client, app_staff, engine, jobs, auditor;

-- ---------------------------------------------------------------- append-only, month by month

CREATE TABLE "audit"."partitioned_table" (
    "table_name" TEXT NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "partitioned_table_pkey" PRIMARY KEY ("table_name"),
    CONSTRAINT "partitioned_table_key_known" CHECK ("key" IN ('time', 'uuidv7'))
);

-- Rows are written once. Grants say so too; this says it to the owner as well.
CREATE FUNCTION "audit"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

-- The smallest UUIDv7 of a moment: its first 48 bits are the milliseconds since 1970.
CREATE FUNCTION "audit"."first_uuidv7_at"(moment TIMESTAMPTZ) RETURNS UUID
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0')
        || '70000000000000000000')::uuid
$$;

-- Makes the partitions of one table from the month of `first` to the month of `last`. A partition
-- carries no grants and forced row security without a policy: it is reached through its table only.
CREATE FUNCTION "audit"."make_months"(parent REGCLASS, key TEXT, first DATE, last DATE) RETURNS INTEGER
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    month DATE := date_trunc('month', first)::date;
    next_month DATE;
    part TEXT;
    schema_name TEXT := (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent);
    table_name TEXT := (SELECT relname FROM pg_class WHERE oid = parent);
    lower_bound TEXT;
    upper_bound TEXT;
    made INTEGER := 0;
BEGIN
    WHILE month <= last LOOP
        next_month := (month + interval '1 month')::date;
        part := table_name || to_char(month, '_YYYY_MM');
        IF to_regclass(format('%I.%I', schema_name, part)) IS NULL THEN
            IF key = 'uuidv7' THEN
                lower_bound := audit.first_uuidv7_at(month::timestamp AT TIME ZONE 'UTC')::text;
                upper_bound := audit.first_uuidv7_at(next_month::timestamp AT TIME ZONE 'UTC')::text;
            ELSE
                lower_bound := (month::timestamp AT TIME ZONE 'UTC')::text;
                upper_bound := (next_month::timestamp AT TIME ZONE 'UTC')::text;
            END IF;
            EXECUTE format('CREATE TABLE %I.%I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
                schema_name, part, parent, lower_bound, upper_bound);
            EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', schema_name, part);
            EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', schema_name, part);
            -- Row triggers are inherited, statement triggers are not, and TRUNCATE knows only those.
            EXECUTE format('CREATE TRIGGER "%s_keep" BEFORE TRUNCATE ON %I.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()',
                part, schema_name, part);
            made := made + 1;
        END IF;
        month := next_month;
    END LOOP;
    RETURN made;
END
$$;

-- Called by the migration and by a job, which has no right to make tables itself.
CREATE FUNCTION "audit"."make_months_ahead"(months INTEGER DEFAULT 3) RETURNS INTEGER
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(sum(audit.make_months(t.table_name::regclass, t.key,
        (now() AT TIME ZONE 'UTC')::date - 31,
        ((now() AT TIME ZONE 'UTC') + make_interval(months => least(greatest(months, 1), 24)))::date)), 0)::integer
    FROM audit.partitioned_table t
$$;
REVOKE ALL ON FUNCTION "audit"."make_months_ahead"(INTEGER) FROM PUBLIC;
REVOKE ALL ON FUNCTION "audit"."make_months"(REGCLASS, TEXT, DATE, DATE) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "audit"."make_months_ahead"(INTEGER) TO jobs;

-- Makes a partitioned table append-only and starts its months.
CREATE PROCEDURE "audit"."keep_in_months"(parent REGCLASS, key TEXT) LANGUAGE plpgsql AS $$
DECLARE
    plain TEXT := (SELECT relname FROM pg_class WHERE oid = parent);
    qualified TEXT := (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent);
BEGIN
    INSERT INTO audit.partitioned_table VALUES (qualified, key);
    EXECUTE format('CREATE TRIGGER "%s_rows_keep" BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()', plain, qualified);
    EXECUTE format('CREATE TRIGGER "%s_keep" BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', plain, qualified);
    PERFORM audit.make_months(parent, key, (now() AT TIME ZONE 'UTC')::date - 31,
        ((now() AT TIME ZONE 'UTC') + interval '3 months')::date);
END
$$;
REVOKE ALL ON PROCEDURE "audit"."keep_in_months"(REGCLASS, TEXT) FROM PUBLIC;

-- ---------------------------------------------------------------- tenants

-- The client a transaction acts for; none outside one. nullif, because a connection that once had
-- the setting answers '' and not null.
CREATE FUNCTION "audit"."current_client"() RETURNS UUID LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('app.client', true), '')::uuid
$$;
CREATE FUNCTION "audit"."may_see"(client UUID) RETURNS BOOLEAN LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT current_setting('app.scope', true) = 'firm'
        OR client = ANY (nullif(current_setting('app.clients', true), '')::uuid[])
$$;

-- Forces row security on a table with a client_id and gives each role its policy. Roles still need
-- their grants: a policy alone opens nothing.
CREATE PROCEDURE "audit"."separate_clients"(tenant_table REGCLASS) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY app_client_own ON %s TO app_client USING (client_id = audit.current_client()) WITH CHECK (client_id = audit.current_client())', tenant_table);
    EXECUTE format('CREATE POLICY app_staff_assigned ON %s TO app_staff USING (audit.may_see(client_id)) WITH CHECK (audit.may_see(client_id))', tenant_table);
    EXECUTE format('CREATE POLICY engine_all ON %s TO engine USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('CREATE POLICY jobs_all ON %s TO jobs USING (true) WITH CHECK (true)', tenant_table);
    EXECUTE format('CREATE POLICY auditor_reads ON %s FOR SELECT TO auditor USING (true)', tenant_table);
    EXECUTE format('CREATE POLICY migrator_all ON %s TO migrator USING (true) WITH CHECK (true)', tenant_table);
END
$$;
REVOKE ALL ON PROCEDURE "audit"."separate_clients"(REGCLASS) FROM PUBLIC;

-- ---------------------------------------------------------------- the people's door

CREATE TABLE "audit"."command" (
    "actor" UUID NOT NULL,
    "idempotency_key" UUID NOT NULL,
    "id" UUID NOT NULL,
    "client_id" UUID,
    "kind" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "command_pkey" PRIMARY KEY ("actor","idempotency_key"),
    CONSTRAINT "command_idempotency_key_is_uuidv7" CHECK (uuid_extract_version("idempotency_key") = 7),
    CONSTRAINT "command_input_hash_is_sha256" CHECK (length("input_hash") = 32),
    CONSTRAINT "command_kind_is_named" CHECK ("kind" ~ '^[a-z-]+\.[a-z-]+$')
) PARTITION BY RANGE ("idempotency_key");
CREATE INDEX "command_client_id_at_idx" ON "audit"."command"("client_id", "at");

CREATE TABLE "audit"."event" (
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "client_id" UUID,
    "actor" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "answer" JSONB NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("at","id"),
    CONSTRAINT "event_kind_is_named" CHECK ("kind" ~ '^[a-z-]+\.[a-z-]+$')
) PARTITION BY RANGE ("at");
CREATE INDEX "event_command_id_idx" ON "audit"."event"("command_id");
CREATE INDEX "event_client_id_at_idx" ON "audit"."event"("client_id", "at");

CALL "audit"."keep_in_months"('"audit"."command"', 'uuidv7');
CALL "audit"."keep_in_months"('"audit"."event"', 'time');
CALL "audit"."separate_clients"('"audit"."command"');
CALL "audit"."separate_clients"('"audit"."event"');
GRANT SELECT, INSERT ON "audit"."command", "audit"."event" TO app_client, app_staff, jobs;
GRANT SELECT ON "audit"."command", "audit"."event" TO engine, auditor;

-- ---------------------------------------------------------------- operations

CREATE TABLE "operations"."database_measure" (
    "measured_at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "database_bytes" BIGINT NOT NULL,
    "connections_active" INTEGER NOT NULL,
    "connections_idle" INTEGER NOT NULL,
    "connections_idle_in_transaction" INTEGER NOT NULL,
    "connections_other" INTEGER NOT NULL,
    "connections_limit" INTEGER NOT NULL,
    "disk_free_bytes" BIGINT NOT NULL,
    "disk_total_bytes" BIGINT NOT NULL,
    "tables" JSONB NOT NULL,

    CONSTRAINT "database_measure_pkey" PRIMARY KEY ("measured_at","id"),
    CONSTRAINT "database_measure_is_possible" CHECK (
        "database_bytes" >= 0 AND "connections_active" >= 0 AND "connections_idle" >= 0
        AND "connections_idle_in_transaction" >= 0 AND "connections_other" >= 0
        AND "connections_limit" > 0 AND "disk_free_bytes" BETWEEN 0 AND "disk_total_bytes"),
    CONSTRAINT "database_measure_tables_is_list" CHECK (jsonb_typeof("tables") = 'array')
) PARTITION BY RANGE ("measured_at");

CALL "audit"."keep_in_months"('"operations"."database_measure"', 'time');
GRANT SELECT, INSERT ON "operations"."database_measure" TO jobs;
GRANT SELECT ON "operations"."database_measure" TO app_staff, auditor;
