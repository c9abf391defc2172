//! Reference data, projects, publications and the clock from the call to the log and back, on a real database and with the
//! programme's own reference data.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

use std::path::Path;

use contracts::programme::v1::{plan_change::Change, *};
use runtime::block::Registration;
use serde_json::Value;
use testkit::{Client, TestHub, eventually, reason, request_id};

const BLOCKS: &[Registration] = &[Registration {
    name: "programme",
    migrator: &programme::MIGRATIONS,
    make: |env| Box::pin(programme::block(env)),
}];

const SCHEME: &str = "llo-energie-grondstoffen";

/// The requests of the data files with the programme's reference data, in their order.
fn reference_data() -> Vec<DefineEntryRequest> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/reference");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let lines = texts
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .filter_map(|line| serde_json::from_value(line.get("request")?.clone()).ok())
        .map(|request: DefineEntryRequest| DefineEntryRequest {
            request_id: request_id(),
            ..request
        })
        .collect()
}

async fn started() -> (TestHub, Client) {
    let hub = TestHub::start(BLOCKS).await;
    hub.clock.advance("2024-06-01T10:00:00Z".parse().unwrap());
    let national = hub.caller("national-coordinator");
    for request in reference_data() {
        let entry = format!("{:?}", request.entry);
        national
            .reference()
            .define_entry(request)
            .await
            .unwrap_or_else(|status| panic!("{entry}: {status}"));
    }
    (hub, national)
}

fn profile(project_id: &str) -> ProjectProfile {
    ProjectProfile {
        project_id: project_id.into(),
        name: "Voorbeeldproject".into(),
        block_id: "transitions".into(),
        workgroup_id: workgroup(),
        theme_id: "energy-raw-materials".into(),
        call_id: "ronde-1-energie-grondstoffen".into(),
        scheme_id: SCHEME.into(),
        scheme_version: 1,
        size_class: SizeClass::Small.into(),
        lead_organisation_id: "vb-roc-noorderlicht".into(),
        regions: vec![RegionShare {
            region_id: "AM01".into(),
            share_percent: 100,
        }],
        starts_on: "2024-01-01".into(),
        ends_on: "2025-12-31".into(),
        example: true,
        ..ProjectProfile::default()
    }
}

/// A workgroup of the block, whatever it is called in the data.
fn workgroup() -> String {
    let of_block = |request: DefineEntryRequest| match request.entry?.content? {
        entry::Content::Workgroup(workgroup) if workgroup.block_id == "transitions" => {
            Some(workgroup.workgroup_id)
        }
        _ => None,
    };
    reference_data().into_iter().find_map(of_block).unwrap()
}

async fn register(caller: &Client, project_id: &str) {
    let request = RegisterProjectRequest {
        request_id: request_id(),
        project: Some(profile(project_id)),
    };
    caller.projects().register_project(request).await.unwrap();
    let milestone = Milestone {
        milestone_id: "m1".into(),
        title: "Eerste module".into(),
        due_on: "2025-01-15".into(),
        ..Milestone::default()
    };
    let plan = Plan {
        milestones: vec![milestone],
        budget: vec![BudgetLine {
            category: "personnel".into(),
            planned_cents: 8_000_000,
        }],
        ..Plan::default()
    };
    let request = SetBaselineRequest {
        request_id: request_id(),
        project_id: project_id.into(),
        plan: Some(plan),
    };
    caller.projects().set_baseline(request).await.unwrap();
}

#[tokio::test]
async fn the_programmes_own_reference_data_is_taken_and_listed_page_by_page() {
    let (hub, national) = started().await;
    let again = DefineEntryRequest {
        request_id: request_id(),
        ..reference_data().remove(0)
    };
    let receipt = national
        .reference()
        .define_entry(again)
        .await
        .unwrap()
        .into_inner()
        .receipt
        .unwrap();
    assert!(
        receipt.log_positions.is_empty(),
        "the same content again changes nothing"
    );

    let public = hub.anyone();
    let list = async |page_token: String| {
        let request = ListEntriesRequest {
            kind: EntryKind::Region.into(),
            page_size: 20,
            page_token,
        };
        public
            .reference()
            .list_entries(request)
            .await
            .unwrap()
            .into_inner()
    };
    let first = eventually("the list knows all entries", async || {
        let page = list(String::new()).await;
        let caught_up = page.freshness.as_ref()?.position == reference_data().len() as u64;
        caught_up.then_some(page)
    })
    .await;
    let second = list(first.next_page_token.clone()).await;
    assert_eq!(
        (first.entries.len(), second.entries.len(), second.next_page_token),
        (20, 15, String::new())
    );

    let get = |entry_id: &str| GetEntryRequest {
        kind: EntryKind::SchemeVersion.into(),
        entry_id: entry_id.into(),
    };
    assert!(
        public
            .reference()
            .get_entry(get(&format!("{SCHEME}-v1")))
            .await
            .is_ok()
    );
    let unknown = public.reference().get_entry(get("x-v1")).await.unwrap_err();
    assert_eq!(reason(&unknown), "ENTRY_UNKNOWN");
}

