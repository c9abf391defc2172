//! What may be said of an effect. It follows from how the effect was observed and from its interval, and from nothing else: nobody hands in
//! a claim, and a design cannot lead to the claim of a stronger one.

use blocks::values::LocalText;
use serde::{Deserialize, Serialize};

use super::effect::Design;
use crate::domain::component::Component;

/// What may be said of an effect, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Claim {
    /// No difference was shown.
    NoDifferenceShown,
    /// It changed; by what is not known.
    Changed,
    /// It differs from a group without; by what is not known.
    Differs,
    /// The intervention probably contributed.
    ProbablyContributed,
    /// The intervention had an effect.
    HadEffect,
}

impl Claim {
    /// The most that a design allows to be said.
    #[must_use]
    pub fn most(design: Design) -> Self {
        match design {
            Design::BeforeAfter => Self::Changed,
            Design::ComparisonGroup => Self::Differs,
            Design::DifferenceInDifferences => Self::ProbablyContributed,
            Design::Randomised => Self::HadEffect,
        }
    }

    /// What a 95 % interval from `lower` to `upper` of this design allows to be said: nothing when zero lies in it.
    #[must_use]
    pub fn of(design: Design, lower: f64, upper: f64) -> Self {
        if lower <= 0.0 && upper >= 0.0 {
            Self::NoDifferenceShown
        } else {
            Self::most(design)
        }
    }

    /// The claim as a sentence; `rose` tells in which direction, and `reported` whether the hub worked out the estimate itself.
    #[must_use]
    pub fn sentence(self, component: Component, rose: bool, reported: bool) -> LocalText {
        let (nl, en) = named(component);
        let (up, more) = if rose {
            ("hoger", "higher")
        } else {
            ("lager", "lower")
        };
        let (nl, en) = match self {
            Self::NoDifferenceShown => (
                format!("Voor {nl} is geen verschil aangetoond."),
                format!("No difference was shown for {en}."),
            ),
            Self::Changed => (
                format!("Na afloop was {nl} {up} dan ervoor; waardoor is hiermee niet bekend."),
                format!("Afterwards {en} was {more} than before; this does not tell why."),
            ),
            Self::Differs => (
                format!(
                    "In de groep met de interventie was {nl} {up} dan in een groep zonder; waardoor is hiermee niet bekend."
                ),
                format!(
                    "In the group with the intervention {en} was {more} than in a group without; this does not tell why."
                ),
            ),
            Self::ProbablyContributed => (
                format!(
                    "De interventie heeft er waarschijnlijk aan bijgedragen dat {nl} {up} is geworden dan in een groep zonder."
                ),
                format!(
                    "The intervention probably contributed to {en} becoming {more} than in a group without."
                ),
            ),
            Self::HadEffect => (
                format!("De interventie had effect: {nl} werd er {up} door."),
                format!("The intervention had an effect: it made {en} {more}."),
            ),
        };
        if reported {
            let (nl, en) = (
                format!("{nl} De schatting is elders gemaakt."),
                format!("{en} The estimate was made elsewhere."),
            );
            return LocalText::new(nl, en);
        }
        LocalText::new(nl, en)
    }
}

fn named(component: Component) -> (&'static str, &'static str) {
    match component {
        Component::LearningBehaviour => ("de score op leergedrag", "the score on learning behaviour"),
        Component::Urgency => ("de score op ervaren urgentie", "the score on urgency"),
        Component::StimulatingFactors => (
            "de score op stimulerende factoren",
            "the score on stimulating factors",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESIGNS: [Design; 4] = [
        Design::BeforeAfter,
        Design::ComparisonGroup,
        Design::DifferenceInDifferences,
        Design::Randomised,
    ];

    #[test]
    fn no_interval_leads_beyond_what_the_design_allows() {
        for design in DESIGNS {
            for lower in [-90.0, -0.1, 0.0, 0.1, 50.0] {
                for width in [0.0, 0.1, 1.0, 100.0] {
                    let claim = Claim::of(design, lower, lower + width);
                    assert!(claim <= Claim::most(design), "{design:?} {lower} {width}");
                    let includes_zero = lower <= 0.0 && lower + width >= 0.0;
                    assert_eq!(claim == Claim::NoDifferenceShown, includes_zero);
                }
            }
        }
        let most = DESIGNS.map(Claim::most);
        assert!(most.is_sorted() && most[0] == Claim::Changed);
    }

    /// Words that say that the intervention did it, which only chance or a comparison over time allows.
    #[test]
    fn only_the_stronger_designs_speak_of_the_intervention_as_a_cause() {
        for component in Component::ALL {
            for rose in [true, false] {
                for claim in [Claim::NoDifferenceShown, Claim::Changed, Claim::Differs] {
                    let said = claim.sentence(component, rose, false);
                    let text = format!("{} {}", said.nl, said.en);
                    for cause in ["effect", "bijgedragen", "contributed", "leidde", "led to", "made"] {
                        assert!(!text.contains(cause), "{claim:?}: {text}");
                    }
                }
                let said = Claim::ProbablyContributed.sentence(component, rose, false);
                assert!(said.nl.contains("waarschijnlijk") && said.en.contains("probably"));
            }
        }
    }
}
