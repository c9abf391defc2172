//! The log against real PostgreSQL: what it promises under concurrency, repeats and faults.

mod counter;
mod postgres_es;
mod store;
