//! The learning culture in insight: what was measured beside official statistics, what is done about it, what projects tell of it, in
//! the views over all blocks and in the feedback to a project and a workgroup; and the same after a rebuild.

use contracts::culture::v1::{EffectClaim, InterventionState, MeasurementState};
use contracts::insight::v1::{
    GetCultureInProjectsResponse, GetLearningCultureResponse, ListCultureInterventionsResponse,
    WorkgroupFigureKind,
};
use serde_json::{Value, json};
use testkit::{Client, TestHub, eventually, reason};

use crate::{
    culture::walk,
    reach::{Reach, request},
    seen::{published_at, rebuilt, value},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_learning_culture_is_seen_over_all_blocks() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let database = hub.servers.database_url();
    let reach = Reach::whole(&hub);
    walk(&reach, &database).await;
    let seen = eventually("everything is seen", async || {
        let seen = Seen::by(&reach.insight("")).await;
        seen.is_whole().then_some(seen)
    })
    .await;
    what_was_measured_stands_beside_official_statistics(&reach, &seen.measured).await;
    what_is_done_is_told_with_its_cost_and_effects(&seen.interventions);
    what_projects_tell_is_counted(&reach, &seen.answers).await;
    feedback_tells_of_it(&reach).await;
    faults_are_named(&reach).await;
    the_command_line_tells_the_same(&reach).await;
    drop(reach);

    rebuilt(&hub).await;
    assert_eq!(Seen::by(&hub.caller("")).await, seen);
    hub.stop().await.unwrap();
}

/// What the views answer, but for how fresh it is.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    measured: GetLearningCultureResponse,
    interventions: ListCultureInterventionsResponse,
    answers: GetCultureInProjectsResponse,
}

macro_rules! ask {
    ($caller:expr, $call:ident, $request:expr) => {{
        let answer = $caller.coherence().$call(request($request)).await;
        let mut answer = answer.unwrap().into_inner();
        answer.freshness = None;
        answer
    }};
}

impl Seen {
    async fn by(caller: &Client) -> Self {
        Self {
            measured: ask!(caller, get_learning_culture, json!({})),
            interventions: ask!(caller, list_culture_interventions, json!({})),
            answers: ask!(caller, get_culture_in_projects, json!({})),
        }
    }

    /// What was coded comes last.
    fn is_whole(&self) -> bool {
        value(self.answers.coded.as_ref()) == 1 && !self.measured.waves.is_empty()
    }
}

async fn what_was_measured_stands_beside_official_statistics(
    hub: &Reach<'_>,
    seen: &GetLearningCultureResponse,
) {
    let wave = seen
        .waves
        .iter()
        .find(|wave| wave.measurement.as_ref().unwrap().wave_id == "w1")
        .unwrap();
    assert_eq!(wave.state(), MeasurementState::Estimated);
    let components = wave.whole.as_ref().unwrap().components.unwrap();
    let three = [
        components.learning_behaviour,
        components.urgency,
        components.stimulating_factors,
    ];
    for estimate in three {
        let it = estimate.unwrap();
        assert!(it.n > 0 && it.lower <= it.value && it.value <= it.upper, "{it:?}");
    }
    assert!(!wave.summary.as_ref().unwrap().method.is_empty());
    let beside = wave.beside.first().unwrap_or_else(|| panic!("{wave:?}"));
    assert!(beside.share.is_some_and(|share| (0.0..=1.0).contains(&share)));
    assert_eq!(beside.comparable, beside.caveats.is_empty());
    let national = seen.figures.iter().find(|it| {
        let figure = it.figure.as_ref().and_then(|it| it.figure.as_ref()).unwrap();
        figure.figure_id == beside.figure_id
    });
    let national = national.unwrap();
    let kept = national.figure.as_ref().unwrap();
    let figure = kept.figure.as_ref().unwrap();
    assert_eq!((figure.count, figure.out_of), (2_434_000, 9_219_000));
    assert!(!figure.publisher.is_empty() && !figure.table.is_empty());
    published_at(
        hub,
        national.positions[0],
        "nl.reference-figures.reference-figure-recorded.v1",
    )
    .await;
    let here = ask!(
        hub.insight(""),
        get_learning_culture,
        json!({"regionId": "AM01", "waveId": "w1"})
    );
    let cells = &here.waves[0].cells;
    assert!(!cells.is_empty(), "{here:?}");
    let of_region =
        |cell: &contracts::culture::v1::Cell| cell.categories.iter().any(|it| it.category_id == "AM01");
    assert!(cells.iter().all(of_region));
}

