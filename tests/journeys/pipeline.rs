//! The radar in insight: a skill from its signal on, in the pipeline, among the white spots and among what a provider should look at;
//! what is asked for under the name of a skill that was merged; and the same after a rebuild and after a start.

use contracts::insight::v1::{
    GetSkillPipelineResponse, ListSkillNeedsResponse, ListWhiteSpotsResponse, PipelineStage, SkillNeedKind,
    SkillPipeline, WhiteSpotKind,
};
use contracts::radar::v1::Ring;
use serde_json::{Value, json};
use testkit::{Client, TestHub, eventually, reason, request_id};

use crate::{
    professionalisation::{OFFICER, PROVIDER, ready_to_issue},
    radar::{HEAT_PUMPS, edition, merge, two_skills_are_published},
    reach::{Reach, request},
    seen::{published_at, rebuilt, value},
};

const THEME: &str = "energy-raw-materials";

#[tokio::test(flavor = "multi_thread")]
async fn a_skill_is_followed_from_its_signal_to_who_should_teach_it() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2026-07-01T09:00:00Z").await;
    reach.load_reference_data().await;
    ready_to_issue(&reach).await;
    two_skills_are_published(&reach).await;
    let number = edition(&reach, &json!({"asOf": "2026-06-30"})).await.unwrap();
    nobody_asks_for_what_comes_up(&reach, number).await;
    demand_under_a_merged_name_counts_under_the_other(&reach).await;
    a_provider_is_told_what_it_does_not_offer(&reach).await;
    once_it_offers_the_skill_a_solution_is_what_lacks(&reach).await;
    faults_are_named(&reach).await;
    the_command_line_tells_the_same(&reach).await;
    let seen = Seen::by(&reach.insight("agency-officer")).await;
    drop(reach);

    rebuilt(&hub).await;
    assert_eq!(Seen::by(&hub.caller("agency-officer")).await, seen);
    hub = hub.restart().await;
    let officer = hub.caller("agency-officer");
    let found = eventually("the rows are loaded", async || {
        let found = Seen::by(&officer).await;
        let all = [seen.pipeline.total_size, seen.needs.total_size];
        ([found.pipeline.total_size, found.needs.total_size] == all).then_some(found)
    })
    .await;
    // The clock of a hub that starts again is that of the machine.
    assert_eq!(found.without_day(), seen.without_day());
    hub.stop().await.unwrap();
}

/// What the views answer, but for how fresh it is.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    pipeline: GetSkillPipelineResponse,
    needs: ListSkillNeedsResponse,
    white_spots: ListWhiteSpotsResponse,
}

impl Seen {
    async fn by(caller: &Client) -> Self {
        Self {
            pipeline: pipeline(caller, json!({})).await,
            needs: needs(caller, json!({})).await,
            white_spots: white_spots(caller).await,
        }
    }

    fn without_day(&self) -> Self {
        let mut same = self.clone();
        same.pipeline.as_of.clear();
        same.needs.as_of.clear();
        same.white_spots.as_of.clear();
        same
    }
}

async fn pipeline(caller: &Client, asked: Value) -> GetSkillPipelineResponse {
    let answer = caller.coherence().get_skill_pipeline(request(asked)).await;
    let mut answer = answer.unwrap().into_inner();
    answer.freshness = None;
    answer
}

async fn needs(caller: &Client, asked: Value) -> ListSkillNeedsResponse {
    let answer = caller.coherence().list_skill_needs(request(asked)).await;
    let mut answer = answer.unwrap().into_inner();
    answer.freshness = None;
    answer
}

async fn white_spots(caller: &Client) -> ListWhiteSpotsResponse {
    let answer = caller.coherence().list_white_spots(request(json!({}))).await;
    let mut answer = answer.unwrap().into_inner();
    answer.freshness = None;
    answer
}

/// Heat pumps in Groningen, as anybody sees them.
async fn here(hub: &Reach<'_>) -> Option<SkillPipeline> {
    let asked = json!({"regionId": "AM01", "skillUri": HEAT_PUMPS});
    pipeline(&hub.insight(""), asked).await.rows.pop()
}

