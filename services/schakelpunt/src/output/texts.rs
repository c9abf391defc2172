//! The words of the command line in one language, from `locales/`.

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use unic_langid::{LanguageIdentifier, langid};

use super::Lang;

const NL: &str = include_str!("../../locales/nl/cli.ftl");
/// Why the hub refuses. In English its own messages say so.
const NL_REASONS: &str = include_str!("../../locales/nl/reasons.ftl");
const NL_COHERENCE: &str = include_str!("../../locales/nl/coherence.ftl");
const EN: &str = include_str!("../../locales/en/cli.ftl");
const EN_COHERENCE: &str = include_str!("../../locales/en/coherence.ftl");
/// The words of the commands on building block 2.
const NL_TRANSITIONS: &str = include_str!("../../locales/nl/transitions.ftl");
const EN_TRANSITIONS: &str = include_str!("../../locales/en/transitions.ftl");

/// The words of the commands on building block 3.
const NL_PROFESSIONALISATION: &str = include_str!("../../locales/nl/professionalisation.ftl");
const EN_PROFESSIONALISATION: &str = include_str!("../../locales/en/professionalisation.ftl");

/// The words of the commands on building block 4.
const NL_CULTURE: &str = include_str!("../../locales/nl/culture.ftl");
const EN_CULTURE: &str = include_str!("../../locales/en/culture.ftl");

/// The words of the commands on building block 1.
const NL_RADAR: &str = include_str!("../../locales/nl/radar.ftl");
const EN_RADAR: &str = include_str!("../../locales/en/radar.ftl");

/// The words of the commands on subscriptions.
const NL_EXCHANGE: &str = include_str!("../../locales/nl/exchange.ftl");
const EN_EXCHANGE: &str = include_str!("../../locales/en/exchange.ftl");

/// The words of the command on event types.
const NL_CATALOGUE: &str = include_str!("../../locales/nl/catalogue.ftl");
const EN_CATALOGUE: &str = include_str!("../../locales/en/catalogue.ftl");
/// The words about projects of other programmes.
const NL_LINKED: &str = include_str!("../../locales/nl/linked.ftl");
const EN_LINKED: &str = include_str!("../../locales/en/linked.ftl");

/// The words of the command line in one language.
pub struct Texts {
    /// The language.
    pub lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// The words in this language.
    pub fn new(lang: Lang) -> Self {
        let (id, sources): (LanguageIdentifier, &[&str]) = match lang {
            Lang::Nl => (
                langid!("nl"),
                &[
                    NL,
                    NL_COHERENCE,
                    NL_TRANSITIONS,
                    NL_PROFESSIONALISATION,
                    NL_CULTURE,
                    NL_RADAR,
                    NL_EXCHANGE,
                    NL_CATALOGUE,
                    NL_LINKED,
                    NL_REASONS,
                ],
            ),
            Lang::En => (
                langid!("en"),
                &[
                    EN,
                    EN_COHERENCE,
                    EN_TRANSITIONS,
                    EN_PROFESSIONALISATION,
                    EN_CULTURE,
                    EN_RADAR,
                    EN_EXCHANGE,
                    EN_CATALOGUE,
                    EN_LINKED,
                ],
            ),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for source in sources {
            // A test refuses locale files with faults; at run time what could be read is used.
            let resource = FluentResource::try_new((*source).to_owned());
            bundle.add_resource_overriding(resource.unwrap_or_else(|(resource, _)| resource));
        }
        Self { lang, bundle }
    }

    /// Whether there are words for this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The words for a key; the key itself when there are none.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The words for a key with values filled in.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        values.iter().for_each(|(name, value)| args.set(*name, *value));
        self.bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }

