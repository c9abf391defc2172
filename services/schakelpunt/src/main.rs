//! The binary `schakelpunt`: the hub in one process, and the command line for everyone who works with it.

use std::process::ExitCode;

fn main() -> ExitCode {
    schakelpunt::main()
}
