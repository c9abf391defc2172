//! The rules of counting, over any history that the ledger can have.

use std::collections::{BTreeMap, BTreeSet};

use contracts::insight::v1::{GroupBy, OverviewGroup};
use insight::{
    figure,
    linked::{Filter, programmes},
    overview::overview,
    views::View,
};
use proptest::prelude::*;

use crate::{
    counts,
    support::{
        MemoryLedger,
        folded::view,
        linked::{counted, described, finished, reached, tell_described, tell_removed, tell_reported},
        script::Script,
    },
};

const PROGRAMMES: [&str; 2] = ["bouw", "zorg"];
const PROJECTS: [&str; 3] = ["a", "b", "c"];
/// Projects of the hub that a linked one may be; the first means none.
const SAME_AS: [&str; 3] = ["", "p0", "p1"];

/// Something that happens, of one of the projects.
#[derive(Debug, Clone, Copy)]
enum Step {
    Hub(u16),
    Describe {
        same_as: usize,
    },
    Remove,
    /// What the event of this number says follows from the number: told again it says the same.
    Report(u32),
}

fn steps() -> impl Strategy<Value = Vec<(usize, usize, Step)>> {
    let step = prop_oneof![
        2 => any::<u16>().prop_map(Step::Hub),
        2 => (0..SAME_AS.len()).prop_map(|same_as| Step::Describe { same_as }),
        1 => Just(Step::Remove),
        // Few numbers, so that many come again.
        6 => (0_u32..24).prop_map(Step::Report),
    ];
    prop::collection::vec((0..PROGRAMMES.len(), 0..PROJECTS.len(), step), 1..150)
}

/// What must be counted of one project, worked out from the set of reports alone.
#[derive(Debug, Default)]
struct Expected {
    is_in: bool,
    same_as: usize,
    reports: BTreeSet<u32>,
}

/// Days up to which people are counted; more than one count is of the same day.
fn day_of(number: u32) -> String {
    format!("2025-01-{:02}", number / 4 % 3 + 1)
}

fn people(number: u32) -> u64 {
    u64::from(number * 7 % 50)
}

impl Expected {
    fn participants(&self) -> u64 {
        let counts = self.reports.iter().filter(|number| *number % 4 == 0);
        let newest = counts.max_by_key(|number| (day_of(**number), **number));
        newest.map_or(0, |number| people(*number))
    }

    fn milestones(&self) -> usize {
        let reached = self.reports.iter().filter(|number| *number % 4 == 1);
        let ids: BTreeSet<u32> = reached.map(|number| number / 4 % 3).collect();
        ids.len()
    }

    fn is_finished(&self) -> bool {
        self.reports.iter().any(|number| number % 4 == 2)
    }
}

fn report(ledger: &MemoryLedger, project: (&str, &str), number: u32) {
    let what = match number % 4 {
        0 => counted(people(number), &day_of(number)),
        1 => reached(&format!("m{}", number / 4 % 3)),
        2 => finished(),
        _ => described(),
    };
    tell_reported(ledger, project, number, what);
}

/// Tells everything to one ledger, and the hub's own part to another.
fn tell(
    steps: &[(usize, usize, Step)],
    all: &MemoryLedger,
    own: &MemoryLedger,
) -> BTreeMap<(usize, usize), Expected> {
    let (mut in_all, mut in_own) = (Script::new(all), Script::new(own));
    let mut expected = BTreeMap::<(usize, usize), Expected>::new();
    for (programme, project, step) in steps {
        let names = (PROGRAMMES[*programme], PROJECTS[*project]);
        let known = expected.get_mut(&(*programme, *project));
        match (*step, known) {
            (Step::Hub(number), _) => {
                in_all.step(number);
                in_own.step(number);
            }
            (Step::Describe { same_as }, known) => {
                tell_described(all, names, SAME_AS[same_as]);
                let reports = known
                    .map(|it| std::mem::take(&mut it.reports))
                    .unwrap_or_default();
                let now = Expected {
                    is_in: true,
                    same_as,
                    reports,
                };
                expected.insert((*programme, *project), now);
            }
            (Step::Remove, Some(known)) => {
                tell_removed(all, names);
                known.is_in = false;
            }
            (Step::Report(number), Some(known)) => {
                report(all, names, number);
                if known.is_in {
                    known.reports.insert(number);
                }
            }
            // Nothing is told of a project before it is described.
            (Step::Remove | Step::Report(_), None) => {}
        }
    }
    expected
}

fn expected_counts<'a>(of_programme: impl Iterator<Item = &'a Expected> + Clone) -> Option<[i64; 6]> {
    let live = of_programme.filter(|it| it.is_in);
    let own = live.clone().filter(|it| it.same_as == 0);
    let (linked, counted) = (live.count(), own.clone().count());
    let finished = own.clone().filter(|it| it.is_finished()).count();
    let participants = own.clone().map(Expected::participants).sum::<u64>();
    let milestones = own.map(Expected::milestones).sum::<usize>();
    let all = [
        linked,
        linked - counted,
        counted,
        finished,
        participants as usize,
        milestones,
    ];
    (linked > 0).then(|| all.map(|it| i64::try_from(it).unwrap()))
}

/// The hub's own figures, for the whole and split in every way.
fn own_figures(view: &View) -> Vec<OverviewGroup> {
    let whole = figure::Scope::default();
    [
        GroupBy::Unspecified,
        GroupBy::Block,
        GroupBy::Theme,
        GroupBy::Tranche,
        GroupBy::Region,
    ]
    .into_iter()
    .flat_map(|by| overview(&view.facts, &view.tallies, &whole, by, view.as_of))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn each_person_and_project_is_counted_once_and_the_hubs_own_figures_stay_the_same(steps in steps()) {
        // The script links projects too; here only these steps do.
        let steps: Vec<_> = steps
            .into_iter()
            .filter(|(_, _, step)| !matches!(step, Step::Hub(number) if number / 4 % 12 == 11))
            .collect();
        let (all, own) = (MemoryLedger::new(), MemoryLedger::new());
        let expected = tell(&steps, &all, &own);
        let (with_linked, without) = (view(&all.all()), view(&own.all()));
        prop_assert_eq!(own_figures(&with_linked), own_figures(&without));

        let shown = programmes(&with_linked.facts, &Filter::default());
        let shown: BTreeMap<&str, [i64; 6]> =
            shown.iter().map(|it| (it.programme_id.as_str(), counts(it))).collect();
        let wanted = PROGRAMMES.iter().enumerate().filter_map(|(index, name)| {
            let of_it = expected.iter().filter(|((programme, _), _)| *programme == index);
            Some((*name, expected_counts(of_it.map(|(_, it)| it))?))
        });
        prop_assert_eq!(shown, wanted.collect::<BTreeMap<_, _>>());
    }
}
