//! What `make faults` is told: `--seed N --rounds M --minutes T --events E --fault NAME --layout NAME`, in the variable FAULTS.

use std::time::Duration;

use anyhow::{Context, bail};

use crate::{faults, plan::Choice, world::Layout};

/// The variable that holds the arguments.
const VARIABLE: &str = "FAULTS";

/// How long to run, and with what.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) seed: u64,
    /// The first round, to play one again.
    pub(crate) from: u64,
    pub(crate) rounds: u64,
    pub(crate) time: Duration,
    /// So many events have to pass every door; then it is over. Many more are made than callers cause.
    pub(crate) events: Option<u64>,
    pub(crate) choice: Choice,
}

impl Arguments {
    /// As the environment says; by default ten minutes with a seed that nobody chose.
    pub(crate) fn from_environment() -> anyhow::Result<Self> {
        let seed = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)?
            .as_secs();
        Self::parse(&std::env::var(VARIABLE).unwrap_or_default(), seed)
    }

    fn parse(text: &str, seed: u64) -> anyhow::Result<Self> {
        let mut arguments = Self {
            seed,
            from: 0,
            rounds: u64::MAX,
            time: Duration::from_secs(600),
            events: None,
            choice: Choice::default(),
        };
        let mut words = text.split_whitespace();
        while let Some(name) = words.next() {
            let value = words.next().with_context(|| format!("{name} needs a value"))?;
            arguments.set(name, value)?;
        }
        Ok(arguments)
    }

    fn set(&mut self, name: &str, value: &str) -> anyhow::Result<()> {
        let number = || {
            value
                .parse()
                .with_context(|| format!("{name} takes a number, not {value}"))
        };
        match name {
            "--seed" => self.seed = number()?,
            "--from" => self.from = number()?,
            "--rounds" => {
                self.rounds = number()?;
                self.time = Duration::MAX;
            }
            "--events" => {
                self.events = Some(number()?);
                self.choice.in_volume = true;
                self.time = Duration::MAX;
            }
            "--minutes" => self.time = Duration::from_secs(number()? * 60),
            "--fault" => {
                self.choice.fault = Some(faults::named(value).with_context(|| {
                    let names: Vec<_> = faults::FAULTS.iter().map(|fault| fault.name).collect();
                    format!("{value} is no fault; there are {}", names.join(", "))
                })?);
            }
            "--layout" => {
                let found = Layout::ALL.into_iter().find(|layout| layout.name() == value);
                self.choice.layout = Some(found.with_context(|| format!("{value} is no layout"))?);
            }
            _ => bail!("{name} is not known"),
        }
        Ok(())
    }
}

#[test]
fn arguments_are_read_and_wrong_ones_refused() {
    let read = Arguments::parse("--seed 7 --rounds 3 --fault kill --layout doubled", 1).unwrap();
    assert_eq!((read.seed, read.rounds, read.time), (7, 3, Duration::MAX));
    assert_eq!(read.choice.layout, Some(Layout::Doubled));
    assert_eq!(Arguments::parse("--minutes 60", 5).unwrap().seed, 5);
    let many = Arguments::parse("--events 100000", 5).unwrap();
    assert_eq!((many.events, many.time), (Some(100_000), Duration::MAX));
    for wrong in [
        "--seed",
        "--seed x",
        "--fault flood",
        "--layout tower",
        "--quick 1",
    ] {
        assert!(Arguments::parse(wrong, 1).is_err(), "{wrong}");
    }
}