fn people(row: &SkillPipeline) -> i64 {
    value(row.need.as_ref().unwrap().people.as_ref())
}

async fn nobody_asks_for_what_comes_up(hub: &Reach<'_>, edition: u32) {
    let row = eventually("the edition is seen", async || {
        let row = here(hub).await?;
        let in_edition = row
            .signal
            .as_ref()
            .is_some_and(|signal| signal.ring() != Ring::Unspecified);
        in_edition.then_some(row)
    })
    .await;
    assert_eq!(row.gap_at(), PipelineStage::Demand);
    let signal = row.signal.unwrap();
    assert_eq!(
        (signal.skill_id.as_str(), signal.published_on.as_str()),
        ("warmtepompen", "2026-07-01")
    );
    assert!(
        matches!(signal.ring(), Ring::Emerging | Ring::Growing),
        "{signal:?}"
    );
    let [about_region, all, publishers] =
        [&signal.sources_here, &signal.sources, &signal.publishers].map(|it| value(it.as_ref()));
    assert!(
        about_region > 0 && all >= about_region && publishers >= 2,
        "{signal:?}"
    );
    let position = signal.sources.unwrap().positions[0];
    published_at(hub, position, "nl.skills.skill-published.v1").await;
    let whole = pipeline(&hub.insight(""), json!({"regionId": "-"})).await;
    assert_eq!((whole.edition, whole.as_of.as_str()), (edition, "2026-07-01"));
    let spots = white_spots(&hub.insight("agency-officer")).await.spots;
    let coming = spots.iter().find(|spot| {
        spot.kind() == WhiteSpotKind::EmergingSkill && spot.skill.as_ref().unwrap().uri == HEAT_PUMPS
    });
    assert_eq!(coming.unwrap_or_else(|| panic!("{spots:?}")).region_id, "AM01");
}

async fn demand_under_a_merged_name_counts_under_the_other(hub: &Reach<'_>) {
    let safety = pipeline(&hub.insight(""), json!({"regionId": "-"})).await.rows;
    let safety = safety
        .into_iter()
        .filter_map(|row| row.skill)
        .find(|skill| skill.uri.starts_with("urn:"));
    let safety = safety.unwrap();
    let heat_pumps =
        json!({"uri": HEAT_PUMPS, "taxonomy": "ESCO 1.2.0", "label": "warmtepompen installeren"});
    record(hub, "knelpunt-warmte", heat_pumps, 40).await;
    record(
        hub,
        "knelpunt-waterstof",
        serde_json::to_value(&safety).unwrap(),
        25,
    )
    .await;
    eventually("both are asked for", async || {
        let asked = json!({"regionId": "AM01", "gapAt": "PIPELINE_STAGE_SOLUTION"});
        let rows = pipeline(&hub.insight(""), asked).await.rows;
        let mut counted: Vec<i64> = rows.iter().map(people).collect();
        counted.sort_unstable();
        (counted == [25, 40]).then_some(())
    })
    .await;
    merge(hub, "waterstofveiligheid", "warmtepompen").await.unwrap();
    let row = eventually("the merge is seen", async || {
        here(hub).await.filter(|row| people(row) == 65)
    })
    .await;
    let merged = row.signal.as_ref().map(|signal| &signal.merged_uris);
    assert_eq!(merged, Some(&vec![safety.uri.clone()]));
    let by_old_name = json!({"regionId": "AM01", "skillUri": safety.uri});
    assert_eq!(pipeline(&hub.insight(""), by_old_name).await.rows, [row]);
}

async fn record(hub: &Reach<'_>, id: &str, skill: Value, people: u32) {
    let bottleneck = json!({
        "bottleneckId": id, "regionId": "AM01", "sector": "43.2", "themeId": THEME, "skills": [skill],
        "targetGroup": "installateurs", "people": people, "source": "regionale arbeidsmarktprognose", "observedOn": "2026-06-15",
    });
    let record = json!({"requestId": request_id(), "bottleneck": bottleneck});
    let region = hub.transitions("regional-coordinator:AM01");
    // What the programme block defined a while ago is heard by every block in its own time.
    eventually("the region is known", async || {
        region
            .demand()
            .record_bottleneck(request(record.clone()))
            .await
            .ok()
    })
    .await;
}

