//! The national overview: the same figures for the whole programme, or for each block, theme, tranche or region.

mod groups;
mod indicators;

use contracts::{
    hub::v1::LocalText,
    insight::v1::{
        Figure, GroupBy, MilestoneFigures, MoneyFigure, OverviewGroup, ProjectFigure, ReportFigures,
        WaitingFigure, WaitsOn,
    },
    programme::v1::{MoneyState, ProjectState},
};
use jiff::civil::Date;

use crate::{
    figure::{
        Cover, FigureId, Measure, MilestoneMeasure, ReportMeasure, Scope, Selection, Tallies, compute,
        oldest_wait,
    },
    rows::Facts,
};

pub use groups::unknown_parts;

const PROJECT_STATES: [ProjectState; 5] = [
    ProjectState::Registered,
    ProjectState::Running,
    ProjectState::Finished,
    ProjectState::Stopped,
    ProjectState::Closed,
];
const MONEY_STATES: [MoneyState; 6] = [
    MoneyState::Reserved,
    MoneyState::Conditional,
    MoneyState::Granted,
    MoneyState::Committed,
    MoneyState::Paid,
    MoneyState::Realised,
];
const WAITING: [WaitsOn; 3] = [WaitsOn::Project, WaitsOn::Reviewer, WaitsOn::Approver];

/// The overview of a scope, split as asked, the groups by key. Unsplit it is one group with an empty key.
#[must_use]
pub fn overview(
    facts: &Facts,
    tallies: &Tallies,
    scope: &Scope,
    group_by: GroupBy,
    today: Date,
) -> Vec<OverviewGroup> {
    groups::split(facts, scope, group_by)
        .into_iter()
        .map(|part| {
            let selection = Selection::of_scope(facts, &part.scope, today).tallied(tallies);
            group(selection, &part.scope, part.key, part.name)
        })
        .collect()
}

/// Whether an invented project of the example season is counted in a scope.
#[must_use]
pub fn contains_examples(facts: &Facts, scope: &Scope) -> bool {
    facts
        .projects
        .values()
        .any(|project| project.project.example && scope.covers(project))
}

/// All figures over the projects of one scope, which the selection is of.
#[must_use]
pub fn group(selection: Selection<'_>, scope: &Scope, key: String, name: Option<LocalText>) -> OverviewGroup {
    let figures = Figures { selection, scope };
    OverviewGroup {
        key,
        name,
        projects: PROJECT_STATES.map(|state| figures.projects(state)).into(),
        milestones: Some(figures.milestones()),
        indicators: indicators::all(&figures),
        money: MONEY_STATES.map(|state| figures.money(state)).into(),
        reports: Some(figures.reports()),
        open_attention_points: Some(figures.figure(Measure::OpenAttentionPoints)),
    }
}

/// The money of one project by state, each figure under the project's name.
#[must_use]
pub fn project_money(facts: &Facts, project_id: &str, today: Date) -> Vec<MoneyFigure> {
    let figure = |state| project_figure(facts, project_id, Measure::Money(state), today);
    MONEY_STATES
        .map(|state| MoneyFigure {
            state: state.into(),
            figure: Some(figure(state)),
        })
        .into()
}

/// Any figure of one project, under the project's name.
#[must_use]
pub fn project_figure(facts: &Facts, project_id: &str, measure: Measure, today: Date) -> Figure {
    let computed = compute(&Selection::of_project(facts, project_id, today), &measure);
    computed.figure(&FigureId {
        cover: Cover::Project(project_id.to_owned()),
        measure,
    })
}

/// Figures over one selection, each under its name.
struct Figures<'a> {
    selection: Selection<'a>,
    scope: &'a Scope,
}

impl Figures<'_> {
    fn figure(&self, measure: Measure) -> Figure {
        let computed = compute(&self.selection, &measure);
        computed.figure(&FigureId {
            cover: Cover::Scope(self.scope.clone()),
            measure,
        })
    }

    /// None for a figure without a value.
    fn present(&self, measure: Measure) -> Option<Figure> {
        Some(self.figure(measure)).filter(|figure| figure.value.is_some())
    }

    fn projects(&self, state: ProjectState) -> ProjectFigure {
        ProjectFigure {
            state: state.into(),
            figure: Some(self.figure(Measure::Projects(state))),
        }
    }

    fn money(&self, state: MoneyState) -> MoneyFigure {
        MoneyFigure {
            state: state.into(),
            figure: Some(self.figure(Measure::Money(state))),
        }
    }

    fn milestones(&self) -> MilestoneFigures {
        let figure = |which| Some(self.figure(Measure::Milestones(which)));
        MilestoneFigures {
            planned: figure(MilestoneMeasure::Planned),
            late: figure(MilestoneMeasure::Late),
            achieved: figure(MilestoneMeasure::Achieved),
            dropped: figure(MilestoneMeasure::Dropped),
            on_time_rate: figure(MilestoneMeasure::OnTimeRate),
        }
    }

    fn reports(&self) -> ReportFigures {
        let figure = |which| Some(self.figure(Measure::Reports(which)));
        ReportFigures {
            due: figure(ReportMeasure::Due),
            r#in: figure(ReportMeasure::In),
            missing: figure(ReportMeasure::Missing),
            late: figure(ReportMeasure::Late),
            waiting: WAITING.map(|whom| self.waiting(whom)).into(),
            response_overdue: figure(ReportMeasure::ResponseOverdue),
        }
    }

    fn waiting(&self, whom: WaitsOn) -> WaitingFigure {
        let today = self.selection.today();
        let oldest = oldest_wait(&self.selection, whom).map(|wait| wait.days(today));
        WaitingFigure {
            waits_on: whom.into(),
            figure: Some(self.figure(Measure::Waiting(whom))),
            oldest_days: oldest.unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests;
