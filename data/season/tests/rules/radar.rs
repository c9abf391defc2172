//! The rules of the radar: sources once, skills by two people and on two publishers, editions one after the other.

use std::collections::{BTreeMap, BTreeSet};

use contracts::radar::v1::{
    DecideOnSkillRequest, MergeSkillRequest, ProposeSkillRequest, PublishEditionRequest,
    RegisterSourceRequest, SkillState,
};
use season::line::{Call, Line};

use crate::{
    hub::{Hub, day, request},
    reading::evidence,
};

/// What the radar keeps.
#[derive(Default)]
pub(crate) struct Kept {
    /// Sources by the text.
    sources: BTreeMap<Vec<u8>, Source>,
    pub(crate) skills: BTreeMap<String, Held>,
    pub(crate) editions: u32,
}

/// A source.
struct Source {
    publisher: String,
    /// What it says something of.
    evidence: BTreeSet<String>,
    counts: bool,
}

/// A skill.
#[derive(Default)]
pub(crate) struct Held {
    proposer: String,
    reviewer: String,
    pub(crate) state: SkillState,
    pub(crate) dissents: usize,
    concept: String,
    /// The concept or the keys of terms by which it is found.
    found_by: BTreeSet<String>,
}

impl Hub {
    /// Carries out a line of the radar, or panics with the line and the rule it breaks.
    pub(crate) fn radar(&mut self, line: &Line) {
        match line.call {
            Call::RegisterSource => self.register_source(line),
            // They are named by what follows from their text, which is not worked out a second time here.
            Call::GetSource => assert!(!self.block_1.sources.is_empty(), "{}", line.text()),
            Call::WithdrawSource => {
                let counting = self.block_1.sources.values_mut().find(|it| it.counts);
                counting.unwrap().counts = false;
            }
            Call::ProposeSkill => self.propose(line),
            Call::PublishEdition => self.publish_edition(line),
            _ => self.curate(line),
        }
    }

    fn register_source(&mut self, line: &Line) {
        let asked: RegisterSourceRequest = request(line);
        let (source, text) = (asked.source.unwrap(), asked.text.unwrap());
        assert!(day(&source.published_on) <= line.on, "{}", line.text());
        let is_example = source.title.starts_with("Voorbeeld: ") || source.title.starts_with("Example: ");
        assert!(is_example, "{}", line.text());
        let held = Source {
            publisher: source.publisher,
            evidence: evidence(&text.content),
            counts: true,
        };
        let before = self.block_1.sources.insert(text.content, held);
        assert!(before.is_none(), "a text twice: {}", line.text());
    }

    fn propose(&mut self, line: &Line) {
        let skill = request::<ProposeSkillRequest>(line).skill.unwrap();
        assert_ne!(
            skill.concept_uri.is_empty(),
            skill.term_keys.is_empty(),
            "{}",
            line.text()
        );
        let gone = [SkillState::Rejected, SkillState::Merged, SkillState::Retired];
        let same = |it: &Held| {
            !it.concept.is_empty() && it.concept == skill.concept_uri && !gone.contains(&it.state)
        };
        assert!(!self.block_1.skills.values().any(same), "{}", line.text());
        let held = Held {
            proposer: line.caller.clone(),
            state: SkillState::Proposed,
            found_by: skill
                .term_keys
                .into_iter()
                .chain([skill.concept_uri.clone()])
                .collect(),
            concept: skill.concept_uri,
            ..Held::default()
        };
        assert!(
            self.block_1.skills.insert(skill.skill_id, held).is_none(),
            "{}",
            line.text()
        );
    }

    fn curate(&mut self, line: &Line) {
        let id = line.request["skillId"].as_str().unwrap();
        let others: Vec<String> = self.block_1.skills.keys().cloned().collect();
        let skill = self
            .block_1
            .skills
            .get_mut(id)
            .unwrap_or_else(|| panic!("{}", line.text()));
        if line.call == Call::RecordDissent {
            skill.dissents += 1;
            return;
        }
        assert_ne!(skill.proposer, line.caller, "{}", line.text());
        let (from, to): (&[SkillState], SkillState) = match line.call {
            Call::ReviewSkill => {
                skill.reviewer.clone_from(&line.caller);
                (&[SkillState::Proposed], SkillState::InReview)
            }
            Call::DecideOnSkill => {
                assert_eq!(skill.reviewer, line.caller, "{}", line.text());
                let is_valid = request::<DecideOnSkillRequest>(line).is_valid;
                let to = if is_valid {
                    SkillState::Validated
                } else {
                    SkillState::Rejected
                };
                (&[SkillState::InReview], to)
            }
            Call::PublishSkill => {
                let says_so = |it: &&Source| it.counts && !it.evidence.is_disjoint(&skill.found_by);
                let publishers: BTreeSet<&String> = self
                    .block_1
                    .sources
                    .values()
                    .filter(says_so)
                    .map(|it| &it.publisher)
                    .collect();
                assert!(
                    publishers.len() >= 2,
                    "{publishers:?} is not enough: {}",
                    line.text()
                );
                (&[SkillState::Validated], SkillState::Published)
            }
            Call::MergeSkill => {
                let into = request::<MergeSkillRequest>(line).into_skill_id;
                assert!(into != id && others.contains(&into), "{}", line.text());
                (
                    &[SkillState::InReview, SkillState::Validated, SkillState::Published],
                    SkillState::Merged,
                )
            }
            _ => (&[SkillState::Published], SkillState::Retired),
        };
        assert!(from.contains(&skill.state), "{:?}: {}", skill.state, line.text());
        skill.state = to;
    }

    fn publish_edition(&mut self, line: &Line) {
        let published = |it: &Held| it.state == SkillState::Published;
        assert!(self.block_1.skills.values().any(published), "{}", line.text());
        let scope = request::<PublishEditionRequest>(line).scope.unwrap();
        assert!(day(&scope.as_of) <= line.on, "{}", line.text());
        self.block_1.editions += 1;
    }
}