async fn a_provider_is_told_what_it_does_not_offer(hub: &Reach<'_>) {
    let asked = json!({"regionId": "AM01", "themeId": THEME});
    let told = needs(&hub.insight(""), asked).await.needs;
    let who: Vec<_> = told
        .iter()
        .map(|need| (need.provider_id.as_str(), need.kind()))
        .collect();
    assert_eq!(
        who,
        [
            ("", SkillNeedKind::NotOffered),
            (PROVIDER, SkillNeedKind::NotOffered)
        ]
    );
    let need = &told[1];
    assert_eq!(need.skill.as_ref().unwrap().uri, HEAT_PUMPS);
    let asked = need.need.as_ref().unwrap();
    assert_eq!(
        (
            value(asked.people.as_ref()),
            value(need.offers_of_others.as_ref())
        ),
        (65, 0)
    );
}

async fn once_it_offers_the_skill_a_solution_is_what_lacks(hub: &Reach<'_>) {
    let offer = json!({
        "offerId": "warmtepompen-modulair", "providerId": PROVIDER, "title": "Warmtepompen installeren",
        "learningOutcomes": ["installeert een warmtepomp"],
        "skills": [{"uri": HEAT_PUMPS, "taxonomy": "ESCO 1.2.0", "label": "warmtepompen installeren"}],
        "studyLoadHours": 140, "nlqfLevel": 6, "language": "nl", "form": "OFFER_FORM_BLENDED", "regionIds": ["AM01"],
        "targetGroup": "installateurs", "flexibility": {"startsPerYear": 6, "longestWaitDays": 60, "inParts": true},
        "openFrom": "2026-07-01", "example": true,
    });
    let publish = json!({"requestId": request_id(), "offer": offer});
    let officer = hub.professionalisation(OFFICER);
    officer.offers().publish_offer(request(publish)).await.unwrap();
    let row = eventually("the offer is seen", async || {
        let row = here(hub).await?;
        (value(row.supply.as_ref()?.offers.as_ref()) == 1).then_some(row)
    })
    .await;
    assert_eq!(row.gap_at(), PipelineStage::Solution);
    let told = needs(&hub.insight(""), json!({"regionId": "AM01"})).await.needs;
    assert!(told.is_empty(), "{told:?}");
}

/// A spelling mistake never looks like an empty region.
async fn faults_are_named(hub: &Reach<'_>) {
    let anybody = hub.insight("");
    let wrong = json!({"regionId": "AM99", "themeId": "warmte"});
    let refused = anybody.coherence().get_skill_pipeline(request(wrong)).await;
    assert_eq!(reason(&refused.unwrap_err()), "REQUEST_INVALID");
    let wrong = json!({"providerId": "niemand"});
    let refused = anybody.coherence().list_skill_needs(request(wrong)).await;
    assert_eq!(reason(&refused.unwrap_err()), "REQUEST_INVALID");
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
            vec!["pipeline", "--region", "AM01", "--gap", "solution", "--events"],
            "65",
        ),
        (vec!["pipeline", "--region", "-", "--theme", THEME], "oplossing"),
        (
            vec!["needs", PROVIDER, "--kind", "declines"],
            "Geen opleider met een gevraagde of afnemende vaardigheid",
        ),
        (vec!["needs", "-"], "Wie de radar nodig heeft op 2026-07-01"),
        (vec!["white-spots", "--kind", "emerging-skill"], "Witte vlekken"),
    ] {
        let json = told(&[arguments.as_slice(), &["--output", "json"]].concat()).await;
        serde_json::from_str::<Value>(&json).unwrap();
        let table = told(&arguments).await;
        assert!(table.contains(expected), "{expected} in {table}");
    }
}
