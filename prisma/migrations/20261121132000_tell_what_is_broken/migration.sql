-- A trail that is found broken stops trading: the engine reads what the looks at it found.
GRANT SELECT ON "audit"."log_check" TO engine;
