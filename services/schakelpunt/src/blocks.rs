//! The blocks of the hub, one line each: what the all-in-one process runs, and what `serve` can run on its own.

use runtime::block::Registration;

/// All blocks, in the order they start.
pub const BLOCKS: &[Registration] = &[
    Registration {
        name: "ledger",
        migrator: &ledger::MIGRATIONS,
        make: |env| Box::pin(ledger::block(env)),
    },
    Registration {
        name: "programme",
        migrator: &programme::MIGRATIONS,
        make: |env| Box::pin(programme::block(env)),
    },
    Registration {
        name: "transitions",
        migrator: &transitions::MIGRATIONS,
        make: |env| Box::pin(transitions::block(env)),
    },
    Registration {
        name: "professionalisation",
        migrator: &professionalisation::MIGRATIONS,
        make: |env| Box::pin(professionalisation::block(env)),
    },
    Registration {
        name: "culture",
        migrator: &culture::MIGRATIONS,
        make: |env| Box::pin(culture::block(env)),
    },
    Registration {
        name: "radar",
        migrator: &radar::MIGRATIONS,
        make: |env| Box::pin(radar::block(env)),
    },
    Registration {
        name: "exchange",
        migrator: &exchange::MIGRATIONS,
        make: |env| Box::pin(exchange::block(env)),
    },
    Registration {
        name: "insight",
        migrator: &insight::MIGRATIONS,
        make: |env| Box::pin(insight::block(env)),
    },
];

/// The blocks with these names.
///
/// # Errors
/// A name is not one of a block.
pub fn named(names: &[String]) -> anyhow::Result<Vec<Registration>> {
    names
        .iter()
        .map(|name| {
            BLOCKS
                .iter()
                .find(|block| block.name == name)
                .copied()
                .ok_or_else(|| {
                    let known: Vec<&str> = BLOCKS.iter().map(|block| block.name).collect();
                    anyhow::anyhow!("`{name}` is not a block; the blocks are {}", known.join(", "))
                })
        })
        .collect()
}
