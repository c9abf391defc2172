//! A private PostgreSQL and nats-server, for a hub (or a test) that was not told to use others.
//!
//! Both are started from the machine's own programs, keep everything they write in a data directory, listen on
//! a free port of 127.0.0.1 only (PostgreSQL also on a Unix socket in its home), ask for a password that nobody else
//! knows, never run as root, and end when the process that started them ends, however it ends.
//!
//! ```no_run
//! # async fn example() -> Result<(), local::Error> {
//! # let data_dir = std::path::Path::new("data");
//! let binaries = local::Binaries::find()?;
//! let mut postgres = local::Postgres::start(&binaries, data_dir, local::Durability::Full).await?;
//! let mut nats = local::Nats::start(&binaries, data_dir).await?;
//! println!("{} {}", postgres.url("postgres"), nats.url());
//! nats.stop().await?;
//! postgres.stop().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What lies where
//!
//! Each server has a folder in the data directory, `postgres/` and `nats/`:
//!
//! | file | what |
//! | --- | --- |
//! | `lock` | locked while a process uses the folder; holds its process id |
//! | `password` | the server's password, readable by its owner only |
//! | `log`, `log.1` | what the server printed, and what it printed before that |
//! | `home/` | the server's own files; it belongs to the account the server runs as |
//! | `moved-to` | instead of `home/`: where that is, when the account cannot reach the data directory |
//!
//! # How a server is supervised
//!
//! Between us and each server stands a small shell script (`supervise.sh`) that reads a pipe held by us. A line
//! on the pipe is a signal for the server; the end of the pipe, which the kernel brings about even when we are
//! killed, is the signal to stop. `docs/adr/0001-private-servers.md` says why.

mod account;
mod binaries;
mod error;
mod folder;
mod home;
mod leftover;
mod log;
mod nats;
mod port;
mod postgres;
mod readiness;
mod sockets;
mod supervisor;

pub use binaries::{Binaries, Missing};
pub use error::Error;
pub use nats::{Nats, Operator};
pub use port::free as free_port;
pub use postgres::{Durability, Postgres};

/// The name under which clients log in to both servers; in PostgreSQL it is the superuser.
pub const USER: &str = "schakelpunt";
