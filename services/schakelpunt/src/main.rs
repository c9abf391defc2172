//! The binary `schakelpunt`: the hub in one process, and the command line for everyone who works with it.

use std::process::ExitCode;

/// An event is made by one thread and freed by another, headers, texts and all: the system's allocator spends more time on
/// that than all else in the hub together (see "Where the time goes" in `docs/ARCHITECTURE.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    schakelpunt::main()
}