#[tokio::test]
async fn a_plan_above_the_threshold_is_revised_with_an_approved_change_request() {
    let (hub, national) = started().await;
    register(&national, "p1").await;
    let lead = hub.caller("project-lead:p1");
    let change = || PlanChange {
        change: Some(Change::RescheduleMilestone(RescheduleMilestone {
            milestone_id: "m1".into(),
            due_on: "2025-06-15".into(),
        })),
    };
    let revision = |change_request_id: &str, decision: &str| RevisePlanRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        plan_version: 1,
        changes: vec![change()],
        reason: "De leverancier is later".into(),
        decision: decision.into(),
        change_request_id: change_request_id.into(),
    };
    let refused = lead.projects().revise_plan(revision("", "")).await.unwrap_err();
    assert_eq!(reason(&refused), "CHANGE_REQUEST_REQUIRED");

    let asked = RequestChangeRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        change_request_id: "c1".into(),
        changes: vec![change()],
        reason: "De leverancier is later".into(),
    };
    lead.projects().request_change(asked).await.unwrap();
    let decided = DecideChangeRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        change_request_id: "c1".into(),
        approved: true,
        decision: "DUS-I 2024-12".into(),
    };
    national.projects().decide_change(decided).await.unwrap();

    let carried_out = revision("c1", "DUS-I 2024-12");
    let first = lead
        .projects()
        .revise_plan(carried_out.clone())
        .await
        .unwrap()
        .into_inner();
    let again = lead
        .projects()
        .revise_plan(carried_out)
        .await
        .unwrap()
        .into_inner();
    assert_eq!((first.plan_version, again.plan_version), (2, 2));
    assert!(again.receipt.unwrap().repeated);
    let shown = GetProjectRequest {
        project_id: "p1".into(),
    };
    let project = lead
        .projects()
        .get_project(shown)
        .await
        .unwrap()
        .into_inner()
        .project
        .unwrap();
    assert_eq!(project.revisions[0].values[0].old_value, "2025-01-15");
}

