//! Read models the block itself needs; one file each, one line in [`all`].

pub mod answers;
pub mod figures;
pub mod findings;
pub mod instruments;
pub mod interventions;
pub mod measurements;

use std::sync::Arc;

use eventing::Projection;
use sqlx::PgPool;

use crate::{domain::component::Component, grpc::BLOCK};

/// All projections of the block.
#[must_use]
pub fn all() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(instruments::Instruments),
        Arc::new(measurements::Measurements),
        Arc::new(figures::Figures),
        Arc::new(findings::Findings),
        Arc::new(interventions::Interventions),
        Arc::new(answers::Answers),
    ]
}

/// Empties a projection by name; the running block fills it again from the first fact.
///
/// # Errors
/// There is no such projection, or the database refuses or cannot be reached.
pub async fn rebuild(pool: &PgPool, name: &str) -> anyhow::Result<()> {
    blocks::read_models::rebuild(BLOCK, &all(), pool, name).await
}

/// A component in a table.
fn name_of(component: Component) -> &'static str {
    match component {
        Component::LearningBehaviour => "learning-behaviour",
        Component::Urgency => "urgency",
        Component::StimulatingFactors => "stimulating-factors",
    }
}

fn names_of(components: &[Component]) -> Vec<&'static str> {
    components.iter().map(|it| name_of(*it)).collect()
}
