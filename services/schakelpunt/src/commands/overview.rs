//! `schakelpunt overview`: the national overview, or a part of it.

use contracts::insight::v1::{
    Figure, GetOverviewRequest, GetOverviewResponse, GroupBy, IndicatorFigure, MoneyFigure, OverviewGroup,
    ReportFigures,
};
use contracts::programme::v1::{Aggregation, MoneyState, ProjectState};

use super::{Session, linked};
use crate::{
    cli::OverviewArgs,
    failure::Failure,
    output::{Page, capital, value},
};

pub(super) async fn run(args: OverviewArgs, session: &Session<'_>) -> Result<(), Failure> {
    let group_by = args.by.map_or(GroupBy::Unspecified, |split| split.group_by());
    let request = GetOverviewRequest {
        scope: args.scope.scope(),
        group_by: group_by.into(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let make = |hub: crate::client::Hub, request| async move { hub.insight().get_overview(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session
        .screen
        .answer(&answer, |page, answer| overview(page, answer, args.figures))?;
    Ok(())
}

fn overview(page: &mut Page<'_>, answer: &GetOverviewResponse, figures: bool) {
    page.heading(page.texts.with("overview-heading", &[("day", &answer.as_of)]));
    if answer.contains_examples {
        page.line(page.get("overview-examples"));
    }
    match answer.groups.as_slice() {
        [] => page.line(page.get("none-groups")),
        [single] if single.key.is_empty() => group(page, single, figures),
        groups => {
            compared(page, groups);
            groups.iter().filter(|_| figures).for_each(|each| {
                page.heading(group_name(page, each));
                group(page, each, true);
            });
        }
    }
    linked::line(page, &answer.linked_programmes);
    page.freshness(answer.freshness.as_ref());
}

fn group_name(page: &Page<'_>, group: &OverviewGroup) -> String {
    match page.lang().pick(group.name.as_ref()) {
        "" => value::or_dash(&group.key),
        name if group.key.is_empty() => name.to_owned(),
        name => format!("{name} ({})", group.key),
    }
}

/// One row per group: what a coordinator compares at a glance.
fn compared(page: &mut Page<'_>, groups: &[OverviewGroup]) {
    let headings = [
        "column-group",
        ">project-state-running",
        ">column-closed",
        ">column-milestones-late",
        ">column-on-time",
        ">money-state-granted",
        ">money-state-paid",
        ">column-due",
        ">column-missing",
        ">column-late",
        ">column-attention",
    ];
    let mut grid = page.table(&headings);
    for group in groups {
        let milestones = group.milestones.clone().unwrap_or_default();
        let reports = group.reports.clone().unwrap_or_default();
        let show = |figure: Option<&Figure>| value::figure(figure, page.lang());
        grid.row([
            group_name(page, group),
            show(projects(group, ProjectState::Running)),
            show(projects(group, ProjectState::Closed)),
            show(milestones.late.as_ref()),
            show(milestones.on_time_rate.as_ref()),
            show(money(group, MoneyState::Granted)),
            show(money(group, MoneyState::Paid)),
            show(reports.due.as_ref()),
            show(reports.missing.as_ref()),
            show(reports.late.as_ref()),
            show(group.open_attention_points.as_ref()),
        ]);
    }
    page.grid(&grid, "none-groups");
}

fn projects(group: &OverviewGroup, state: ProjectState) -> Option<&Figure> {
    group
        .projects
        .iter()
        .find(|figure| figure.state() == state)?
        .figure
        .as_ref()
}

fn money(group: &OverviewGroup, state: MoneyState) -> Option<&Figure> {
    group
        .money
        .iter()
        .find(|figure| figure.state() == state)?
        .figure
        .as_ref()
}

/// Everything about one group; also what a feedback report for a workgroup shows.
fn group(page: &mut Page<'_>, group: &OverviewGroup, figures: bool) {
    let states = group
        .projects
        .iter()
        .map(|p| (page.texts.word(p.state().as_str_name()), p.figure.clone()))
        .collect();
    named(page, "section-projects", states, figures);
    let milestones = group.milestones.clone().unwrap_or_default();
    let rows = [
        ("milestone-state-planned", milestones.planned),
        ("column-late", milestones.late),
        ("milestone-state-achieved", milestones.achieved),
        ("milestone-state-dropped", milestones.dropped),
        ("column-on-time", milestones.on_time_rate),
    ];
    let rows = rows
        .into_iter()
        .map(|(key, figure)| (page.get(key), figure))
        .collect();
    named(page, "section-milestones", rows, figures);
    money_rows(page, &group.money, figures);
    reports(page, &group.reports.clone().unwrap_or_default(), figures);
    indicators(page, &group.indicators, figures);
    let attention = vec![(page.get("attention-open"), group.open_attention_points.clone())];
    named(page, "section-attention", attention, figures);
}

fn money_rows(page: &mut Page<'_>, money: &[MoneyFigure], figures: bool) {
    let rows = money
        .iter()
        .map(|m| (page.texts.word(m.state().as_str_name()), m.figure.clone()))
        .collect();
    named(page, "section-money", rows, figures);
}

fn reports(page: &mut Page<'_>, reports: &ReportFigures, figures: bool) {
    let fixed = [
        ("reports-due", &reports.due),
        ("reports-in", &reports.r#in),
        ("reports-missing", &reports.missing),
        ("reports-late", &reports.late),
        ("reports-response-overdue", &reports.response_overdue),
    ];
    let mut rows: Vec<_> = fixed
        .into_iter()
        .map(|(key, figure)| (page.get(key), figure.clone()))
        .collect();
    for waiting in &reports.waiting {
        let on = page.texts.word(waiting.waits_on().as_str_name());
        let days = waiting.oldest_days.to_string();
        let name = page
            .texts
            .with("reports-waiting", &[("on", &on), ("days", &days)]);
        rows.push((name, waiting.figure.clone()));
    }
    named(page, "section-reports", rows, figures);
}

/// Names with a figure each; nothing at all when there are none.
fn named(page: &mut Page<'_>, section: &str, rows: Vec<(String, Option<Figure>)>, figures: bool) {
    if rows.is_empty() {
        return;
    }
    page.section(section);
    let headings = ["column-what", ">column-value", "column-figure"];
    let mut grid = page.table(if figures { &headings } else { &headings[..2] });
    for (name, figure) in rows {
        let mut row = vec![capital(&name), value::figure(figure.as_ref(), page.lang())];
        row.extend(figures.then(|| figure_id(figure.as_ref())));
        grid.row_of(row);
    }
    page.grid(&grid, "none-groups");
}

fn figure_id(figure: Option<&Figure>) -> String {
    figure.map_or_else(
        || value::NOTHING.to_owned(),
        |figure| value::or_dash(&figure.figure_id),
    )
}

fn indicators(page: &mut Page<'_>, indicators: &[IndicatorFigure], figures: bool) {
    if indicators.is_empty() {
        return;
    }
    page.section("section-indicators");
    let headings = [
        "column-indicator",
        "column-unit",
        "column-aggregation",
        ">column-reported",
        ">column-observed",
        ">column-target",
        "column-figure",
    ];
    let mut grid = page.table(if figures { &headings } else { &headings[..6] });
    for indicator in indicators {
        let mut row = indicator_row(page, indicator);
        row.extend(figures.then(|| figure_id(indicator.reported.as_ref().or(indicator.observed.as_ref()))));
        grid.row_of(row);
    }
    page.grid(&grid, "none-groups");
    indicators
        .iter()
        .filter(|indicator| !indicator.per_project.is_empty())
        .for_each(|each| per_project(page, each));
}

fn indicator_row(page: &Page<'_>, indicator: &IndicatorFigure) -> Vec<String> {
    let show = |figure: Option<&Figure>| value::figure(figure, page.lang());
    vec![
        page.lang().pick(indicator.name.as_ref()).to_owned(),
        indicator.unit.clone(),
        page.texts.word(indicator.aggregation().as_str_name()),
        show(indicator.reported.as_ref()),
        show(indicator.observed.as_ref()),
        show(indicator.target.as_ref()),
    ]
}

/// An indicator that does not add up is listed per project and never summed.
fn per_project(page: &mut Page<'_>, indicator: &IndicatorFigure) {
    let name = page.lang().pick(indicator.name.as_ref()).to_owned();
    let why = match indicator.aggregation() {
        Aggregation::None | Aggregation::Unspecified => "indicator-never-summed",
        Aggregation::Sum
        | Aggregation::Last
        | Aggregation::Max
        | Aggregation::Ratio
        | Aggregation::Distinct => "indicator-per-project",
    };
    page.line(format!("\n{}", page.texts.with(why, &[("name", &name)])));
    let mut grid = page.table(&["column-project", ">column-value"]);
    for each in &indicator.per_project {
        grid.row([each.project_id.clone(), value::quantity(each.value, page.lang())]);
    }
    page.grid(&grid, "none-projects");
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::figure::Value;

    use super::*;
    use crate::output::{Lang, Texts};

    fn count(id: &str, count: i64) -> Option<Figure> {
        Some(Figure {
            figure_id: id.into(),
            value: Some(Value::Count(count)),
            additive: true,
        })
    }

    fn shown(groups: Vec<OverviewGroup>, figures: bool) -> String {
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        let answer = GetOverviewResponse {
            as_of: "2024-07-01".into(),
            groups,
            contains_examples: true,
            ..GetOverviewResponse::default()
        };
        overview(&mut page, &answer, figures);
        page.into_text()
    }

    #[test]
    fn the_whole_picture_names_its_figures_when_asked() {
        let group = OverviewGroup {
            open_attention_points: count("attention/open", 7),
            ..OverviewGroup::default()
        };
        let text = shown(vec![group.clone()], true);
        assert!(
            text.contains("attention/open") && text.contains('7') && text.contains("voorbeeld"),
            "{text}"
        );
        assert!(!shown(vec![group], false).contains("attention/open"));
    }

    #[test]
    fn groups_are_compared_in_one_table() {
        let group = |key: &str| OverviewGroup {
            key: key.into(),
            ..OverviewGroup::default()
        };
        let text = shown(vec![group("radar"), group("culture")], false);
        assert!(text.contains("radar") && text.contains("culture"), "{text}");
    }
}
