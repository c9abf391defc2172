//! The rules of building block 3: scans by their instrument, tracks in order, classes by their framework and reviewed by somebody else,
//! credentials of published classes with a key, revoked once.

use std::collections::{BTreeMap, BTreeSet};

use contracts::professionalisation::v1::*;
use season::{
    line::{Call, Line},
    professionalisation::providers::PROVIDERS,
};
use serde_json::Value;

use crate::hub::{Hub, day, request};

/// What building block 3 keeps.
#[derive(Default)]
pub(crate) struct Kept {
    providers: BTreeMap<String, Held>,
    classes: BTreeMap<String, (CredentialClass, ClassState)>,
    pub(crate) offers: BTreeMap<String, (Offer, bool)>,
    pub(crate) learners: BTreeSet<String>,
    pub(crate) revoked: BTreeSet<(String, u32)>,
}

/// A provider with what belongs to it.
#[derive(Default)]
struct Held {
    said: Provider,
    scans: Vec<Scan>,
    plans: Vec<String>,
    /// How many started, and completed, by track.
    tracks: BTreeMap<String, (Option<u32>, Option<u32>)>,
    keys: u32,
    issued: u32,
}

/// The data of `data/professionalisation/`: the requests of a file.
fn rules(file: &str) -> Vec<Value> {
    let path = format!("{}/../professionalisation/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().skip(1);
    lines
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["request"].clone())
        .collect()
}

fn instrument() -> Instrument {
    let request: DefineInstrumentRequest =
        serde_json::from_value(rules("01-instruments.jsonl")[0].clone()).unwrap();
    request.instrument.unwrap()
}

fn framework(id: &str, version: u32) -> Framework {
    let frameworks = rules("02-frameworks.jsonl").into_iter().map(|request| {
        let request: DefineFrameworkRequest = serde_json::from_value(request).unwrap();
        request.framework.unwrap()
    });
    frameworks
        .into_iter()
        .find(|it| it.framework_id == id && it.version == version)
        .unwrap_or_else(|| panic!("{id} version {version}"))
}

impl Hub {
    pub(crate) fn professionalisation(&mut self, line: &Line) {
        match line.call {
            Call::RegisterProvider
            | Call::RecordScan
            | Call::PlanDevelopment
            | Call::PlanTrack
            | Call::StartTrack
            | Call::CompleteTrack => self.provider(line),
            Call::PublishOffer | Call::ReviseOffer | Call::WithdrawOffer => self.offer(line),
            Call::RotateKey | Call::IssueCredentials | Call::RevokeCredential => self.issuing(line),
            _ => self.class(line),
        }
    }

    fn held(&mut self, line: &Line) -> &mut Held {
        let id = line.request["providerId"].as_str().unwrap();
        self.block_3
            .providers
            .get_mut(id)
            .unwrap_or_else(|| panic!("{}", line.text()))
    }

    fn knows_project(&self, id: &str) -> bool {
        id.is_empty() || self.projects.contains_key(id)
    }

