//! Reports, obligations and attention points from the call to the log and back, on a real database, by a clock that is moved.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use contracts::{hub::v1::LocalText, programme::v1::*};
use runtime::block::Registration;
use testkit::{Client, TestHub, eventually, reason, request_id};
use tonic::Status;

const BLOCKS: &[Registration] = &[Registration {
    name: "programme",
    migrator: &programme::MIGRATIONS,
    make: |env| Box::pin(programme::block(env)),
}];

const H1: &str = "p1_2024-H1_progress";
const H2: &str = "p1_2024-H2_final";

/// A hub with one project, from January to December 2024, that has a plan.
struct Season {
    hub: TestHub,
    lead: Client,
    officer: Client,
    coordinator: Client,
}

impl Season {
    async fn start() -> Self {
        let hub = TestHub::start(BLOCKS).await;
        let caller = |roles: &str| hub.caller(roles);
        let (lead, officer, coordinator) = (
            caller("project-lead:p1"),
            caller("agency-officer"),
            caller("national-coordinator"),
        );
        let season = Self {
            lead,
            officer,
            coordinator,
            hub,
        };
        season.clock_to("2024-01-02").await;
        for entry in reference_data() {
            let request = DefineEntryRequest {
                request_id: request_id(),
                entry: Some(entry),
            };
            season
                .coordinator
                .reference()
                .define_entry(request)
                .await
                .unwrap();
        }
        season.register().await;
        season
    }

    async fn register(&self) {
        let request = RegisterProjectRequest {
            request_id: request_id(),
            project: Some(project()),
        };
        self.coordinator
            .projects()
            .register_project(request)
            .await
            .unwrap();
        let request = SetBaselineRequest {
            request_id: request_id(),
            project_id: "p1".into(),
            plan: Some(plan()),
        };
        self.coordinator.projects().set_baseline(request).await.unwrap();
        eventually("the calendar is scheduled", async || {
            (self.obligations().await.len() == 2).then_some(())
        })
        .await;
    }

    /// Noon on a day; everything that day brings is recorded when this comes back.
    async fn clock_to(&self, day: &str) {
        let at: jiff::Timestamp = format!("{day}T11:00:00Z").parse().unwrap();
        let to = Some(pbjson_types::Timestamp {
            seconds: at.as_second(),
            nanos: 0,
        });
        self.hub
            .caller("operator")
            .clock()
            .advance_clock(AdvanceClockRequest { to })
            .await
            .unwrap();
    }

    async fn obligations(&self) -> Vec<Obligation> {
        let request = ListObligationsRequest {
            project_id: "p1".into(),
        };
        self.lead
            .reporting()
            .list_obligations(request)
            .await
            .unwrap()
            .into_inner()
            .obligations
    }

    async fn obligation(&self, id: &str) -> Obligation {
        self.obligations()
            .await
            .into_iter()
            .find(|one| one.obligation_id == id)
            .unwrap()
    }

    async fn points(&self) -> Vec<AttentionPoint> {
        let request = ListAttentionPointsRequest {
            project_id: "p1".into(),
        };
        self.lead
            .feedback()
            .list_attention_points(request)
            .await
            .unwrap()
            .into_inner()
            .attention_points
    }

    async fn report(&self, report_id: &str) -> Report {
        let request = GetReportRequest {
            project_id: "p1".into(),
            report_id: report_id.into(),
        };
        self.lead
            .reporting()
            .get_report(request)
            .await
            .unwrap()
            .into_inner()
            .report
            .unwrap()
    }

    async fn start_report(&self, period: &str, kind: ReportKind) -> Result<Report, Status> {
        let request = StartReportRequest {
            request_id: request_id(),
            project_id: "p1".into(),
            period: period.into(),
            kind: kind.into(),
        };
        Ok(self
            .lead
            .reporting()
            .start_report(request)
            .await?
            .into_inner()
            .report
            .unwrap())
    }

    async fn fill(&self, report_id: &str, content: ReportContent) -> Result<(), Status> {
        let request = FillReportRequest {
            request_id: request_id(),
            project_id: "p1".into(),
            report_id: report_id.into(),
            content: Some(content),
            ..Default::default()
        };
        self.lead.reporting().fill_report(request).await.map(drop)
    }

