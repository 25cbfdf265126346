-- When a request left is what its evidence says: the journal keeps no answer that brought nothing new.
DROP FUNCTION "trading"."order_sendings"(UUID);
