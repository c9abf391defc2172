//! The three components of the learning culture. What is measured is always told of all three: [`PerComponent`] cannot hold fewer, and
//! nothing in this block makes one number of them.

use serde::{Deserialize, Serialize};

/// A component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Component {
    /// What people do to learn.
    LearningBehaviour,
    /// How far people feel that they must keep learning.
    Urgency,
    /// What around people helps them to learn.
    StimulatingFactors,
}

impl Component {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::LearningBehaviour, Self::Urgency, Self::StimulatingFactors];
}

/// Something of each component.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerComponent<T> {
    /// Of learning behaviour.
    pub learning_behaviour: T,
    /// Of urgency.
    pub urgency: T,
    /// Of stimulating factors.
    pub stimulating_factors: T,
}

impl<T> PerComponent<T> {
    /// Makes it component by component.
    pub fn of_each(mut make: impl FnMut(Component) -> T) -> Self {
        Self {
            learning_behaviour: make(Component::LearningBehaviour),
            urgency: make(Component::Urgency),
            stimulating_factors: make(Component::StimulatingFactors),
        }
    }

    /// That of one component.
    pub fn get(&self, component: Component) -> &T {
        match component {
            Component::LearningBehaviour => &self.learning_behaviour,
            Component::Urgency => &self.urgency,
            Component::StimulatingFactors => &self.stimulating_factors,
        }
    }

    /// Turns each into something else, unless one of them cannot be.
    pub fn try_map<U>(&self, mut turn: impl FnMut(Component, &T) -> Option<U>) -> Option<PerComponent<U>> {
        Some(PerComponent {
            learning_behaviour: turn(Component::LearningBehaviour, &self.learning_behaviour)?,
            urgency: turn(Component::Urgency, &self.urgency)?,
            stimulating_factors: turn(Component::StimulatingFactors, &self.stimulating_factors)?,
        })
    }
}
