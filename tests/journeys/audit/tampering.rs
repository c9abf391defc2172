//! What somebody who owns the database can do to a ledger of 700 entries, and where an audit must find it.

use serde_json::Value;
use sqlx::{Connection, Executor, PgConnection};
use tokio::sync::Mutex;

/// Tables of the ledger that its proof rests on.
const KEPT: [&str; 5] = ["entries", "tiles", "ledger_head", "block_heads", "checkpoints"];

/// One way to tamper, and the positions that must be named.
pub(super) struct Tampering {
    what: &'static str,
    /// The first thing found is exactly there, or among positions that have the wrong one among them.
    found: Found,
}

#[derive(Clone, Copy)]
enum Found {
    /// Exactly this position.
    At(u64),
    /// Positions that have this one among them, and no more than these.
    Within(u64, u64, u64),
    /// Some of these positions.
    Among(u64, u64),
}

use Found::{Among, At, Within};

const fn case(what: &'static str, found: Found) -> Tampering {
    Tampering { what, found }
}

/// Seen by an audit of the tables.
pub(super) const TABLES: &[Tampering] = &[
    // Every column of an entry, in a full tile and in the unfinished one.
    case("UPDATE entries SET position = 9000 WHERE position = 300", At(300)),
    case("UPDATE entries SET block = 'radar' WHERE position = 300", At(300)),
    case("UPDATE entries SET sequence = 9000 WHERE position = 300", At(300)),
    case("UPDATE entries SET log_position = log_position + 1 WHERE position = 300", At(300)),
    case("UPDATE entries SET event_id = event_id || '0' WHERE position = 300", At(300)),
    case("UPDATE entries SET type = 'nl.projects.milestone-achieved.v1' WHERE position = 300", At(300)),
    case("UPDATE entries SET source = source || 'x' WHERE position = 300", At(300)),
    case("UPDATE entries SET subject = 'x' WHERE position = 650", At(650)),
    case("UPDATE entries SET time = time + interval '1 microsecond' WHERE position = 650", At(650)),
    case("UPDATE entries SET time = 'infinity' WHERE position = 650", At(650)),
    case("UPDATE entries SET recorded_at = recorded_at - interval '1 day' WHERE position = 300", At(300)),
    case("UPDATE entries SET recorded_at = recorded_at + interval '1 day' WHERE position = 300", At(300)),
    case("UPDATE entries SET recorded_at = recorded_at + interval '1 day' WHERE position = 700", At(700)),
    case("UPDATE entries SET building_block = 'radar' WHERE position = 650", At(650)),
    case("UPDATE entries SET project = '' WHERE position = 650", At(650)),
    case("UPDATE entries SET regions = '{AM01,NULL}' WHERE position = 650", At(650)),
    case("UPDATE entries SET regions = '{{a,b},{c,d}}' WHERE position = 650", At(650)),
    case("UPDATE entries SET theme = 'energy' WHERE position = 650", At(650)),
    case("UPDATE entries SET audience = audience % 3 + 1 WHERE position = 650", At(650)),
    case("UPDATE entries SET traceparent = 'x' WHERE position = 650", At(650)),
    case("UPDATE entries SET entry = set_byte(entry, 90, get_byte(entry, 90) # 1) WHERE position = 1", At(1)),
    case("UPDATE entries SET entry = set_byte(entry, 90, get_byte(entry, 90) # 1) WHERE position = 256", At(256)),
    case("UPDATE entries SET entry = '' WHERE position = 700", At(700)),
    case("UPDATE entries SET leaf_hash = set_byte(leaf_hash, 31, get_byte(leaf_hash, 31) # 128) WHERE position = 257", At(257)),
    case("UPDATE entries SET leaf_hash = set_byte(leaf_hash, 0, get_byte(leaf_hash, 0) # 1) WHERE position = 650", At(650)),
    // Bytes with everything in the row that follows from them: a full tile says it exactly, of the rest two roots do.
    case(
        "UPDATE entries SET subject = 'x', entry = convert_to(replace(convert_from(entry, 'UTF8'),
             '\"subject\":\"' || subject || '\"', '\"subject\":\"x\"'), 'UTF8') WHERE position IN (300, 301);
         UPDATE entries SET leaf_hash = sha256('\\x00' || entry) WHERE position IN (300, 301)",
        At(300),
    ),
    case(
        "UPDATE entries SET subject = 'x', entry = convert_to(replace(convert_from(entry, 'UTF8'),
             '\"subject\":\"' || subject || '\"', '\"subject\":\"x\"'), 'UTF8') WHERE position = 650;
         UPDATE entries SET leaf_hash = sha256('\\x00' || entry) WHERE position = 650",
        Within(650, 513, 700),
    ),
    // Rows.
    case("DELETE FROM entries WHERE position = 1", At(1)),
    case("DELETE FROM entries WHERE position = 300", At(300)),
    case("DELETE FROM entries WHERE position = 700", At(700)),
    case("DELETE FROM entries WHERE position > 600", At(601)),
    case("TRUNCATE entries", At(1)),
    case(
        "UPDATE entries SET position = CASE position WHEN 300 THEN 9400 ELSE 9300 END WHERE position IN (300, 400);
         UPDATE entries SET position = position - 9000 WHERE position > 9000",
        At(300),
    ),
    case(
        "UPDATE entries SET position = CASE position WHEN 650 THEN 9660 ELSE 9650 END WHERE position IN (650, 660);
         UPDATE entries SET position = position - 9000 WHERE position > 9000",
        Within(650, 513, 650),
    ),
    case(
        "UPDATE entries SET position = position + 9001 WHERE position >= 300;
         UPDATE entries SET position = position - 9000 WHERE position > 9000;
         INSERT INTO entries SELECT 300, block, 9000, log_position, 'x', type, source, subject, time, recorded_at,
             building_block, project, regions, theme, audience, traceparent, entry, leaf_hash
         FROM entries WHERE position = 301",
        At(300),
    ),
    case(
        "INSERT INTO entries SELECT 701, block, 9000, log_position, 'x', type, source, subject, time, recorded_at,
             building_block, project, regions, theme, audience, traceparent, entry, leaf_hash
         FROM entries WHERE position = 700",
        At(701),
    ),
    // Tiles.
    case("UPDATE tiles SET hashes = set_byte(hashes, 43 * 32, get_byte(hashes, 43 * 32) # 1) WHERE index = 1", At(300)),
    case("UPDATE tiles SET root = set_byte(root, 5, get_byte(root, 5) # 1) WHERE index = 1", Within(257, 257, 512)),
    case("UPDATE tiles SET index = 7 WHERE index = 1", Within(257, 257, 512)),
    case("UPDATE tiles SET level = 1 WHERE index = 1", Within(257, 257, 512)),
    case("DELETE FROM tiles WHERE index = 0", Within(1, 1, 256)),
    case("TRUNCATE tiles", Within(1, 1, 256)),
    case("INSERT INTO tiles SELECT level, 2, root, hashes FROM tiles WHERE index = 1", Within(701, 701, 768)),
    // Heads.
    case("UPDATE ledger_head SET position = 650", At(651)),
    case("UPDATE ledger_head SET position = 701", At(701)),
    case("UPDATE ledger_head SET root = set_byte(root, 5, get_byte(root, 5) # 1)", At(700)),
    case("UPDATE ledger_head SET root = NULL", At(700)),
    case("UPDATE ledger_head SET recorded_at = recorded_at + interval '1 second'", At(700)),
    case("DELETE FROM ledger_head", At(1)),
    case("UPDATE block_heads SET sequence = sequence + 1", At(701)),
    case("UPDATE block_heads SET sequence = sequence - 1", At(700)),
    case("UPDATE block_heads SET log_position = log_position + 1", At(700)),
    case("UPDATE block_heads SET block = 'radar'", At(700)),
    case("UPDATE block_heads SET event_id = event_id || '-2'", At(700)),
    case("INSERT INTO block_heads VALUES ('radar', 1, 1, 'radar-000000000001')", At(701)),
    case("DELETE FROM block_heads", At(700)),
    // Checkpoints.
    case("UPDATE checkpoints SET note = replace(note, E'\\n350\\n', E'\\n351\\n') WHERE size = 350", At(350)),
    case("UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 350) WHERE size = 700", At(700)),
    case("UPDATE checkpoints SET size = 699 WHERE size = 700", At(699)),
    case("UPDATE checkpoints SET signed_at = signed_at + interval '1 day' WHERE size = 350", Among(351, 700)),
    case("TRUNCATE checkpoints", Within(1, 1, 700)),
];

