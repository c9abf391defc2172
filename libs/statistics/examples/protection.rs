//! How long a large table takes to protect: `cargo run --release -p statistics --example protection`.

use std::time::Instant;

use statistics::disclosure::{Respondents, Status, Threshold, protect};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (name, dimensions, cut, mean) in [
        ("35 regions x 20 sectors", &["region", "sector"][..], 35 * 20, 10),
        ("35 regions x 20 sectors", &["region", "sector"], 35 * 20, 40),
        (
            "35 regions x 20 sectors x 3 sizes",
            &["region", "sector", "size"],
            35 * 60,
            10,
        ),
        (
            "35 regions x 20 sectors x 3 sizes",
            &["region", "sector", "size"],
            35 * 60,
            40,
        ),
    ] {
        let mut respondents = Respondents::new(["region", "sector", "size"])?;
        let mut state = 1_u64;
        for index in 0..35 * 60 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            // Most combinations are small, some large.
            let part = (state >> 33) % 1_000;
            let n = 3 * mean * part * part * part / 1_000_000_000 + part % 3;
            let (region, rest) = (index % 35, index / 35);
            let (sector, size) = (rest % 20, rest / 20);
            let names = [
                format!("AM{region:02}"),
                format!("S{sector:02}"),
                format!("{size}"),
            ];
            respondents.add(&names, n)?;
        }
        let cells = respondents.cross(dimensions)?;
        let started = Instant::now();
        let protection = protect(&respondents, &[], &cells, Threshold::new(5)?)?;
        let took = started.elapsed();
        let count = |status| {
            protection
                .cells
                .iter()
                .filter(|cell| cell.status == status)
                .count()
        };
        println!(
            "{name}, {cut} inner cells, {} cells in all: {} small, {} complementary, in {took:?}",
            cells.len(),
            count(Status::Small),
            count(Status::Complementary),
        );
    }
    Ok(())
}