    async fn submit(&self, caller: &Client, report_id: &str) -> Result<String, Status> {
        let request = SubmitReportRequest {
            request_id: request_id(),
            project_id: "p1".into(),
            report_id: report_id.into(),
        };
        Ok(caller
            .reporting()
            .submit_report(request)
            .await?
            .into_inner()
            .response_due_on)
    }

    async fn accept(&self, caller: &Client, report_id: &str) -> Result<(), Status> {
        let (project_id, report_id, note) = ("p1".into(), report_id.into(), String::new());
        let request = AcceptReportRequest {
            request_id: request_id(),
            project_id,
            report_id,
            note,
        };
        caller.reporting().accept_report(request).await.map(drop)
    }

    async fn approve(&self, caller: &Client, report_id: &str) -> Result<(), Status> {
        let (project_id, report_id, note) = ("p1".into(), report_id.into(), String::new());
        let request = ApproveReportRequest {
            request_id: request_id(),
            project_id,
            report_id,
            note,
        };
        caller.reporting().approve_report(request).await.map(drop)
    }

    async fn project(&self) -> Project {
        let request = GetProjectRequest {
            project_id: "p1".into(),
        };
        self.lead
            .projects()
            .get_project(request)
            .await
            .unwrap()
            .into_inner()
            .project
            .unwrap()
    }
}

fn text(words: &str) -> Option<LocalText> {
    Some(LocalText {
        nl: words.into(),
        en: words.into(),
    })
}

fn reference_data() -> Vec<Entry> {
    use entry::Content;
    let id = |id: &str| id.to_owned();
    let calendar = ReportingCalendar {
        every_months: 6,
        due_after_days: 31,
        reminder_days: 14,
        response_term_days: 56,
        final_report_months: 2,
        ..Default::default()
    };
    let (size_class, name) = (SizeClass::Small.into(), text("naam"));
    let contents = vec![
        Content::BuildingBlock(BuildingBlock {
            block_id: id("transitions"),
            number: 2,
            name: name.clone(),
            description: text("oplossingen"),
        }),
        Content::Workgroup(Workgroup {
            workgroup_id: id("wg1"),
            block_id: id("transitions"),
            name: name.clone(),
        }),
        Content::Tranche(Tranche {
            tranche_id: id("t1"),
            number: 1,
            name: name.clone(),
        }),
        Content::Scheme(Scheme {
            scheme_id: id("s1"),
            name: name.clone(),
            block_id: id("transitions"),
            agency: id("DUS-I"),
            established_on: id("2023-06-27"),
            lapses_on: id("2026-12-31"),
            ..Default::default()
        }),
        Content::SchemeVersion(SchemeVersion {
            scheme_id: id("s1"),
            version: 1,
            valid_from: id("2023-06-27"),
            size_classes: vec![SizeClassRule {
                size_class,
                minimum_cents: 0,
                maximum_cents: 100_000,
            }],
            criteria: vec![Criterion {
                criterion_id: id("c1"),
                name: name.clone(),
                weight_percent: 100,
                size_class,
                confirmed: true,
            }],
            reporting_calendar: Some(calendar),
            revision_threshold: Some(RevisionThreshold {
                slip_days: 90,
                budget_shift_percent: 10,
            }),
            ..Default::default()
        }),
        Content::CallWindow(CallWindow {
            call_id: id("call1"),
            tranche_id: id("t1"),
            scheme_id: id("s1"),
            scheme_version: 1,
            ..Default::default()
        }),
        Content::Region(Region {
            region_id: id("AM01"),
            name: id("Regio"),
            valid_from: id("2020-01-01"),
            ..Default::default()
        }),
        Content::Organisation(Organisation {
            organisation_id: id("org1"),
            name: id("School"),
            kind: OrganisationKind::Mbo.into(),
            ..Default::default()
        }),
        Content::Indicator(Indicator {
            indicator_id: id("learners"),
            name: name.clone(),
            definition: text("wie leert"),
            block_id: id("transitions"),
            unit: id("persons"),
            direction: Direction::Up.into(),
            aggregation: Aggregation::Sum.into(),
            cumulative: true,
            owner_level: OwnerLevel::Project.into(),
            ..Default::default()
        }),
    ];
    contents
        .into_iter()
        .map(|content| Entry {
            content: Some(content),
            source: id("test"),
            example: true,
        })
        .collect()
}