    /// Words for an enum value of the contract: `PROJECT_STATE_RUNNING` has the key `project-state-running`.
    pub fn word(&self, value: &str) -> String {
        self.get(&value.to_ascii_lowercase().replace('_', "-"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;
    use prost_reflect::DescriptorPool;

    use super::*;

    /// Keys with the names of what fills them in, read from the debug form because the syntax tree's own crate is not
    /// at hand.
    fn entries(source: &str) -> Vec<(String, BTreeSet<String>)> {
        let resource = FluentResource::try_new(source.to_owned()).expect("the locale file has faults");
        let mut all: Vec<_> = resource
            .entries()
            .filter_map(|entry| message(&format!("{entry:?}")))
            .collect();
        all.sort();
        all
    }

    fn message(entry: &str) -> Option<(String, BTreeSet<String>)> {
        let names = |mark: &str| {
            let parts: Vec<_> = entry
                .split(mark)
                .skip(1)
                .filter_map(|rest| rest.split_once('"'))
                .collect();
            parts
                .into_iter()
                .map(|(name, _)| name.to_owned())
                .collect::<Vec<_>>()
        };
        let key = names("Message(Message { id: Identifier { name: \"").pop()?;
        Some((
            key,
            names("VariableReference { id: Identifier { name: \"")
                .into_iter()
                .collect(),
        ))
    }

    #[test]
    fn both_languages_have_the_same_keys_with_the_same_values_to_fill_in() {
        let files = [
            (NL, EN),
            (NL_COHERENCE, EN_COHERENCE),
            (NL_TRANSITIONS, EN_TRANSITIONS),
            (NL_PROFESSIONALISATION, EN_PROFESSIONALISATION),
            (NL_CULTURE, EN_CULTURE),
            (NL_RADAR, EN_RADAR),
            (NL_EXCHANGE, EN_EXCHANGE),
            (NL_CATALOGUE, EN_CATALOGUE),
            (NL_LINKED, EN_LINKED),
        ];
        for (dutch, english) in files {
            assert_eq!(entries(dutch), entries(english));
        }
    }

    #[test]
    fn no_key_is_written_twice() {
        for sources in [
            [
                NL,
                NL_COHERENCE,
                NL_TRANSITIONS,
                NL_PROFESSIONALISATION,
                NL_CULTURE,
                NL_RADAR,
                NL_EXCHANGE,
                NL_CATALOGUE,
                NL_LINKED,
            ],
            [
                EN,
                EN_COHERENCE,
                EN_TRANSITIONS,
                EN_PROFESSIONALISATION,
                EN_CULTURE,
                EN_RADAR,
                EN_EXCHANGE,
                EN_CATALOGUE,
                EN_LINKED,
            ],
        ] {
            let keys: Vec<_> = sources
                .into_iter()
                .flat_map(entries)
                .map(|(key, _)| key)
                .collect();
            assert_eq!(keys.len(), keys.iter().collect::<BTreeSet<_>>().len());
        }
    }

    #[test]
    fn every_documented_reason_has_words_in_dutch() {
        let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors");
        let texts = Texts::new(Lang::Nl);
        let names = std::fs::read_dir(pages)
            .unwrap()
            .filter_map(|page| page.ok()?.file_name().into_string().ok());
        let reasons = names.filter_map(|name| Some(format!("reason-{}", name.strip_suffix(".md")?)));
        let missing: Vec<_> = reasons
            .filter(|key| !texts.has(key) && !key.contains("README"))
            .collect();
        assert_eq!(
            missing,
            Vec::<String>::new(),
            "add them to locales/nl/reasons.ftl"
        );
        assert!(!entries(NL_REASONS).is_empty());
    }

    #[test]
    fn every_state_that_is_shown_has_a_word() {
        let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
        let texts = Texts::new(Lang::Nl);
        let shown = [
            "programme.v1.ProjectState",
            "programme.v1.SizeClass",
            "programme.v1.MoneyState",
            "programme.v1.MilestoneState",
            "programme.v1.ChangeRequestState",
            "programme.v1.ReportState",
            "programme.v1.ReportKind",
            "programme.v1.ObligationState",
            "programme.v1.WorkState",
            "programme.v1.AttentionPointState",
            "programme.v1.Aggregation",
            "insight.v1.Colour",
            "insight.v1.WaitsOn",
            "insight.v1.LeadTimeStep",
            "insight.v1.WhiteSpotKind",
            "insight.v1.PipelineStage",
            "insight.v1.SkillNeedKind",
            "options.v1.Audience",
            "transitions.v1.ApplicationState",
            "transitions.v1.RuleOutcome",
            "transitions.v1.AwardOutcome",
            "transitions.v1.AwardState",
            "transitions.v1.AwardChangeState",
            "transitions.v1.ConditionState",
            "transitions.v1.SolutionState",
            "transitions.v1.BottleneckState",
            "transitions.v1.DemandPhase",
            "transitions.v1.HelixParty",
            "professionalisation.v1.ProviderKind",
            "professionalisation.v1.TrackState",
            "professionalisation.v1.OfferForm",
            "professionalisation.v1.ClassState",
            "professionalisation.v1.KeyAlgorithm",
            "professionalisation.v1.KeyState",
            "professionalisation.v1.SizeUnit",
            "culture.v1.Component",
            "culture.v1.InstrumentState",
            "culture.v1.MeasurementState",
            "culture.v1.Caveat",
            "culture.v1.EvidenceStrength",
            "culture.v1.FindingState",
            "culture.v1.FindingDirection",
            "culture.v1.InterventionState",
            "culture.v1.EffectDesign",
            "culture.v1.AnswerState",
            "exchange.v1.SubscriptionState",
            "exchange.v1.LinkState",
            "exchange.v1.StallRule",
            "radar.v1.SourceKind",
            "radar.v1.SourceState",
            "radar.v1.TextFormat",
            "radar.v1.MentionManner",
            "radar.v1.MentionMatch",
            "radar.v1.RunState",
            "radar.v1.Ring",
            "radar.v1.Movement",
            "radar.v1.SkillState",
            "radar.v1.WaitsFor",
            "radar.v1.ConceptKind",
            "radar.v1.ConceptState",
            "radar.v1.ConceptChangeKind",
        ];
        for name in shown {
            let shown = pool.get_enum_by_name(&format!("schakelpunt.{name}")).unwrap();
            let keys = shown
                .values()
                .map(|value| value.name().to_ascii_lowercase().replace('_', "-"));
            assert_eq!(
                keys.filter(|key| !texts.has(key)).collect::<Vec<_>>(),
                Vec::<String>::new()
            );
        }
    }

    #[test]
    fn a_key_without_words_shows_itself() {
        assert_eq!(Texts::new(Lang::Nl).get("no-such-key"), "no-such-key");
    }
}