/// Seen by an audit over the network: what is served.
pub(super) const SERVED: &[Tampering] = &[
    case("UPDATE entries SET block = 'radar' WHERE position = 300", At(300)),
    case("UPDATE entries SET sequence = 9000 WHERE position = 300", At(300)),
    case("UPDATE entries SET log_position = log_position + 1 WHERE position = 300", At(300)),
    case("UPDATE entries SET event_id = event_id || '0' WHERE position = 650", At(650)),
    case("UPDATE entries SET type = 'nl.projects.milestone-achieved.v1' WHERE position = 300", At(300)),
    case("UPDATE entries SET source = source || 'x' WHERE position = 300", At(300)),
    case("UPDATE entries SET subject = 'x' WHERE position = 650", At(650)),
    case("UPDATE entries SET time = time + interval '1 microsecond' WHERE position = 650", At(650)),
    case("UPDATE entries SET recorded_at = recorded_at - interval '1 day' WHERE position = 300", At(300)),
    case("UPDATE entries SET building_block = 'radar' WHERE position = 650", At(650)),
    case("UPDATE entries SET project = 'x' WHERE position = 650", At(650)),
    case("UPDATE entries SET regions = '{AM01}' WHERE position = 650", At(650)),
    case("UPDATE entries SET theme = 'energy' WHERE position = 650", At(650)),
    case("UPDATE entries SET audience = audience % 3 + 1 WHERE position = 650", At(650)),
    case("UPDATE entries SET traceparent = 'x' WHERE position = 650", At(650)),
    case("UPDATE entries SET entry = set_byte(entry, 90, get_byte(entry, 90) # 1) WHERE position = 300", At(300)),
    case("UPDATE entries SET entry = '' WHERE position = 650", At(650)),
    case("UPDATE entries SET leaf_hash = set_byte(leaf_hash, 0, get_byte(leaf_hash, 0) # 1) WHERE position = 650", At(650)),
    case("DELETE FROM entries WHERE position = 300", At(300)),
    case("DELETE FROM entries WHERE position > 600", At(601)),
    case("TRUNCATE entries", At(1)),
    case(
        "UPDATE entries SET position = CASE position WHEN 300 THEN 9400 ELSE 9300 END WHERE position IN (300, 400);
         UPDATE entries SET position = position - 9000 WHERE position > 9000",
        At(300),
    ),
    case("UPDATE tiles SET hashes = set_byte(hashes, 43 * 32, get_byte(hashes, 43 * 32) # 1) WHERE index = 1", At(300)),
    case("UPDATE tiles SET root = set_byte(root, 5, get_byte(root, 5) # 1) WHERE index = 1", Within(257, 257, 512)),
    case("DELETE FROM tiles WHERE index = 1", Within(257, 257, 512)),
    case("UPDATE block_heads SET sequence = sequence - 1", At(700)),
    case("UPDATE block_heads SET log_position = log_position + 1", At(700)),
    case("UPDATE ledger_head SET recorded_at = recorded_at + interval '1 second'", At(700)),
    case("UPDATE checkpoints SET note = replace(note, E'\\n700\\n', E'\\n701\\n') WHERE size = 700", At(700)),
];

