//! Projects of other programmes beside those of the hub: counted once, whatever is told in whatever order, and never among its own.

#![allow(clippy::unwrap_used, reason = "in tests, panicking is how a failure is told")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use contracts::insight::v1::{
    GetOverviewRequest, GetOverviewResponse, GetProjectStatusRequest, LinkedProgramme, LinkedProjectRef,
    ListLinkedProjectsRequest, Scope, TracedFigure, insight_service_client::InsightServiceClient,
    insight_service_server::InsightServiceServer, traced_figure::Value,
};
use insight::{
    explain::Rules,
    figure,
    grpc::Service,
    linked::{Filter, programmes},
    overview::overview,
    views::View,
};
use proptest::prelude::*;
use support::{
    Insight, MemoryLedger,
    folded::view,
    linked::{counted, described, finished, reached, tell_described, tell_removed, tell_reported},
    script::Script,
    tell_project,
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

fn count(figure: Option<&TracedFigure>) -> i64 {
    let count = match figure.unwrap().value {
        Some(Value::Count(count)) => Some(count),
        Some(Value::Cents(_)) | None => None,
    };
    count.unwrap()
}

fn counts(it: &LinkedProgramme) -> [i64; 6] {
    [
        count(it.linked.as_ref()),
        count(it.same_as_hub.as_ref()),
        count(it.counted.as_ref()),
        count(it.finished.as_ref()),
        count(it.participants.as_ref()),
        count(it.milestones.as_ref()),
    ]
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
fn own_figures(view: &View) -> Vec<contracts::insight::v1::OverviewGroup> {
    use contracts::insight::v1::GroupBy;
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

type Client = InsightServiceClient<InsightServiceServer<Service>>;

fn client(insight: &Insight) -> Client {
    let ledger = Arc::new(insight.ledger.clone());
    let service = Service::new(insight.views.clone(), Rules::new().unwrap(), ledger);
    InsightServiceClient::new(InsightServiceServer::new(service))
}

fn token(insight: &Insight) -> String {
    format!("programme:{}", insight.ledger.head() * 10)
}

async fn overview_of(client: &mut Client, insight: &Insight, scope: Option<Scope>) -> GetOverviewResponse {
    let request = GetOverviewRequest {
        scope,
        consistency_token: token(insight),
        ..Default::default()
    };
    client.get_overview(request).await.unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn linked_projects_are_in_the_national_view_marked_by_programme_and_traced_to_their_events() {
    let insight = Insight::start(1).await;
    let (ledger, mut client) = (&insight.ledger, client(&insight));
    tell_project(ledger, "p1");
    let before = overview_of(&mut client, &insight, None).await;
    assert!(before.linked_programmes.is_empty());

    let (wijk, same, bouw) = (("zorg", "wijk"), ("zorg", "same"), ("bouw", "same"));
    let linked = [wijk, same, bouw].map(|it| tell_described(ledger, it, if it == wijk { "" } else { "p1" }));
    tell_reported(ledger, same, 1, counted(500, "2025-02-01"));
    let first = tell_reported(ledger, wijk, 2, counted(30, "2025-01-31"));
    let newest = tell_reported(ledger, wijk, 3, counted(40, "2025-02-28"));
    let milestone = tell_reported(ledger, wijk, 4, reached("m1"));

    let after = overview_of(&mut client, &insight, None).await;
    assert_eq!(
        after.groups, before.groups,
        "the hub's own figures stay as they were"
    );
    let shown: Vec<_> = after
        .linked_programmes
        .iter()
        .map(|it| (it.programme_id.as_str(), counts(it)))
        .collect();
    assert_eq!(
        shown,
        [("bouw", [1, 1, 0, 0, 0, 0]), ("zorg", [2, 1, 1, 0, 40, 1])]
    );
    let zorg = &after.linked_programmes[1];
    assert_eq!(zorg.linked.as_ref().unwrap().positions, linked[..2]);
    assert_eq!(zorg.participants.as_ref().unwrap().positions, [newest]);
    assert_eq!(zorg.milestones.as_ref().unwrap().positions, [milestone]);

    // They belong to no building block.
    let of_block = Scope {
        block_id: "-".into(),
        ..Scope::default()
    };
    let of_none = overview_of(&mut client, &insight, Some(of_block)).await;
    assert_eq!(of_none.linked_programmes, after.linked_programmes);

    let request = ListLinkedProjectsRequest {
        programme_id: "zorg".into(),
        page_size: 1,
        consistency_token: token(&insight),
        ..Default::default()
    };
    let page = client
        .list_linked_projects(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!((page.total_size, page.programmes.len()), (2, 1));
    assert!(!page.projects[0].counted && page.projects[0].participants.as_ref().unwrap().participants == 500);
    let next = ListLinkedProjectsRequest {
        page_token: page.next_page_token,
        ..request
    };
    let page = client.list_linked_projects(next).await.unwrap().into_inner();
    assert_eq!(page.next_page_token, "");
    let shown = &page.projects[0];
    assert!(shown.counted && !shown.positions.contains(&first), "{shown:?}");
    assert_eq!(shown.positions, [linked[0], newest, milestone]);
    assert_eq!(shown.milestones[0].milestone_id, "m1");
    assert_eq!(shown.last_reported_at.unwrap().seconds, 1_740_000_004);
    assert_eq!(page.freshness.unwrap().position, ledger.head());

    let status = GetProjectStatusRequest {
        project_id: "p1".into(),
        ..Default::default()
    };
    let status = client.get_project_status(status).await.unwrap().into_inner();
    let same_as = [bouw, same].map(|(programme, project)| LinkedProjectRef {
        programme_id: programme.into(),
        project_id: project.into(),
    });
    assert_eq!(status.same_as, same_as);

    tell_removed(ledger, wijk);
    let gone = overview_of(&mut client, &insight, None).await;
    assert_eq!(counts(&gone.linked_programmes[1]), [1, 1, 0, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_nobody_defined_is_refused_and_a_page_of_another_question_too() {
    let insight = Insight::start(1).await;
    let mut client = client(&insight);
    let ask = ListLinkedProjectsRequest {
        region_id: "AM99".into(),
        ..Default::default()
    };
    let refused = client.list_linked_projects(ask).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{refused:?}");
    for project in ["a", "b"] {
        tell_described(&insight.ledger, ("zorg", project), "");
    }
    let ask = ListLinkedProjectsRequest {
        page_size: 1,
        consistency_token: token(&insight),
        ..Default::default()
    };
    let page = client.list_linked_projects(ask).await.unwrap().into_inner();
    let other = ListLinkedProjectsRequest {
        programme_id: "zorg".into(),
        page_token: page.next_page_token,
        ..Default::default()
    };
    let refused = client.list_linked_projects(other).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{refused:?}");
}