fn project() -> ProjectProfile {
    ProjectProfile {
        project_id: "p1".into(),
        name: "Voorbeeld".into(),
        summary: "Een voorbeeld".into(),
        block_id: "transitions".into(),
        workgroup_id: "wg1".into(),
        call_id: "call1".into(),
        scheme_id: "s1".into(),
        scheme_version: 1,
        size_class: SizeClass::Small.into(),
        lead_organisation_id: "org1".into(),
        regions: vec![RegionShare {
            region_id: "AM01".into(),
            share_percent: 100,
        }],
        starts_on: "2024-01-01".into(),
        ends_on: "2024-12-31".into(),
        example: true,
        ..Default::default()
    }
}

fn plan() -> Plan {
    Plan {
        milestones: vec![Milestone {
            milestone_id: "m1".into(),
            title: "Eerste aanbod".into(),
            due_on: "2024-05-01".into(),
            ..Default::default()
        }],
        targets: vec![Target {
            indicator_id: "learners".into(),
            baseline_value: 0.0,
            target_value: 100.0,
        }],
        budget: vec![BudgetLine {
            category: "personnel".into(),
            planned_cents: 50_000,
        }],
        cofinancing_cents: 10_000,
    }
}

fn learners(current: f64) -> ReportContent {
    let line = ResultProgress {
        indicator_id: "learners".into(),
        current_value: Some(current),
        ..Default::default()
    };
    ReportContent {
        highlights: "Twee groepen begonnen.".into(),
        results: vec![line],
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_goes_from_prefilled_draft_to_approval_and_the_next_one_goes_on_from_it() {
    let season = Season::start().await;
    assert_eq!(
        season
            .obligations()
            .await
            .iter()
            .map(|one| one.obligation_id.as_str())
            .collect::<Vec<_>>(),
        [H1, H2]
    );

    season.clock_to("2024-07-10").await;
    let draft = season
        .start_report("2024-H1", ReportKind::Progress)
        .await
        .unwrap();
    assert_eq!(draft.content.unwrap().results[0].target_value, 100.0);
    let mut content = learners(12.0);
    let achieved_on = "2024-04-30".to_owned();
    content.milestones = vec![MilestoneProgress {
        milestone_id: "m1".into(),
        achieved: true,
        achieved_on,
        ..Default::default()
    }];
    season.fill(H1, content).await.unwrap();
    assert_eq!(season.submit(&season.lead, H1).await.unwrap(), "2024-09-04");
    eventually("the obligation is fulfilled", async || {
        (season.obligation(H1).await.state() == ObligationState::Fulfilled).then_some(())
    })
    .await;

    season.accept(&season.officer, H1).await.unwrap();
    season.approve(&season.coordinator, H1).await.unwrap();
    assert_eq!(season.report(H1).await.state(), ReportState::Approved);
    let milestone = eventually("the milestone is achieved", async || {
        season
            .project()
            .await
            .plan
            .unwrap()
            .milestones
            .into_iter()
            .find(|one| one.state() == MilestoneState::Achieved)
    })
    .await;
    assert_eq!(milestone.achieved_on, "2024-04-30");

    season.clock_to("2025-01-02").await;
    let next = season
        .start_report("2024-H2", ReportKind::Final)
        .await
        .unwrap()
        .content
        .unwrap();
    assert_eq!(
        (next.results[0].previous_value, next.milestones[0].achieved),
        (Some(12.0), true)
    );
    let fewer = ReportContent {
        goal_attainment: "Gehaald".into(),
        ..learners(11.0)
    };
    season.fill(H2, fewer).await.unwrap();
    assert_eq!(
        reason(&season.submit(&season.lead, H2).await.unwrap_err()),
        "REPORT_INCOMPLETE"
    );
    season.fill(H2, learners(40.0)).await.unwrap();
    season.submit(&season.lead, H2).await.unwrap();
    season.accept(&season.officer, H2).await.unwrap();
    season.approve(&season.coordinator, H2).await.unwrap();
    eventually("the project is closed", async || {
        (season.project().await.state() == ProjectState::Closed).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_brings_reminders_lateness_and_the_hubs_own_lateness_once() {
    let season = Season::start().await;
    season.clock_to("2024-07-16").await;
    assert_eq!(season.obligation(H1).await.state(), ObligationState::Scheduled);
    season.clock_to("2024-07-17").await;
    assert_eq!(season.obligation(H1).await.state(), ObligationState::ReminderDue);
    season.clock_to("2024-08-05").await;
    assert_eq!(season.obligation(H1).await.state(), ObligationState::Overdue);

    season
        .start_report("2024-H1", ReportKind::Progress)
        .await
        .unwrap();
    season.fill(H1, learners(1.0)).await.unwrap();
    season.submit(&season.lead, H1).await.unwrap();
    let fulfilled = eventually("the obligation is fulfilled", async || {
        Some(season.obligation(H1).await).filter(|one| one.state() == ObligationState::Fulfilled)
    })
    .await;
    assert_eq!(
        (fulfilled.days_late, fulfilled.fulfilled_on.as_str()),
        (5, "2024-08-05")
    );

    season.clock_to("2024-09-30").await;
    assert!(!season.report(H1).await.response_overdue);
    season.clock_to("2024-10-01").await;
    let version = season.report(H1).await.version;
    season.clock_to("2024-12-01").await;
    let report = season.report(H1).await;
    assert_eq!(
        (report.response_overdue, report.version, report.days_late),
        (true, version, 5)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attention_point_is_answered_by_the_next_report_and_closed_by_somebody_else() {
    let season = Season::start().await;
    season.clock_to("2024-07-10").await;
    season
        .start_report("2024-H1", ReportKind::Progress)
        .await
        .unwrap();
    let raise = RaiseAttentionPointRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        attention_point_id: "ap-1".into(),
        report_id: H1.into(),
        text: "Waarom alleen Twente?".into(),
    };
    let receipt = season
        .officer
        .feedback()
        .raise_attention_point(raise.clone())
        .await
        .unwrap()
        .into_inner()
        .receipt
        .unwrap();
    assert!(!receipt.repeated && receipt.consistency_token.starts_with("programme:"));
    let again = season
        .officer
        .feedback()
        .raise_attention_point(raise)
        .await
        .unwrap()
        .into_inner()
        .receipt
        .unwrap();
    assert!(again.repeated);

    assert_eq!(
        reason(&season.submit(&season.lead, H1).await.unwrap_err()),
        "REPORT_INCOMPLETE"
    );
    let answer = AttentionAnswer {
        attention_point_id: "ap-1".into(),
        answer: "Daar is de haven".into(),
        ..Default::default()
    };
    season
        .fill(
            H1,
            ReportContent {
                answers: vec![answer],
                ..learners(1.0)
            },
        )
        .await
        .unwrap();
    season.submit(&season.lead, H1).await.unwrap();
    eventually("the point is answered", async || {
        let point = season.points().await.remove(0);
        (point.state() == AttentionPointState::Answered && point.answered_in_report_id == H1).then_some(())
    })
    .await;
    let close = CloseAttentionPointRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        attention_point_id: "ap-1".into(),
        note: "Duidelijk".into(),
    };
    season
        .officer
        .feedback()
        .close_attention_point(close)
        .await
        .unwrap();
    assert_eq!(season.points().await[0].state(), AttentionPointState::Closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_are_refused_with_their_reason_and_change_nothing() {
    let season = Season::start().await;
    season.clock_to("2024-07-10").await;
    let unknown = season
        .start_report("2019-H1", ReportKind::Progress)
        .await
        .unwrap_err();
    assert_eq!(reason(&unknown), "OBLIGATION_UNKNOWN");
    assert_eq!(
        reason(
            &season
                .start_report("niet zo", ReportKind::Unspecified)
                .await
                .unwrap_err()
        ),
        "REQUEST_INVALID"
    );

    season
        .start_report("2024-H1", ReportKind::Progress)
        .await
        .unwrap();
    let again = season
        .start_report("2024-H1", ReportKind::Progress)
        .await
        .unwrap_err();
    assert_eq!(reason(&again), "REPORT_EXISTS");
    let version = season.report(H1).await.version;
    let nonsense = ReportContent {
        cofinancing_realised_cents: -1,
        ..learners(f64::NAN)
    };
    assert_eq!(
        reason(&season.fill(H1, nonsense).await.unwrap_err()),
        "REQUEST_INVALID"
    );
    let stale = FillReportRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        report_id: H1.into(),
        content: Some(learners(1.0)),
        expected_version: 7,
        ..Default::default()
    };
    let refused = season.lead.reporting().fill_report(stale).await.unwrap_err();
    assert_eq!(
        (reason(&refused).as_str(), refused.code()),
        ("REPORT_CONCURRENT_EDIT", tonic::Code::Aborted)
    );
    assert_eq!(season.report(H1).await.version, version);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_request_id_hides_no_other_fault() {
    let season = Season::start().await;
    let faults_of = |status: Status| (reason(&status), status.message().to_owned());
    let returned = ReturnReportRequest {
        request_id: "geen-uuid".into(),
        project_id: "p1".into(),
        report_id: "geen id".into(),
        reason: String::new(),
    };
    let (code, message) = faults_of(
        season
            .officer
            .reporting()
            .return_report(returned)
            .await
            .unwrap_err(),
    );
    assert_eq!(code, "REQUEST_INVALID");
    for field in ["request_id: ", "report_id: ", "reason: "] {
        assert!(message.contains(field), "{field} is missing in {message}");
    }
    let raised = RaiseAttentionPointRequest {
        request_id: "geen-uuid".into(),
        project_id: "p1".into(),
        attention_point_id: String::new(),
        report_id: "geen id".into(),
        text: "x".repeat(3_001),
    };
    let (code, message) = faults_of(
        season
            .officer
            .feedback()
            .raise_attention_point(raised)
            .await
            .unwrap_err(),
    );
    assert_eq!(code, "REQUEST_INVALID");
    for field in ["request_id: ", "attention_point_id: ", "report_id: ", "text: "] {
        assert!(message.contains(field), "{field} is missing in {message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_follows_when_a_project_stops_and_when_more_is_asked_of_it() {
    let season = Season::start().await;
    season.clock_to("2024-03-01").await;
    let period = contracts::hub::v1::Period {
        label: "2024-tussen".into(),
        starts_on: "2024-01-01".into(),
        ends_on: "2024-02-29".into(),
    };
    let schedule = ScheduleObligationRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        kind: ReportKind::Progress.into(),
        period: Some(period),
        due_on: "2024-03-31".into(),
        reason: "Gevraagd door de commissie".into(),
    };
    season
        .officer
        .reporting()
        .schedule_obligation(schedule)
        .await
        .unwrap();
    season.clock_to("2024-04-10").await;
    let stop = StopProjectRequest {
        request_id: request_id(),
        project_id: "p1".into(),
        stopped_on: "2024-04-05".into(),
        reason: "Partners vertrokken".into(),
        decision: "DUS-I 2024-17".into(),
    };
    season.officer.projects().stop_project(stop).await.unwrap();
    let states = eventually("the rest is waived", async || {
        let states: Vec<_> = season
            .obligations()
            .await
            .iter()
            .map(|one| (one.obligation_id.clone(), one.state()))
            .collect();
        states
            .iter()
            .any(|(_, state)| *state == ObligationState::Waived)
            .then_some(states)
    })
    .await;
    assert_eq!(
        states[0],
        ("p1_2024-tussen_progress".to_owned(), ObligationState::Overdue)
    );
    assert!(
        states[1..]
            .iter()
            .all(|(_, state)| *state == ObligationState::Waived),
        "{states:?}"
    );
}