/// Everything that speaks of entries after 350 is gone as well.
pub(super) const CUT_OFF: Tampering = case(
    "DELETE FROM entries WHERE position > 350; DELETE FROM checkpoints WHERE size > 350;
     DELETE FROM tiles WHERE index > 0;
     UPDATE ledger_head SET position = 350,
         root = (SELECT decode(split_part(note, E'\\n', 3), 'base64') FROM checkpoints WHERE size = 350),
         recorded_at = (SELECT recorded_at FROM entries WHERE position = 350);
     UPDATE block_heads SET (sequence, log_position, event_id) =
         (SELECT sequence, log_position, event_id FROM entries WHERE position = 350)",
    At(351),
);

impl Tampering {
    /// The first thing that was found is where it must be.
    pub(super) fn is_found(&self, code: i32, told: &Value) {
        let first = &told["findings"][0];
        let place = (first["first"].as_u64(), first["last"].as_u64());
        let (Some(from), Some(to)) = place else {
            panic!("{}: nothing was found: {told}", self.what);
        };
        let right = match self.found {
            At(position) => (from, to) == (position, position),
            Among(least, most) => least <= from && to <= most,
            Within(position, least, most) => (from..=to).contains(&position) && least <= from && to <= most,
        };
        assert!(right && code == 1, "{}: {code} {:#}", self.what, told["findings"]);
    }
}

/// The database, as its owner.
pub(super) struct Database(Mutex<PgConnection>);

impl Database {
    /// Opens it and keeps a copy of the ledger.
    pub(super) async fn open(url: &str) -> Self {
        let mut connection = PgConnection::connect(url).await.unwrap();
        // The owner of a database can switch off every trigger.
        connection
            .execute("SET search_path = ledger; SET session_replication_role = replica")
            .await
            .unwrap();
        for table in KEPT {
            let copy = format!("CREATE TABLE public.right_{table} AS TABLE {table}");
            connection.execute(copy.as_str()).await.unwrap();
        }
        Self(Mutex::new(connection))
    }

    pub(super) async fn tamper(&self, case: &Tampering) {
        let done = self.0.lock().await.execute(case.what).await;
        assert!(
            done.unwrap_or_else(|error| panic!("{}: {error}", case.what))
                .rows_affected()
                > 0
                || case.what.starts_with("TRUNCATE")
        );
    }

    /// Makes it right again.
    pub(super) async fn restore(&self) {
        let mut connection = self.0.lock().await;
        for table in KEPT {
            let restore = format!(
                "BEGIN; TRUNCATE {table}; INSERT INTO {table} SELECT * FROM public.right_{table}; COMMIT"
            );
            connection.execute(restore.as_str()).await.unwrap();
        }
    }
}