fn what_is_done_is_told_with_its_cost_and_effects(seen: &ListCultureInterventionsResponse) {
    let it = &seen.interventions[0];
    assert_eq!(it.intervention.as_ref().unwrap().intervention_id, "leertijd");
    let claims: Vec<_> = it.effects.iter().map(|effect| effect.claim()).collect();
    assert_eq!(
        claims,
        [
            EffectClaim::Changed,
            EffectClaim::Differs,
            EffectClaim::ProbablyContributed,
            EffectClaim::NoDifferenceShown
        ]
    );
    assert!(
        it.effects
            .iter()
            .all(|effect| !effect.sentence.as_ref().unwrap().nl.is_empty())
    );
    let country = &seen.tallies[0];
    assert_eq!(
        (country.region_id.as_str(), value(country.planned.as_ref())),
        ("", 2_500_000)
    );
    assert_ne!(country.state(), InterventionState::Planned);
    assert_eq!(seen.tallies[1].region_id, "AM01");
    assert!(seen.contains_examples);
}

async fn what_projects_tell_is_counted(hub: &Reach<'_>, seen: &GetCultureInProjectsResponse) {
    assert_eq!(
        (seen.scheme_id.as_str(), seen.scheme_version),
        ("learning-culture", 1)
    );
    let counts = [&seen.reports, &seen.answered, &seen.coded].map(|it| value(it.as_ref()));
    assert_eq!((counts, seen.answered_share), ([1, 1, 1], Some(1.0)));
    let told: Vec<_> = seen
        .codes
        .iter()
        .filter(|code| value(code.projects.as_ref()) == 1)
        .map(|code| code.code_id.as_str())
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&"leadership") && told.contains(&"time-and-room"));
    let stimulating = &seen.components[2];
    assert_eq!(
        (seen.components.len(), value(stimulating.projects.as_ref())),
        (3, 1)
    );
    assert_eq!(stimulating.blocks[0].id, "transitions");
    let regions: Vec<_> = stimulating.regions.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(regions, ["AM01", "AM02"]);
    let position = stimulating.projects.as_ref().unwrap().positions[0];
    published_at(hub, position, "nl.culture-codings.answer-coded.v1").await;
    let elsewhere = ask!(
        hub.insight(""),
        get_culture_in_projects,
        json!({"blockId": "professionalisation"})
    );
    assert_eq!(
        (value(elsewhere.reports.as_ref()), elsewhere.answered_share),
        (0, None)
    );
}

async fn feedback_tells_of_it(hub: &Reach<'_>) {
    let lead = hub.insight("project-lead:llo-1");
    let asked = request(json!({"projectId": "llo-1"}));
    let feedback = lead
        .insight()
        .get_project_feedback(asked)
        .await
        .unwrap()
        .into_inner();
    let culture = feedback.culture.unwrap();
    assert_eq!((culture.reports, culture.coded, culture.others), (1, 1, 0));
    assert!(
        feedback.markdown.contains("## Leercultuur"),
        "{}",
        feedback.markdown
    );
    let coordinator = hub.insight("block-coordinator:culture");
    let asked = request(json!({"workgroupId": "wg-culture"}));
    let feedback = coordinator
        .insight()
        .get_workgroup_feedback(asked)
        .await
        .unwrap()
        .into_inner();
    let effects = feedback
        .figures
        .iter()
        .find(|it| it.kind() == WorkgroupFigureKind::EffectsObserved);
    let effects = effects.unwrap();
    assert_eq!((effects.count, effects.positions.len()), (4, 4));
    assert!(feedback.markdown.contains("## De eigen bouwsteen"));
}

/// A spelling mistake never looks like projects that tell nothing.
async fn faults_are_named(hub: &Reach<'_>) {
    let anybody = hub.insight("");
    let coherence = || anybody.coherence();
    let region = || json!({"regionId": "AM99"});
    let refused = [
        coherence()
            .get_culture_in_projects(request(json!({"schemeId": "onbekend"})))
            .await
            .map(drop),
        coherence()
            .get_learning_culture(request(region()))
            .await
            .map(drop),
        coherence()
            .list_culture_interventions(request(region()))
            .await
            .map(drop),
    ];
    for answer in refused {
        assert_eq!(reason(&answer.unwrap_err()), "REQUEST_INVALID");
    }
}

async fn the_command_line_tells_the_same(hub: &Reach<'_>) {
    let told = async |arguments: &[&str]| {
        let begin = ["--as", "agency-officer", "--lang", "nl", "coherence"];
        let output = hub.command(&[&begin, arguments].concat()).await;
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    };
    for (arguments, expected) in [
        (
            vec!["culture", "w1", "--region", "AM01", "--events"],
            "leergedrag",
        ),
        (vec!["interventions", "--events"], "EUR 25.000,00"),
        (
            vec!["answers", "learning-culture", "--version", "1"],
            "stimulerende factoren",
        ),
    ] {
        let json = told(&[arguments.as_slice(), &["--output", "json"]].concat()).await;
        serde_json::from_str::<Value>(&json).unwrap();
        let table = told(&arguments).await;
        assert!(table.contains(expected), "{expected} in {table}");
    }
}
