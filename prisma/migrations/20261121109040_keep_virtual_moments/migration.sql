-- When a record was written is the database's own moment, whoever writes it: nobody may say another.
REVOKE INSERT ON "engine"."journal" FROM engine;
GRANT INSERT ("at", "shard", "sequence", "epoch", "version", "kind", "body", "hash") ON "engine"."journal" TO engine;

-- But for the invented past of a demo, while its trail begins: there it is the moment that the record has.
CREATE FUNCTION "engine"."record_in_the_past"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit.past p WHERE p.ended_at IS NULL AND NEW.at >= p."from") THEN
        NEW.recorded_at := NEW.at;
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION "engine"."record_in_the_past"() FROM PUBLIC;

-- What is written as it is decided is never so old: nothing is asked for it.
CREATE TRIGGER "journal_record_in_the_past" BEFORE INSERT ON "engine"."journal" FOR EACH ROW
    WHEN (NEW."at" < clock_timestamp() - interval '1 minute') EXECUTE FUNCTION "engine"."record_in_the_past"();
