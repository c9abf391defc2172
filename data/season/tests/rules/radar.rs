//! The rules of the radar: sources once, skills by two people and on two publishers, editions one after the other.

use std::collections::{BTreeMap, BTreeSet};

use contracts::radar::v1::*;
use season::line::{Call, Line};

use crate::hub::{Hub, day, request};

/// What the radar keeps.
#[derive(Default)]
pub(crate) struct Kept {
    /// Sources by the text, with their publisher, and whether they count.
    sources: BTreeMap<Vec<u8>, (String, bool)>,
    pub(crate) skills: BTreeMap<String, Held>,
    pub(crate) editions: u32,
}

/// A skill.
#[derive(Default)]
pub(crate) struct Held {
    proposer: String,
    reviewer: String,
    pub(crate) state: SkillState,
    pub(crate) dissents: usize,
    concept: String,
}

impl Hub {
    /// Carries out a line of the radar, or panics with the line and the rule it breaks.
    pub(crate) fn radar(&mut self, line: &Line) {
        match line.call {
            Call::RegisterSource => self.register_source(line),
            // They are named by what follows from their text, which is not worked out a second time here.
            Call::GetSource => assert!(!self.block_1.sources.is_empty(), "{}", line.text()),
            Call::WithdrawSource => {
                let counting = self.block_1.sources.values_mut().find(|it| it.1);
                counting.unwrap().1 = false;
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
        let before = self
            .block_1
            .sources
            .insert(text.content, (source.publisher, true));
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
        let publishers: BTreeSet<&String> = self
            .block_1
            .sources
            .values()
            .filter(|it| it.1)
            .map(|it| &it.0)
            .collect();
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
                assert!(publishers.len() >= 2, "{}", line.text());
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
