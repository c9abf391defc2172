//! Options that say which projects a view covers.

use clap::{Args, ValueEnum};
use contracts::{
    insight::v1::{Colour, GroupBy, Scope},
    programme::v1::ProjectState,
};

/// Which projects a view covers.
#[derive(Clone, Debug, Default, Args)]
pub struct ScopeArgs {
    /// Building block.
    #[arg(long, value_name = "BLOCK")]
    pub block: Option<String>,
    /// Theme.
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// Tranche.
    #[arg(long, value_name = "TRANCHE")]
    pub tranche: Option<String>,
    /// Labour-market region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Workgroup.
    #[arg(long, value_name = "WORKGROUP")]
    pub workgroup: Option<String>,
}

impl ScopeArgs {
    /// As the contract writes it; nothing when no filter was given.
    pub fn scope(self) -> Option<Scope> {
        let scope = Scope {
            block_id: self.block.unwrap_or_default(),
            theme_id: self.theme.unwrap_or_default(),
            tranche_id: self.tranche.unwrap_or_default(),
            region_id: self.region.unwrap_or_default(),
            workgroup_id: self.workgroup.unwrap_or_default(),
        };
        (scope != Scope::default()).then_some(scope)
    }
}

/// By what an overview is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// By building block.
    Block,
    /// By theme.
    Theme,
    /// By tranche.
    Tranche,
    /// By labour-market region.
    Region,
}

impl Split {
    /// As the contract writes it.
    pub fn group_by(self) -> GroupBy {
        match self {
            Self::Block => GroupBy::Block,
            Self::Theme => GroupBy::Theme,
            Self::Tranche => GroupBy::Tranche,
            Self::Region => GroupBy::Region,
        }
    }
}

/// State of a project, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum StateArg {
    /// Registered, without a plan.
    Registered,
    /// Running.
    Running,
    /// Work has ended.
    Finished,
    /// Stopped early.
    Stopped,
    /// Final report approved.
    Closed,
}

impl StateArg {
    /// As the contract writes it.
    pub fn state(self) -> ProjectState {
        match self {
            Self::Registered => ProjectState::Registered,
            Self::Running => ProjectState::Running,
            Self::Finished => ProjectState::Finished,
            Self::Stopped => ProjectState::Stopped,
            Self::Closed => ProjectState::Closed,
        }
    }
}

/// Judgement, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ColourArg {
    /// On course.
    Green,
    /// Needs attention.
    Amber,
    /// Off course.
    Red,
}

impl ColourArg {
    /// As the contract writes it.
    pub fn colour(self) -> Colour {
        match self {
            Self::Green => Colour::Green,
            Self::Amber => Colour::Amber,
            Self::Red => Colour::Red,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_filter_is_no_scope() {
        assert_eq!(ScopeArgs::default().scope(), None);
        let radar = ScopeArgs {
            block: Some("radar".into()),
            ..ScopeArgs::default()
        };
        assert_eq!(radar.scope().unwrap().block_id, "radar");
    }
}
