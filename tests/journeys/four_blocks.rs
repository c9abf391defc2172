//! The four building blocks together: a skill from the second study that names it, over publication, demand, application, award,
//! solution, offer, class, credentials and a measurement of the learning culture, to the national view and what a workgroup gets back.
//! After each step the figures of the pipeline are what they must be.

use contracts::culture::v1::AnswerState;
use contracts::insight::v1::{
    GetWorkgroupFeedbackResponse, Need, PipelineStage, SkillPipeline, Supply, TracedFigure,
    WorkgroupFigureKind, figure::Value as FigureValue,
};
use contracts::programme::v1::{MoneyState, ProjectState};
use contracts::radar::v1::SkillState;
use serde_json::json;
use testkit::{TestHub, eventually, reason};
use tokio::time::{Duration, timeout};

use crate::{
    culture::{self, coding, measuring},
    professionalisation as teaching,
    radar::{COORDINATOR, CURATOR, curating, edition, read, register, source, try_register},
    reach::{Reach, request},
    seen::{money, projects, rebuilt, value},
    transitions as granting,
};

use granting::SKILL;

/// The project that the award started.
const PROJECT: &str = "llo-201";

#[tokio::test(flavor = "multi_thread")]
async fn a_skill_goes_from_the_second_study_to_what_a_workgroup_gets_back() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.load_culture().await;
    the_second_study_makes_it_publishable(&reach).await;
    a_region_asks_for_it(&reach).await;
    it_is_applied_for_and_awarded(&reach).await;
    a_solution_is_made(&reach).await;
    it_is_offered_and_rewarded(&reach).await;
    credentials_are_issued(&reach).await;
    the_project_tells_of_its_learning_culture(&reach).await;
    the_learning_culture_is_measured(&reach).await;
    the_nation_sees_all_of_it(&reach).await;
    the_workgroups_get_it_back(&reach).await;
    let last = here(&reach).await;
    drop(reach);

    rebuilt(&hub).await;
    assert_eq!(here(&Reach::whole(&hub)).await, last);
    hub.stop().await.unwrap();
}

/// The skill in Groningen, as anybody sees it.
async fn here(hub: &Reach<'_>) -> Option<SkillPipeline> {
    at(hub, "AM01").await
}

/// The skill in a region; `-` is the country.
async fn at(hub: &Reach<'_>, region_id: &str) -> Option<SkillPipeline> {
    let asked = json!({"regionId": region_id, "skillUri": SKILL});
    let answer = hub
        .insight("")
        .coherence()
        .get_skill_pipeline(request(asked))
        .await;
    answer.unwrap().into_inner().rows.pop()
}

/// What the pipeline counts of the skill.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Counted {
    publishers: i64,
    people: i64,
    demands: i64,
    scaled: i64,
    reused: i64,
    offers: i64,
    flexible: i64,
    classes: i64,
    credentials: i64,
}

impl Counted {
    fn of(row: &SkillPipeline) -> Self {
        let (signal, need, supply) = (row.signal.as_ref(), row.need.as_ref(), row.supply.as_ref());
        let of_need = |of: fn(&Need) -> &Option<TracedFigure>| need.map_or(0, |it| value(of(it).as_ref()));
        let of_supply =
            |of: fn(&Supply) -> &Option<TracedFigure>| supply.map_or(0, |it| value(of(it).as_ref()));
        Self {
            publishers: signal.map_or(0, |it| value(it.publishers.as_ref())),
            people: of_need(|it| &it.people),
            demands: of_need(|it| &it.demands_understood),
            scaled: of_supply(|it| &it.scaled),
            reused: of_supply(|it| &it.reused),
            offers: of_supply(|it| &it.offers),
            flexible: of_supply(|it| &it.offers_flexible),
            classes: of_supply(|it| &it.classes),
            credentials: of_supply(|it| &it.credentials),
        }
    }
}

/// Waits until the pipeline counts this, and lacks this next.
async fn counts(hub: &Reach<'_>, expected: Counted, gap: PipelineStage) {
    let mut last = None;
    let counted = timeout(
        Duration::from_secs(30),
        eventually("the pipeline counts it", async || {
            last = here(hub).await.map(|row| (Counted::of(&row), row.gap_at()));
            (last == Some((expected, gap))).then_some(())
        }),
    );
    let counted = counted.await;
    assert!(counted.is_ok(), "{:?}, not {last:?}", (expected, gap));
}