#[tokio::test]
async fn two_projects_that_begin_to_wait_for_each_other_at_the_same_moment_do_not_both_succeed() {
    let (_hub, national) = started().await;
    register(&national, "p1").await;
    register(&national, "p2").await;
    let declare = async |own: &str, other: &str| {
        let dependency = Dependency {
            dependency_id: "d1".into(),
            milestone_id: "m1".into(),
            on_project_id: other.into(),
            on_milestone_id: "m1".into(),
            note: String::new(),
        };
        let request = DeclareDependencyRequest {
            request_id: request_id(),
            project_id: own.into(),
            dependency: Some(dependency),
        };
        national.projects().declare_dependency(request).await
    };
    let both = tokio::join!(declare("p1", "p2"), declare("p2", "p1"));
    let outcomes =
        [both.0, both.1].map(|outcome| outcome.map_or_else(|status| reason(&status), |_| "ok".into()));
    assert!(
        outcomes.contains(&"ok".to_owned()) && outcomes.contains(&"DEPENDENCY_CYCLE".to_owned()),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn money_is_recorded_within_the_size_class_and_all_faults_are_told_at_once() {
    let (_hub, national) = started().await;
    register(&national, "p1").await;
    let money = |state: MoneyState, total_cents| RecordMoneyRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        state: state.into(),
        total_cents,
        reference: "DUS-I 2024-1".into(),
        decided_on: "2024-02-01".into(),
        correction_reason: String::new(),
    };
    let projects = || national.projects();
    let too_much = projects()
        .record_money(money(MoneyState::Granted, 12_500_001))
        .await
        .unwrap_err();
    assert_eq!(reason(&too_much), "GRANT_OUTSIDE_SIZE_CLASS");
    projects()
        .record_money(money(MoneyState::Granted, 12_500_000))
        .await
        .unwrap();
    let realised = projects()
        .record_money(money(MoneyState::Realised, 1))
        .await
        .unwrap_err();
    assert_eq!(reason(&realised), "MONEY_REALISED");
    let wrong = RecordMoneyRequest {
        request_id: "geen-uuid".into(),
        decided_on: "gisteren".into(),
        reference: String::new(),
        ..money(MoneyState::Unspecified, -1)
    };
    let wrong = projects().record_money(wrong).await.unwrap_err();
    for field in ["request_id", "state", "total_cents", "reference", "decided_on"] {
        assert!(wrong.message().contains(field), "{field}: {}", wrong.message());
    }
}

#[tokio::test]
async fn the_clock_stands_still_where_it_stood_before_a_restart() {
    let hub = TestHub::start(BLOCKS).await;
    let to = AdvanceClockRequest {
        to: Some(pbjson_types::Timestamp {
            seconds: 1_711_965_600,
            nanos: 0,
        }),
    };
    hub.caller("operator").clock().advance_clock(to).await.unwrap();
    let hub = hub.restart().await;
    let clock = hub
        .anyone()
        .clock()
        .get_clock(GetClockRequest {})
        .await
        .unwrap()
        .into_inner();
    assert_eq!((clock.now, clock.held), (to.to, true));
    hub.caller("operator")
        .clock()
        .release_clock(ReleaseClockRequest {})
        .await
        .unwrap();
    let clock = hub
        .anyone()
        .clock()
        .get_clock(GetClockRequest {})
        .await
        .unwrap()
        .into_inner();
    assert!(!clock.held);
}

/// A process that starts reads a long stream from its snapshot on; nobody notices.
#[tokio::test]
async fn a_project_with_a_long_past_is_the_same_after_a_restart() {
    let (hub, national) = started().await;
    register(&national, "p1").await;
    for times in 0..120 {
        let request = RecordMoneyRequest {
            request_id: request_id(),
            project_id: "p1".into(),
            state: MoneyState::Reserved.into(),
            total_cents: 1_000 + times,
            reference: "besluit 1".into(),
            decided_on: "2024-01-15".into(),
            correction_reason: String::new(),
        };
        national.projects().record_money(request).await.unwrap();
    }
    let asked = GetProjectRequest {
        project_id: "p1".into(),
    };
    let ask = async |caller: &Client| {
        let answer = caller.projects().get_project(asked.clone()).await.unwrap();
        answer.into_inner().project.unwrap()
    };
    let before = ask(&national).await;
    let pool = sqlx::PgPool::connect(&hub.servers.database_url()).await.unwrap();
    let put_away = eventually("the snapshot to be written", async || {
        let version: Option<i64> = sqlx::query_scalar(
            "SELECT version FROM programme.snapshots WHERE aggregate_type = 'project' AND aggregate_id = 'p1'",
        )
        .fetch_optional(&pool)
        .await
        .unwrap();
        version
    })
    .await;
    assert_eq!(put_away, 100);
    eventually("what follows the log to catch up", async || {
        let behind: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM programme.checkpoints, programme.head WHERE checkpoints.position < head.position)",
        )
        .fetch_one(&pool)
        .await
        .unwrap();
        (!behind).then_some(())
    })
    .await;
    // Facts before the snapshot are not read any more: a fact among them that nobody can read is not noticed.
    sqlx::query(
        "UPDATE programme.events SET payload = '{}'
         WHERE aggregate_type = 'project' AND aggregate_id = 'p1' AND sequence = 50",
    )
    .execute(&pool)
    .await
    .unwrap();
    let hub = hub.restart().await;
    assert_eq!(ask(&hub.caller("national-coordinator")).await, before);
}

#[tokio::test]
async fn without_insight_nothing_is_published() {
    let (_hub, national) = started().await;
    let request = PublishSnapshotRequest {
        request_id: request_id(),
        publication_id: "2024-h1".into(),
        title: Some(contracts::hub::v1::LocalText {
            nl: "Voortgang".into(),
            en: "Progress".into(),
        }),
        period: Some(contracts::hub::v1::Period {
            label: "2024-H1".into(),
            starts_on: "2024-01-01".into(),
            ends_on: "2024-06-30".into(),
        }),
    };
    let refused = national
        .publications()
        .publish_snapshot(request)
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "INSIGHT_UNAVAILABLE");
    let list = national
        .publications()
        .list_publications(ListPublicationsRequest::default())
        .await
        .unwrap();
    assert!(list.into_inner().publications.is_empty());
}
