//! Event sourcing on PostgreSQL and NATS JetStream: the only crate that knows cqrs-es and
//! postgres-es, and the way to the broker between blocks.
//!
//! A block decides with [`Decider`]s, keeps their facts in a [`store::Store`], and everything else follows the committed
//! log: [`projection`]s build read models, [`reaction`]s issue further commands, and the [`relay`] publishes what the block
//! declares public, as [`cloudevent`]s over the [`bus`].
//!
//! # What it promises
//!
//! - A command that was acknowledged is on the disk, whole and once. One that was refused has left nothing. Of one that was
//!   answered [`ExecuteError::Unavailable`] the same request id tells which it is, when it is asked for again.
//! - The order of a log's positions is the order of its commits, without gaps: whoever follows it keeps one number.
//! - A command is decided on what the log has, also beside other processes: the log is a serial execution of its commands.
//! - One command that conflicts, fails or cannot be stored does not fail those it was committed with.
//! - What waits is bounded, and whoever finds it full is told so ([`ExecuteError::Busy`]).
//!
//! `tests/log` holds the store to this beside a simple model, with connections cut and servers killed.
//!
//! # From a decision to a published event
//!
//! ```no_run
//! use eventing::{
//!     Clock, Context, CorruptFact, Decider, ExecuteError, Fact, Meta, Published, Publisher, Recorded, Rejection,
//!     RejectionKind, RequestKey, Store, SystemClock, scenario::Scenario,
//! };
//! use serde::{Deserialize, Serialize};
//!
//! // 1. Decisions are pure. State, commands, facts and refusals are the block's own types.
//!
//! /// A room that takes so many people and no more.
//! #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
//! struct Room {
//!     people: u32,
//! }
//!
//! #[derive(Debug, Clone)]
//! enum Command {
//!     Enter { most: u32 },
//! }
//!
//! #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
//! enum Happened {
//!     Entered,
//! }
//!
//! #[derive(Debug, thiserror::Error)]
//! #[error("the room takes {0} people and is full")]
//! struct Full(u32);
//!
//! impl Fact for Happened {
//!     fn event_type(&self) -> String {
//!         "Entered".into()
//!     }
//!     fn event_version(&self) -> String {
//!         "1".into()
//!     }
//! }
//!
//! impl Rejection for Full {
//!     fn reason(&self) -> &'static str {
//!         "ROOM_FULL"
//!     }
//!     fn kind(&self) -> RejectionKind {
//!         RejectionKind::WrongState
//!     }
//! }
//!
//! impl Decider for Room {
//!     const TYPE: &'static str = "room";
//!     type Command = Command;
//!     type Fact = Happened;
//!     type Rejection = Full;
//!
//!     fn decide(&self, Command::Enter { most }: Command) -> Result<Vec<Happened>, Full> {
//!         if self.people < most { Ok(vec![Happened::Entered]) } else { Err(Full(most)) }
//!     }
//!
//!     fn evolve(&mut self, Happened::Entered: Happened) {
//!         self.people += 1;
//!     }
//!
//!     fn is_public(_fact: &Happened) -> bool {
//!         true
//!     }
//! }
//!
//! #[test]
//! fn a_full_room_takes_nobody() {
//!     Scenario::<Room>::given([Happened::Entered])
//!         .when(Command::Enter { most: 1 })
//!         .refused("ROOM_FULL");
//! }
//!
//! // 2. What is public of a fact, and how it is called outside. A match without a wildcard: a new fact forces the choice.
//!
//! struct Rooms;
//!
//! impl Publisher for Rooms {
//!     fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
//!         let Some(happened) = fact.fact::<Room>().transpose()? else {
//!             return Ok(Vec::new());
//!         };
//!         match happened {
//!             Happened::Entered => Ok(vec![Published {
//!                 event_type: "nl.rooms.entered.v1".into(),
//!                 subject: fact.stream_id.clone(),
//!                 data: b"{}".to_vec(),
//!                 audience: "public",
//!             }]),
//!         }
//!     }
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // 3. A store carries commands out. Opening it makes its tables.
//!     let store = Store::open("rooms", sqlx::PgPool::connect("postgres://localhost/rooms").await?).await?;
//!     let meta = |content: &[u8]| Meta {
//!         actor: "p-7f3a".into(),
//!         at: SystemClock::default().now(),
//!         // Makes it safe to ask again: the same id with the same content is carried out once.
//!         request: Some(RequestKey::new(uuid::Uuid::now_v7(), "Enter", "p-7f3a", content)),
//!         traceparent: None,
//!         context: Context::default(),
//!     };
//!     let done = store.execute::<Room>("hall", Command::Enter { most: 40 }, &meta(b"hall")).await?;
//!     println!("version {}, at {:?} in the log", done.version, done.positions);
//!
//!     // 4. A rule over two rooms: what is read is guarded until the commit, and the decision made again when it changes.
//!     store
//!         .execute_reading::<Room, _, ExecuteError>("annex", &meta(b"annex"), |reading| {
//!             Box::pin(async move {
//!                 let hall = reading.read::<Room>("hall").await?.state;
//!                 Ok(Command::Enter { most: hall.people })
//!             })
//!         })
//!         .await?;
//!
//!     // 5. Whoever follows the log keeps one number.
//!     let (mut place, mut newest) = (0, store.watch_head());
//!     loop {
//!         for fact in store.read(place, 500).await? {
//!             println!("{}: {} in {}", fact.position, fact.name, fact.stream_id);
//!             place = fact.position;
//!         }
//!         store.wait_beyond(place, &mut newest).await;
//!     }
//! }
//! ```
//!
//! [`projection::follow_log`] follows the log for a read model, rows and place in one transaction;
//! [`reaction::Reactions`] for what has to be done about facts, one process at a time; and a [`relay::Relay`] sends out what a
//! [`Publisher`] makes of them. It starts from where the ledger says it is, which it asks through [`relay::LedgerHead`].
//!
//! # Where to look
//!
//! `store/writer` is the heart: group commit in one statement. `store/execute.rs` is the way of a command, `store/cache.rs`
//! says when memory may be believed, `schema.rs` has the tables. `docs/ARCHITECTURE.md` of the repository says why it is so.

pub mod breakpoint;
pub mod bus;
mod checkpoint;
pub mod clock;
pub mod cloudevent;
pub mod decider;
pub mod event_id;
pub mod failure;
pub mod lease;
mod pace;
pub mod projection;
pub mod reaction;
pub mod recorded;
pub mod relay;
pub mod scenario;
pub mod schema;
pub mod session;
pub mod store;
pub mod trace;

pub use clock::{Clock, HeldClock, SystemClock};
pub use decider::{Aggregate, Decider, Fact, FieldFault, Rejection, RejectionKind, Snapshots};
pub use projection::{Projection, ProjectionError};
pub use reaction::{Reaction, ReactionError};
pub use recorded::{Context, CorruptFact, Meta, Recorded, RecordedMeta, RequestKey};
pub use relay::{Published, Publisher};
pub use session::Session;
pub use store::{Committed, ExecuteError, Loaded, Reading, Store};