async fn the_second_study_makes_it_publishable(hub: &Reach<'_>) {
    let of = |publisher: &str| source(&format!("Studie van {publisher}"), publisher, "2023-10-01");
    let text = |publisher: &str| {
        format!("{publisher} ziet dat programmeren in Haskell een vak is waar werkgevers naar zoeken.")
    };
    let first = eventually("the region is known to the radar", async || {
        let asked = try_register(hub, of("CBS"), "TEXT_FORMAT_PLAIN", text("CBS").as_bytes()).await;
        match asked {
            Err(status) if reason(&status) == "REFERENCE_UNKNOWN" => None,
            other => Some(other.unwrap()),
        }
    })
    .await;
    assert!(read(hub, &first.source_id).await.mentions > 0);
    let skill = json!({
        "skillId": "haskell", "label": {"nl": "Programmeren in Haskell", "en": "Programming in Haskell"}, "conceptUri": SKILL,
        "themeIds": ["energy-raw-materials"],
    });
    curating::propose(hub, skill).await.unwrap();
    curating::review(hub, CURATOR, "haskell").await.unwrap();
    curating::decide(hub, CURATOR, "haskell", true).await.unwrap();
    let refused = curating::publish(hub, COORDINATOR, "haskell").await.unwrap_err();
    assert_eq!(reason(&refused), "SKILL_UNSUPPORTED", "one study is not enough");
    assert!(here(hub).await.is_none(), "what is not published is no signal");

    let second = register(hub, of("TNO"), &text("TNO")).await;
    assert!(read(hub, &second.source_id).await.mentions > 0);
    curating::publish(hub, COORDINATOR, "haskell").await.unwrap();
    let published = curating::get(hub, "haskell").await.unwrap().skill.unwrap();
    assert_eq!(published.state(), SkillState::Published);
    assert_eq!(edition(hub, &json!({"asOf": "2023-11-30"})).await.unwrap(), 1);
    let expected = Counted {
        publishers: 2,
        ..Counted::default()
    };
    counts(hub, expected, PipelineStage::Demand).await;
}

async fn a_region_asks_for_it(hub: &Reach<'_>) {
    hub.clock("2024-03-01T09:00:00Z").await;
    granting::the_region_articulates_its_demand(hub).await;
    let expected = Counted {
        publishers: 2,
        people: 400,
        demands: 1,
        ..Counted::default()
    };
    counts(hub, expected, PipelineStage::Solution).await;
}

async fn it_is_applied_for_and_awarded(hub: &Reach<'_>) {
    granting::a_consortium_applies(hub).await;
    granting::assessors_score(hub).await;
    granting::the_agency_decides(hub).await;
    granting::the_project_runs_by_itself(hub).await;
    let officer = hub.insight("agency-officer");
    eventually("the call is counted", async || {
        let asked = json!({"callId": granting::CALL});
        let funnel = officer
            .coherence()
            .get_funnel(request(asked))
            .await
            .unwrap()
            .into_inner();
        let it = funnel.calls.first()?.size_classes.first()?.clone();
        let applications = [
            &it.submitted,
            &it.assessed,
            &it.rejected,
            &it.conditional_met,
            &it.projects_started,
        ];
        let cents = [&it.asked, &it.awarded_granted];
        let counted = applications.map(|it| value(it.as_ref())) == [3, 3, 1, 1, 1];
        (counted && cents.map(|it| value(it.as_ref())) == [27_000_000, 10_000_000]).then_some(())
    })
    .await;
    // An award is not yet a solution.
    assert_eq!(here(hub).await.unwrap().gap_at(), PipelineStage::Solution);
}

async fn a_solution_is_made(hub: &Reach<'_>) {
    granting::the_solution_is_used_elsewhere(hub).await;
    let expected = Counted {
        publishers: 2,
        people: 400,
        demands: 1,
        scaled: 1,
        ..Counted::default()
    };
    counts(hub, expected, PipelineStage::Offer).await;
    let elsewhere = eventually("the reuse is seen", async || {
        at(hub, "AM02").await.filter(|row| Counted::of(row).reused == 1)
    })
    .await;
    assert_eq!(Counted::of(&elsewhere).people, 0, "nobody asks for it there");
}

async fn it_is_offered_and_rewarded(hub: &Reach<'_>) {
    hub.clock("2025-06-02T09:00:00Z").await;
    teaching::the_rules_are_defined(hub).await;
    teaching::a_provider_is_registered(hub).await;
    teaching::its_offer_becomes_flexible(hub).await;
    let expected = Counted {
        publishers: 2,
        people: 400,
        demands: 1,
        scaled: 1,
        offers: 2,
        flexible: 1,
        ..Counted::default()
    };
    counts(hub, expected, PipelineStage::Credential).await;
    teaching::a_class_is_published(hub).await;
    // A class is in no region before an offer ends with it or credentials are issued there.
    eventually("the country has the class", async || {
        at(hub, "-").await.filter(|row| Counted::of(row).classes == 1)
    })
    .await;
    assert_eq!(here(hub).await.unwrap().gap_at(), PipelineStage::Credential);
}

async fn credentials_are_issued(hub: &Reach<'_>) {
    teaching::keys_are_made_and_rotated(hub).await;
    teaching::credentials_are_issued_and_verified(hub).await;
    teaching::a_month_is_counted(hub).await;
    counts(hub, WHOLE, PipelineStage::Unspecified).await;
}

/// The pipeline once everything is there.
const WHOLE: Counted = Counted {
    publishers: 2,
    people: 400,
    demands: 1,
    scaled: 1,
    reused: 0,
    offers: 2,
    flexible: 1,
    classes: 1,
    credentials: 12,
};

