//! The binary `schakelpunt`: the hub in one process, and the command line for everyone who works with it.

use std::process::ExitCode;

/// An event is made by one thread and freed by another, headers, texts and all: with the system's allocator that was close to
/// half of the hub's own time (see "Where the time goes" in `docs/ARCHITECTURE.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    schakelpunt::main()
}