    fn provider(&mut self, line: &Line) {
        let text = line.text();
        match line.call {
            Call::RegisterProvider => {
                let said = request::<RegisterProviderRequest>(line).provider.unwrap();
                assert!(said.example && said.name.starts_with("Voorbeeld-"), "{text}");
                let held = Held {
                    said: said.clone(),
                    ..Held::default()
                };
                let before = self.block_3.providers.insert(said.provider_id, held);
                assert!(before.is_none(), "{text}");
            }
            Call::RecordScan => {
                let scan = request::<RecordScanRequest>(line).scan.unwrap();
                assert!(
                    day(&scan.taken_on) <= line.on && self.knows_project(&scan.project_id),
                    "{text}"
                );
                let instrument = instrument();
                assert_eq!(
                    (scan.instrument_id.as_str(), scan.instrument_version),
                    (instrument.instrument_id.as_str(), 1)
                );
                let found: Vec<_> = scan.findings.iter().map(|it| it.dimension_id.as_str()).collect();
                let asked: Vec<_> = instrument
                    .dimensions
                    .iter()
                    .map(|it| it.dimension_id.as_str())
                    .collect();
                assert_eq!(found, asked, "{text}");
                assert!(
                    scan.findings.iter().all(|it| (1..=4).contains(&it.level)),
                    "{text}"
                );
                self.held(line).scans.push(scan);
            }
            Call::PlanDevelopment => {
                let plan = request::<PlanDevelopmentRequest>(line).plan.unwrap();
                assert!(self.knows_project(&plan.project_id), "{text}");
                let held = self.held(line);
                let scan = held.scans.iter().find(|it| it.scan_id == plan.scan_id).unwrap();
                for goal in &plan.goals {
                    let found = scan
                        .findings
                        .iter()
                        .find(|it| it.dimension_id == goal.dimension_id)
                        .unwrap();
                    assert!((found.level + 1..=4).contains(&goal.level), "{text}");
                    assert!(goal.due_on > scan.taken_on, "{text}");
                }
                held.plans.push(plan.plan_id);
            }
            Call::PlanTrack => {
                let track = request::<PlanTrackRequest>(line).track.unwrap();
                assert!(self.knows_project(&track.project_id), "{text}");
                let held = self.held(line);
                assert!(
                    held.plans.contains(&track.plan_id) && track.starts_on <= track.ends_on,
                    "{text}"
                );
                assert!(
                    held.tracks.insert(track.track_id, (None, None)).is_none(),
                    "{text}"
                );
            }
            Call::StartTrack => {
                let asked: StartTrackRequest = request(line);
                assert!(
                    day(&asked.started_on) <= line.on && asked.educators >= 1,
                    "{text}"
                );
                let track = self.held(line).tracks.get_mut(&asked.track_id).unwrap();
                assert_eq!(track.0.replace(asked.educators), None, "{text}");
            }
            _ => {
                let asked: CompleteTrackRequest = request(line);
                let track = self.held(line).tracks.get_mut(&asked.track_id).unwrap();
                assert!(
                    day(&asked.completed_on) <= line.on && Some(asked.educators) <= track.0,
                    "{text}"
                );
                assert_eq!(track.1.replace(asked.educators), None, "{text}");
            }
        }
    }

    fn offer(&mut self, line: &Line) {
        let text = line.text();
        if line.call == Call::WithdrawOffer {
            let asked: WithdrawOfferRequest = request(line);
            assert!(day(&asked.withdrawn_on) <= line.on, "{text}");
            let (_, withdrawn) = self.block_3.offers.get_mut(&asked.offer_id).unwrap();
            assert!(!std::mem::replace(withdrawn, true), "{text}");
            return;
        }
        let offer: Offer = serde_json::from_value(line.request["offer"].clone()).unwrap();
        let provider = &self.block_3.providers[&offer.provider_id].said;
        assert!(
            offer.region_ids.iter().all(|id| provider.region_ids.contains(id)),
            "{text}"
        );
        assert!(
            offer.example && !offer.skills.is_empty() && self.knows_project(&offer.project_id),
            "{text}"
        );
        let published = |id: &String| self.block_3.classes[id].1 == ClassState::Published;
        assert!(offer.class_ids.iter().all(published), "{text}");
        assert!(
            offer.solution_id.is_empty() || self.solutions.contains_key(&offer.solution_id),
            "{text}"
        );
        let before = self.block_3.offers.insert(offer.offer_id.clone(), (offer, false));
        assert_eq!(before.is_some(), line.call == Call::ReviseOffer, "{text}");
    }

    fn class(&mut self, line: &Line) {
        let text = line.text();
        if matches!(line.call, Call::ProposeClass | Call::ReviseClass) {
            let said: CredentialClass =
                serde_json::from_value(line.request["credentialClass"].clone()).unwrap();
            let framework = framework(&said.framework_id, said.framework_version);
            let kind = self.block_3.providers[&said.provider_id].said.kind;
            assert!(framework.provider_kinds.contains(&kind), "{text}");
            assert!(
                (framework.size_least..=framework.size_most).contains(&said.size),
                "{text}"
            );
            assert!(
                (framework.nlqf_lowest..=framework.nlqf_highest).contains(&said.nlqf_level),
                "{text}"
            );
            assert!(said.example && self.knows_project(&said.project_id), "{text}");
            let before = self
                .block_3
                .classes
                .insert(said.class_id.clone(), (said, ClassState::Proposed));
            assert_eq!(
                before.map(|it| it.1).is_some(),
                line.call == Call::ReviseClass,
                "{text}"
            );
            return;
        }
        let id = line.request["classId"].as_str().unwrap();
        let (_, state) = self.block_3.classes.get_mut(id).unwrap();
        let (from, to) = match line.call {
            Call::ReviewClass => {
                assert!(
                    line.caller.starts_with("assessor"),
                    "who proposes does not review: {text}"
                );
                let approved = line.request["approved"] == true;
                let to = if approved {
                    ClassState::Reviewed
                } else {
                    ClassState::Returned
                };
                (ClassState::Proposed, to)
            }
            Call::AccreditClass => (ClassState::Reviewed, ClassState::Accredited),
            Call::PublishClass => (ClassState::Accredited, ClassState::Published),
            _ => (ClassState::Published, ClassState::Withdrawn),
        };
        assert_eq!(std::mem::replace(state, to), from, "{text}");
    }

