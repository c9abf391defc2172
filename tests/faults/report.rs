//! What a long run came to: on the screen and in `target/faults.json`.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{plan::Round, play::Played, subscribers::Door, world::World};

/// What was done and found in all rounds.
pub(crate) struct Report {
    seed: u64,
    started: Instant,
    rounds: u64,
    kills: BTreeMap<String, u64>,
    faults: BTreeMap<&'static str, u64>,
    /// Faults that could not be done on this machine.
    skipped: BTreeMap<&'static str, u64>,
    answers: BTreeMap<String, u64>,
    /// Different events and arrivals through each door, of the subscriber that got most.
    doors: BTreeMap<&'static str, (u64, u64)>,
    changes: u64,
    refusals: u64,
    attempts: u64,
    recoveries: Vec<Duration>,
    findings: Vec<String>,
    /// What the worlds before this one came to, since a world counts from its beginning.
    counted: Counted,
}

/// What of the present world has been added already.
#[derive(Default)]
struct Counted {
    answers: BTreeMap<String, u64>,
    totals: (u64, u64, u64),
    doors: BTreeMap<&'static str, (u64, u64)>,
    world: usize,
}

impl Report {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            started: Instant::now(),
            rounds: 0,
            kills: BTreeMap::new(),
            faults: BTreeMap::new(),
            skipped: BTreeMap::new(),
            answers: BTreeMap::new(),
            doors: BTreeMap::new(),
            changes: 0,
            refusals: 0,
            attempts: 0,
            recoveries: Vec::new(),
            findings: Vec::new(),
            counted: Counted::default(),
        }
    }

    /// Adds a round, and keeps the logs when something was found.
    pub(crate) fn add(&mut self, round: &Round, played: &Played, world: &mut World) {
        for (what, count) in std::mem::take(&mut world.kills) {
            *self.kills.entry(what).or_default() += count;
        }
        self.count_calls(world);
        self.count_events(world);
        self.recoveries.push(played.recovery);
        self.add_failed(round, played);
        if !played.findings.is_empty() {
            self.keep_logs(round, world);
        }
    }

    /// Adds a round that no hub was there for.
    pub(crate) fn add_failed(&mut self, round: &Round, played: &Played) {
        self.rounds += 1;
        for (strike, did) in round.strikes.iter().zip(&played.done) {
            let count = if did.contains(": skipped: ") {
                &mut self.skipped
            } else {
                &mut self.faults
            };
            *count.entry(strike.fault.name).or_default() += 1;
        }
        let name = |finding: &String| format!("seed {} round {}: {finding}", round.seed, round.number);
        self.findings.extend(played.findings.iter().map(name));
    }

    fn count_calls(&mut self, world: &World) {
        let this = std::sync::Arc::as_ptr(&world.record) as usize;
        if self.counted.world != this {
            self.counted = Counted {
                world: this,
                ..Counted::default()
            };
        }
        let (changes, refusals, attempts) = world.record.totals();
        self.changes += changes - self.counted.totals.0;
        self.refusals += refusals - self.counted.totals.1;
        self.attempts += attempts - self.counted.totals.2;
        self.counted.totals = (changes, refusals, attempts);
        for (answer, count) in world.record.answers() {
            let before = self.counted.answers.insert(answer.clone(), count).unwrap_or(0);
            *self.answers.entry(answer).or_default() += count - before;
        }
    }

    fn count_events(&mut self, world: &World) {
        for (door, (events, arrivals)) in world.subscribers.counts() {
            let before = self.counted.doors.insert(door, (events, arrivals));
            let before = before.unwrap_or_default();
            let count = self.doors.entry(door).or_default();
            count.0 += events - before.0;
            count.1 += arrivals - before.1;
        }
    }

    /// Events that passed every door.
    pub(crate) fn passed(&self) -> u64 {
        let each = Door::ALL.map(|door| self.doors.get(door.name()).map_or(0, |count| count.0));
        each.into_iter().min().unwrap_or(0)
    }

    fn keep_logs(&self, round: &Round, world: &World) {
        let kept = target()
            .join("faults")
            .join(format!("{}-{}", round.seed, round.number));
        let _ = std::fs::create_dir_all(&kept);
        for index in 0..world.processes.len() {
            let log = world.log(index);
            let _ = std::fs::copy(&log, kept.join(log.file_name().unwrap_or_default()));
        }
        let _ = std::fs::copy(world.servers.postgres.log(), kept.join("postgres.log"));
        let _ = std::fs::copy(world.servers.nats.log(), kept.join("nats.log"));
        println!("logs are kept in {}", kept.display());
    }

    pub(crate) fn kills(&self) -> u64 {
        self.kills.values().sum()
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn file(&self) -> PathBuf {
        target().join("faults.json")
    }

    /// Writes what it came to so far.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        let (middle, longest) = self.recovery();
        let content = json!({
            "seed": self.seed, "rounds": self.rounds, "minutes": self.started.elapsed().as_secs_f64() / 60.0,
            "kills": self.kills(), "killed": self.kills, "faults": self.faults, "skipped": self.skipped,
            "events_and_arrivals": self.doors, "changes": self.changes, "refusals": self.refusals, "attempts": self.attempts, "other_answers": self.answers,
            "recovery_seconds": {"median": middle, "longest": longest}, "findings": self.findings,
        });
        std::fs::create_dir_all(target())?;
        Ok(std::fs::write(
            self.file(),
            serde_json::to_string_pretty(&content)?,
        )?)
    }

    fn recovery(&self) -> (f64, f64) {
        let mut sorted = self.recoveries.clone();
        sorted.sort();
        let seconds = |duration: Option<&Duration>| duration.map_or(0.0, Duration::as_secs_f64);
        (seconds(sorted.get(sorted.len() / 2)), seconds(sorted.last()))
    }

    pub(crate) fn table(&self) -> String {
        let mut text = String::new();
        let mut line = |what: &str, value: String| {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{what:<42} {value:>12}");
        };
        line("seed", self.seed.to_string());
        line("rounds", self.rounds.to_string());
        line(
            "minutes",
            format!("{:.0}", self.started.elapsed().as_secs_f64() / 60.0),
        );
        line("kills", self.kills().to_string());
        for (what, count) in &self.kills {
            line(&format!("  {what}"), count.to_string());
        }
        for (what, count) in &self.faults {
            line(&format!("fault {what}"), count.to_string());
        }
        for (what, count) in &self.skipped {
            line(&format!("skipped {what}"), count.to_string());
        }
        line("changes that callers were told of", self.changes.to_string());
        line("refusals", self.refusals.to_string());
        line("times that was asked", self.attempts.to_string());
        for (door, (events, arrivals)) in &self.doors {
            line(&format!("events over {door}"), events.to_string());
            line("  and again", (arrivals - events).to_string());
        }
        for (answer, count) in &self.answers {
            line(&format!("  answered {answer}"), count.to_string());
        }
        let (middle, longest) = self.recovery();
        line("quiet again after, median seconds", format!("{middle:.1}"));
        line("quiet again after, longest seconds", format!("{longest:.1}"));
        line("findings", self.findings.len().to_string());
        text
    }
}

/// The folder of everything that is built.
fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target")
}