async fn the_project_tells_of_its_learning_culture(hub: &Reach<'_>) {
    let due = hub.obligations(PROJECT).await.remove(0);
    coding::report(hub, PROJECT, &due.period.unwrap().label, 60.0).await;
    let report = due.obligation_id;
    coding::waits_to_be_coded(hub, &report).await;
    coding::code(hub, culture::RESEARCHER, &report, &["time-and-room"])
        .await
        .unwrap();
    let kept = coding::answer(hub, culture::RESEARCHER, &report).await;
    assert_eq!(kept.answer.unwrap().state(), AnswerState::Coded);
}

async fn the_learning_culture_is_measured(hub: &Reach<'_>) {
    measuring::an_instrument_is_released(hub).await;
    let mut plan = measuring::plan("w1", 1);
    plan["fieldwork"] = json!({"label": "2025-Q2", "startsOn": "2025-04-01", "endsOn": "2025-06-30"});
    measuring::measured(hub, plan, 0).await;
    let whole = measuring::cells(hub, "w1", &[]).await.remove(0);
    let parts = whole.components.unwrap();
    for part in [parts.learning_behaviour, parts.urgency, parts.stimulating_factors] {
        assert_eq!(part.unwrap().n, 60);
    }
}

async fn the_nation_sees_all_of_it(hub: &Reach<'_>) {
    let anyone = hub.insight("public");
    let nation = eventually("the overview counts the report", async || {
        let overview = anyone
            .insight()
            .get_overview(request(json!({})))
            .await
            .unwrap()
            .into_inner();
        let nation = overview.groups.into_iter().next()?;
        let started = nation
            .indicators
            .iter()
            .find(|it| it.indicator_id == "trans-participants-started")?;
        let reported = started.reported.as_ref()?.value;
        (reported == Some(FigureValue::Quantity(60.0))).then_some(nation)
    })
    .await;
    assert_eq!(projects(&nation, ProjectState::Running), 1);
    let cents = [MoneyState::Granted, MoneyState::Paid].map(|state| money(&nation, state));
    assert_eq!(cents, [10_000_000, 10_000_000]);
    let told = eventually("the answer is counted", async || {
        let asked = json!({"regionId": "AM01"});
        let told = anyone
            .coherence()
            .get_culture_in_projects(request(asked))
            .await
            .unwrap()
            .into_inner();
        (value(told.coded.as_ref()) == 1).then_some(told)
    })
    .await;
    assert_eq!(
        (value(told.reports.as_ref()), told.answered_share),
        (1, Some(1.0))
    );
    let measured = eventually("the measurement is seen", async || {
        let asked = json!({"waveId": "w1"});
        let seen = anyone
            .coherence()
            .get_learning_culture(request(asked))
            .await
            .unwrap()
            .into_inner();
        seen.waves.into_iter().next().filter(|wave| wave.whole.is_some())
    })
    .await;
    assert_eq!(measured.whole.unwrap().components.unwrap().urgency.unwrap().n, 60);
    assert_eq!(Counted::of(&here(hub).await.unwrap()), WHOLE);
}

async fn the_workgroups_get_it_back(hub: &Reach<'_>) {
    use WorkgroupFigureKind::{MeasurementsPublished, RadarEditions, RadarSkills};
    let granting = feedback(hub, "block-coordinator:transitions", "wg-solutions").await;
    let own: Vec<&str> = granting
        .projects
        .iter()
        .map(|it| it.project_id.as_str())
        .collect();
    assert_eq!(own, [PROJECT]);
    assert_eq!(
        money(&granting.overview.clone().unwrap(), MoneyState::Granted),
        10_000_000
    );
    assert!(
        granting.markdown.contains("Voorbeeld: llo-201"),
        "{}",
        granting.markdown
    );
    let radar = feedback(hub, "block-coordinator:radar", "wg-radar").await;
    assert_eq!(
        [RadarSkills, RadarEditions].map(|kind| counted(&radar, kind)),
        [1, 1]
    );
    let measuring = feedback(hub, "block-coordinator:culture", "wg-culture").await;
    assert_eq!(counted(&measuring, MeasurementsPublished), 1);
    let lead = hub.insight("project-lead:llo-201");
    let asked = json!({"projectId": PROJECT});
    let project = lead
        .insight()
        .get_project_feedback(request(asked))
        .await
        .unwrap()
        .into_inner();
    let culture = project.culture.unwrap();
    assert_eq!((culture.reports, culture.coded), (1, 1));
}

async fn feedback(hub: &Reach<'_>, roles: &str, workgroup_id: &str) -> GetWorkgroupFeedbackResponse {
    let asked = json!({"workgroupId": workgroup_id});
    let answer = hub
        .insight(roles)
        .insight()
        .get_workgroup_feedback(request(asked))
        .await;
    answer.unwrap().into_inner()
}

fn counted(feedback: &GetWorkgroupFeedbackResponse, kind: WorkgroupFigureKind) -> u32 {
    let found = feedback.figures.iter().find(|it| it.kind() == kind);
    found
        .unwrap_or_else(|| panic!("{kind:?} in {:?}", feedback.figures))
        .count
}
