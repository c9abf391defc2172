//! How long the trends of all skills take: `cargo run --release -p statistics --example trends`.

use std::time::Instant;

use statistics::{
    Level, Tally, TallyError,
    trend::{Trend, Trends},
};

const SERIES: usize = 14_000;
const PERIODS: usize = 20;
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let all = all()?;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let trends = Trends::new(Level::P95);
        let (mut fitted, mut steps) = (0, 0);
        for series in &all {
            match trends.of(series)? {
                Trend::Growth(_) => fitted += 1,
                Trend::Step(_) => steps += 1,
            }
        }
        println!(
            "{SERIES} series of {PERIODS} periods in {:?}: {fitted} fitted, {steps} compared exactly",
            started.elapsed()
        );
    }
    Ok(())
}

/// Series as the radar has them: most skills are named seldom, few often, some only at the end.
fn all() -> Result<Vec<Vec<Tally>>, TallyError> {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    (0..SERIES)
        .map(|skill| {
            let often = [2, 3, 10, 200, 0][skill % 5];
            (0..PERIODS)
                .map(|period| {
                    let new = if period + 1 == PERIODS { 5 } else { 0 };
                    let count = if often == 0 { new } else { next() % often };
                    Tally::new(count, 1e6 + (next() % 1_000_000) as f64)
                })
                .collect()
        })
        .collect()
}
