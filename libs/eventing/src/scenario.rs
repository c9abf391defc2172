//! Given/when/then for deciders, on top of the cqrs-es test framework's idea but without its runtime.

use crate::decider::Decider;

/// A decider with its past.
#[derive(Debug, Clone)]
pub struct Scenario<D: Decider>(D);

/// The outcome of a command in a scenario.
#[derive(Debug)]
pub struct Outcome<D: Decider> {
    before: D,
    result: Result<Vec<D::Fact>, D::Rejection>,
}

impl<D: Decider> Scenario<D> {
    /// A decider to which nothing has happened.
    #[must_use]
    pub fn new() -> Self {
        Self(D::default())
    }

    /// A decider to which these facts have happened.
    #[must_use]
    pub fn given(facts: impl IntoIterator<Item = D::Fact>) -> Self {
        let mut state = D::default();
        facts.into_iter().for_each(|fact| state.evolve(fact));
        Self(state)
    }

    /// Carries out commands that must succeed, to bring the decider into a state.
    ///
    /// # Panics
    /// When one of them is refused: the scenario itself is wrong.
    #[must_use]
    #[expect(clippy::panic, reason = "a scenario that does not hold is a failed test")]
    pub fn after(mut self, commands: impl IntoIterator<Item = D::Command>) -> Self {
        for command in commands {
            match self.0.decide(command) {
                Ok(facts) => facts.into_iter().for_each(|fact| self.0.evolve(fact)),
                Err(rejection) => panic!("the scenario's past was refused: {rejection}"),
            }
        }
        self
    }

    /// The state as it is.
    #[must_use]
    pub fn state(&self) -> &D {
        &self.0
    }

    /// Hands over a command.
    #[must_use]
    pub fn when(self, command: D::Command) -> Outcome<D> {
        let result = self.0.decide(command);
        Outcome {
            before: self.0,
            result,
        }
    }
}

impl<D: Decider> Default for Scenario<D> {
    fn default() -> Self {
        Self::new()
    }
}

impl<D: Decider> Outcome<D> {
    /// Expects exactly these facts, and hands back the state after them.
    ///
    /// # Panics
    /// When the outcome differs.
    #[expect(clippy::panic, reason = "assertion")]
    pub fn then(self, expected: impl IntoIterator<Item = D::Fact>) -> D {
        let expected: Vec<_> = expected.into_iter().collect();
        match self.result {
            Ok(facts) => assert_eq!(facts, expected),
            Err(rejection) => panic!(
                "expected facts, was refused with {}: {rejection}",
                rejection_code(&rejection)
            ),
        }
        let mut state = self.before;
        expected.into_iter().for_each(|fact| state.evolve(fact));
        state
    }

    /// Expects a refusal with this code, and hands it back.
    ///
    /// # Panics
    /// When the outcome differs.
    #[expect(clippy::panic, reason = "assertion")]
    pub fn refused(self, reason: &str) -> D::Rejection {
        match self.result {
            Err(rejection) => {
                assert_eq!(
                    rejection_code(&rejection),
                    reason,
                    "refused for another reason: {rejection}"
                );
                rejection
            }
            Ok(facts) => panic!("expected refusal with {reason}, got facts {facts:?}"),
        }
    }
}

fn rejection_code(rejection: &impl crate::decider::Rejection) -> &'static str {
    rejection.reason()
}
