//! What is broken when, made from a seed: nothing of it depends on how long anything takes, so it can be printed and repeated.

use std::fmt;

use crate::{
    dice::Dice,
    faults::{FAULTS, Fault, Kind},
    world::{Layout, Setting},
};

/// Rounds that are played on the same servers before new ones are started: checks read everything, so a world must not
/// grow without end.
const ROUNDS_OF_A_WORLD: u64 = 15;
/// The same where many more events are made.
const ROUNDS_IN_VOLUME: u64 = 4;

/// Faults of a round, by what it is about.
const STORM: u64 = 30;
const MIXED: u64 = 5;

/// One round: what is done to the hub while callers are at it.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    pub(crate) seed: u64,
    pub(crate) number: u64,
    pub(crate) setting: Setting,
    pub(crate) strikes: Vec<Strike>,
}

/// One fault, after a while.
#[derive(Debug, Clone)]
pub(crate) struct Strike {
    pub(crate) fault: &'static Fault,
    pub(crate) after_millis: u64,
    /// What the fault decides by chance, it decides with this.
    pub(crate) seed: u64,
}

/// Which faults may be drawn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// Only this one; any when empty.
    pub(crate) fault: Option<&'static Fault>,
    /// Only this layout; in turn when none.
    pub(crate) layout: Option<Layout>,
    /// Whether many more events are made than callers cause.
    pub(crate) in_volume: bool,
}

impl Choice {
    /// How many rounds a world is played on.
    pub(crate) const fn rounds_of_a_world(&self) -> u64 {
        if self.in_volume {
            ROUNDS_IN_VOLUME
        } else {
            ROUNDS_OF_A_WORLD
        }
    }
}

/// The round of a seed with this number, from 0.
pub(crate) fn round(seed: u64, number: u64, choice: &Choice) -> Round {
    let turn = (seed % 1_000 + number / choice.rounds_of_a_world()) as usize;
    let layout = choice.layout.unwrap_or(Layout::ALL[turn % Layout::ALL.len()]);
    let setting = Setting {
        layout,
        small_disk: turn % 2 == 1,
    };
    let mut dice = Dice::of_part(seed, number);
    // Two rounds of three are many kills in a row; the third breaks what processes stand on, and kills in between.
    let (count, severe) = if dice.percent(65) { (STORM, 0) } else { (MIXED, 55) };
    let strikes = (0..count)
        .map(|_| Strike {
            fault: choice.fault.unwrap_or_else(|| draw(&mut dice, setting, severe)),
            after_millis: dice.within(20, 500),
            seed: dice.roll(),
        })
        .collect();
    Round {
        seed,
        number,
        setting,
        strikes,
    }
}

/// A fault that fits; in so many of a hundred cases one of what processes stand on.
fn draw(dice: &mut Dice, setting: Setting, severe: u64) -> &'static Fault {
    let kind = if dice.percent(severe) {
        Kind::Ground
    } else {
        Kind::Process
    };
    let fitting: Vec<_> = FAULTS
        .iter()
        .filter(|fault| fault.kind == kind && (fault.fits)(setting))
        .collect();
    let all = fitting.iter().map(|fault| fault.weight).sum();
    let mut rest = dice.within(1, all);
    for fault in &fitting {
        if rest <= fault.weight {
            return fault;
        }
        rest -= fault.weight;
    }
    fitting[0]
}

impl fmt::Display for Round {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "seed {} round {} ({})",
            self.seed,
            self.number,
            self.setting.layout.name()
        )?;
        for strike in &self.strikes {
            write!(to, ", {}", strike.fault.name)?;
        }
        Ok(())
    }
}

#[test]
fn a_plan_is_the_same_each_time_and_other_for_another_seed() {
    let text = |seed| {
        (0..40)
            .map(|number| round(seed, number, &Choice::default()).to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn a_long_plan_has_every_fault_in_every_layout_it_fits() {
    let rounds: Vec<_> = (0..2_000)
        .map(|number| round(3, number, &Choice::default()))
        .collect();
    for fault in FAULTS {
        for round in rounds.iter().filter(|round| (fault.fits)(round.setting)) {
            let drawn = rounds.iter().any(|other| {
                other.setting == round.setting
                    && other.strikes.iter().any(|strike| strike.fault.name == fault.name)
            });
            assert!(drawn, "{} never happens in {:?}", fault.name, round.setting);
        }
    }
}
