//! Which skill a reference means. The radar merges skills: who refers to one that was merged means the other, however many merges lie
//! between, and whichever block wrote the reference down.

use std::collections::HashMap;

use contracts::hub::v1::SkillRef;

use crate::rows::{Radar, RadarSkillRow};

/// Most merges that are followed from one reference. The radar makes no circle of them; a ledger that holds one is read to an end.
const MERGES_MAX: usize = 100;

/// What references mean by the merges of the radar.
#[derive(Debug, Default)]
pub struct Meant<'a>(HashMap<&'a str, &'a SkillRef>);

impl<'a> Meant<'a> {
    /// By what was merged so far. A skill that is on the radar under the same reference as one that was merged means itself.
    #[must_use]
    pub fn by(radar: &'a Radar) -> Self {
        let rows = || radar.skills.values().map(AsRef::as_ref);
        let merged =
            rows().filter_map(|row: &RadarSkillRow| Some((uri_of(row), row.merged_into_reference.as_ref()?)));
        let mut into: HashMap<_, _> = merged.collect();
        for row in rows().filter(|row: &&RadarSkillRow| row.is_on_radar()) {
            into.remove(uri_of(row));
        }
        Self(into)
    }

    /// The skill that a reference means.
    #[must_use]
    pub fn skill<'b>(&self, named: &'b SkillRef) -> &'b SkillRef
    where
        'a: 'b,
    {
        self.end_of(&named.uri).unwrap_or(named)
    }

    /// The same, by its URI alone.
    #[must_use]
    pub fn uri<'b>(&self, named: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.end_of(named).map_or(named, |skill| &skill.uri)
    }

    /// The skills that references mean, each once.
    #[must_use]
    pub fn skills<'b>(&self, named: &'b [SkillRef]) -> Vec<&'b SkillRef>
    where
        'a: 'b,
    {
        let mut all: Vec<&'b SkillRef> = Vec::with_capacity(named.len());
        for skill in named.iter().map(|skill| self.skill(skill)) {
            if !all.iter().any(|known| known.uri == skill.uri) {
                all.push(skill);
            }
        }
        all
    }

    /// The references that mean another skill, each with the URI of that.
    pub fn merged(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.keys().map(|named| (*named, self.uri(named)))
    }

    /// The end of the merges that begin with a reference; none when it means itself.
    fn end_of(&self, named: &str) -> Option<&'a SkillRef> {
        let mut meant = *self.0.get(named)?;
        for _ in 1..MERGES_MAX {
            match self.0.get(meant.uri.as_str()) {
                Some(into) => meant = into,
                None => break,
            }
        }
        Some(meant)
    }
}

fn uri_of(row: &RadarSkillRow) -> &str {
    &row.reference.uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coherence::fixture::{known, merged, on_radar, skill};

    #[test]
    fn merges_are_followed_to_their_end_and_what_was_never_merged_means_itself() {
        let facts = known()
            .with(merged(on_radar("a", "urn:a", 1), "urn:b", 5))
            .with(merged(on_radar("b", "urn:b", 2), "urn:c", 6))
            .with(on_radar("c", "urn:c", 3))
            .facts();
        let meant = Meant::by(&facts.radar);
        assert_eq!((meant.uri("urn:a"), meant.uri("urn:c")), ("urn:c", "urn:c"));
        assert_eq!(meant.uri("urn:elsewhere"), "urn:elsewhere");
        let named = [skill("urn:a"), skill("urn:x"), skill("urn:b")];
        let uris: Vec<_> = meant.skills(&named).iter().map(|it| it.uri.as_str()).collect();
        assert_eq!(uris, ["urn:c", "urn:x"], "what names both names one");
        let mut merged: Vec<_> = meant.merged().collect();
        merged.sort_unstable();
        assert_eq!(merged, [("urn:a", "urn:c"), ("urn:b", "urn:c")]);
    }

    #[test]
    fn a_circle_comes_to_an_end() {
        let facts = known()
            .with(merged(on_radar("a", "urn:a", 1), "urn:b", 5))
            .with(merged(on_radar("b", "urn:b", 2), "urn:a", 6))
            .facts();
        let found = Meant::by(&facts.radar).uri("urn:a").to_owned();
        assert!(["urn:a", "urn:b"].contains(&found.as_str()));
    }

    #[test]
    fn a_skill_on_the_radar_under_the_reference_of_a_merged_one_means_itself() {
        let facts = known()
            .with(merged(on_radar("a", "urn:a", 1), "urn:b", 5))
            .with(on_radar("a-again", "urn:a", 7))
            .facts();
        assert_eq!(Meant::by(&facts.radar).uri("urn:a"), "urn:a");
    }
}