    fn issuing(&mut self, line: &Line) {
        let text = line.text();
        match line.call {
            Call::RotateKey => self.held(line).keys += 1,
            Call::IssueCredentials => {
                let asked: IssueCredentialsRequest = request(line);
                let (class, state) = &self.block_3.classes[&asked.class_id];
                assert_eq!(
                    (*state, &class.provider_id),
                    (ClassState::Published, &asked.provider_id),
                    "{text}"
                );
                for recipient in &asked.recipients {
                    let [identity] = recipient.identities.as_slice() else {
                        panic!("{text}")
                    };
                    let invented = identity.kind() == IdentityKind::SystemId
                        && identity.value.starts_with("vb-leerling-");
                    assert!(invented && day(&recipient.achieved_on) <= line.on, "{text}");
                    assert!(self.block_3.learners.insert(identity.value.clone()), "{text}");
                }
                let held = self.held(line);
                assert!(
                    held.keys > 0 && held.said.region_ids.contains(&asked.region_id),
                    "{text}"
                );
                held.issued += u32::try_from(asked.recipients.len()).unwrap();
            }
            _ => {
                let asked: RevokeCredentialRequest = request(line);
                assert!(asked.status_number < self.held(line).issued, "{text}");
                let revoked = (asked.provider_id, asked.status_number);
                assert!(self.block_3.revoked.insert(revoked), "{text}");
            }
        }
    }
}

#[test]
fn the_season_shows_what_building_block_3_is_for() {
    let hub = crate::replayed();
    let kept = &hub.block_3;
    assert_eq!(kept.providers.len(), PROVIDERS.len());
    for held in kept.providers.values() {
        let [first, second] = held.scans.as_slice() else {
            panic!("{}", held.said.provider_id)
        };
        let apart = day(&first.taken_on)
            .until(day(&second.taken_on))
            .unwrap()
            .get_days();
        assert!(
            (350..=380).contains(&apart),
            "{}: {apart} days",
            held.said.provider_id
        );
    }
    let completed = kept.providers.values().flat_map(|held| held.tracks.values());
    assert!(completed.filter(|track| track.1.is_some()).count() >= 5);
    let states: BTreeSet<_> = kept
        .classes
        .values()
        .map(|(_, state)| state.as_str_name())
        .collect();
    for state in [ClassState::Proposed, ClassState::Published, ClassState::Withdrawn] {
        assert!(states.contains(state.as_str_name()), "no class is {state:?}");
    }
    assert!(kept.offers.values().any(|(_, withdrawn)| *withdrawn));
    assert!(
        kept.providers.values().any(|held| held.keys > 1),
        "no key was rotated"
    );
    assert!(
        (300..800).contains(&kept.learners.len()),
        "{}",
        kept.learners.len()
    );
    assert!(kept.revoked.len() >= 5);
}

/// The same skill from demand through solution to offer.
#[test]
fn an_offer_that_teaches_a_solution_names_its_skills() {
    let hub = crate::replayed();
    let lines = season::lines();
    let designs = lines.iter().filter(|line| line.call == Call::DesignSolution);
    let skills: BTreeMap<_, _> = designs
        .map(|line| {
            let solution = &line.request["solution"];
            (solution["solutionId"].as_str().unwrap(), &solution["skills"])
        })
        .collect();
    let offers: Vec<_> = hub.block_3.offers.values().map(|(offer, _)| offer).collect();
    let answering: Vec<_> = offers
        .iter()
        .filter(|offer| !offer.solution_id.is_empty())
        .collect();
    assert!(answering.len() >= 3);
    for offer in answering {
        let taught = serde_json::to_value(&offer.skills).unwrap();
        assert_eq!(&taught, skills[offer.solution_id.as_str()], "{}", offer.offer_id);
    }
}
