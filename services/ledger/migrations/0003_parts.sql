-- A fact may be made public as several events, when versions of a type stand side by side: the newest event of a block is told by its id.
ALTER TABLE block_heads ADD COLUMN event_id text;
UPDATE block_heads SET event_id = block || '-' || lpad(log_position::text, greatest(12, length(log_position::text)), '0');
ALTER TABLE block_heads ALTER COLUMN event_id SET NOT NULL;

ALTER TABLE held_heads ADD COLUMN event_id text;
UPDATE held_heads SET event_id = block || '-' || lpad(log_position::text, greatest(12, length(log_position::text)), '0');
ALTER TABLE held_heads ALTER COLUMN event_id SET NOT NULL;
