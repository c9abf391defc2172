//! The feedback report of one workgroup as a page.

use contracts::hub::v1::{Freshness, LocalText};
use contracts::insight::v1::{
    Colour, Figure, IndicatorFigure, OverviewGroup, PeerComparison, WorkgroupFigure, figure::Value as Shown,
};
use jiff::civil::Date;

use super::super::language::{Language, cents, day, pick, quantity, share};
use super::super::waiting::Waiting;
use super::page::{Column, Page};
use super::{culture, points, reports, shared};
use crate::judgement::facts::Facts;
use crate::judgement::{Judgement, Message, Value};

/// Everything that stands on the page.
#[derive(Debug, Clone, Copy)]
pub struct WorkgroupPage<'a> {
    /// Name of the workgroup.
    pub name: &'a LocalText,
    /// Its projects with their judgements, worst first.
    pub projects: &'a [(&'a Facts, &'a Judgement)],
    /// The same figures as in the overview.
    pub overview: &'a OverviewGroup,
    /// Against anonymous workgroups.
    pub peers: &'a [PeerComparison],
    /// What there is of its own building block.
    pub figures: &'a [WorkgroupFigure],
    /// What waits, over all its projects.
    pub waiting: &'a [&'a Waiting],
    /// The day it is about.
    pub today: Date,
    /// Up to where it is true.
    pub freshness: &'a Freshness,
}

impl WorkgroupPage<'_> {
    /// The page in Markdown.
    pub fn write(&self, language: Language) -> String {
        let facts: Vec<&Facts> = self.projects.iter().map(|(facts, _)| *facts).collect();
        let mut page = Page::new(language);
        self.head(&mut page);
        self.glance(&mut page);
        culture::of_workgroup(&mut page, self.figures);
        self.list(&mut page);
        self.indicators(&mut page);
        shared::peers(
            &mut page,
            "feedback-heading-peers-workgroup",
            "feedback-column-own-workgroup",
            self.peers,
        );
        points::of_projects(&mut page, &facts);
        shared::waiting(&mut page, self.waiting.iter().copied(), true);
        reports::next(&mut page, &facts, self.today);
        shared::freshness(&mut page, self.freshness);
        page.finish()
    }

    fn head(&self, page: &mut Page) {
        page.heading(
            1,
            &Message::new("feedback-title-workgroup").with("name", Value::Local(self.name.clone())),
        );
        let examples = self
            .projects
            .iter()
            .filter(|(facts, _)| facts.profile.example)
            .count();
        if examples > 0 {
            page.note(&Message::new("feedback-example-workgroup").count("count", examples as i64));
        }
        page.paragraph(&Message::new("feedback-as-of").with("day", Value::Day(self.today)));
    }

    /// The judgements counted, then the figures of the overview.
    fn glance(&self, page: &mut Page) {
        page.title(2, "feedback-heading-glance");
        let of = |colour| {
            self.projects
                .iter()
                .filter(|(_, judgement)| judgement.colour == colour)
                .count() as i64
        };
        let judged = Message::new("feedback-glance-projects")
            .count("count", self.projects.len() as i64)
            .count("red", of(Colour::Red))
            .count("amber", of(Colour::Amber))
            .count("green", of(Colour::Green))
            .count("none", of(Colour::Unspecified));
        page.paragraph(&judged);
        let rows = self.figures(page);
        page.table(
            &[
                Column::Text("feedback-column-about"),
                Column::Figure("feedback-column-value"),
            ],
            &rows,
        );
    }

    fn figures(&self, page: &Page) -> Vec<Vec<String>> {
        let milestones = self.overview.milestones.clone().unwrap_or_default();
        let reports = self.overview.reports.clone().unwrap_or_default();
        let row = |key, figure: Option<&Figure>| vec![page.word(key), shown(page.lang, figure)];
        let mut rows = vec![
            row(
                "feedback-glance-milestones-achieved",
                milestones.achieved.as_ref(),
            ),
            row("feedback-glance-milestones-late", milestones.late.as_ref()),
            row("feedback-glance-milestones-planned", milestones.planned.as_ref()),
            row("feedback-glance-reports-due", reports.due.as_ref()),
            row("feedback-glance-reports-missing", reports.missing.as_ref()),
            row("feedback-glance-reports-late", reports.late.as_ref()),
            row(
                "feedback-glance-response-overdue",
                reports.response_overdue.as_ref(),
            ),
            row(
                "feedback-glance-points",
                self.overview.open_attention_points.as_ref(),
            ),
        ];
        for money in &self.overview.money {
            let state = Message::new("feedback-money-state").code("state", money.state().as_str_name());
            rows.push(vec![page.words(&state), shown(page.lang, money.figure.as_ref())]);
        }
        rows
    }

    fn list(&self, page: &mut Page) {
        page.title(2, "feedback-heading-projects");
        if self.projects.is_empty() {
            return page.paragraph(&Message::new("feedback-no-projects"));
        }
        let columns = [
            Column::Text("feedback-column-project"),
            Column::Text("feedback-column-judgement"),
            Column::Text("feedback-column-reason"),
            Column::Text("feedback-column-ends"),
        ];
        let rows: Vec<_> = self
            .projects
            .iter()
            .map(|(facts, judgement)| row(page, facts, judgement))
            .collect();
        page.table(&columns, &rows);
    }

    /// Indicators that add up over projects. The others are in the structured answer, per project and never as a sum.
    fn indicators(&self, page: &mut Page) {
        let adds_up =
            |it: &&IndicatorFigure| it.reported.is_some() || it.observed.is_some() || it.target.is_some();
        let shown: Vec<&IndicatorFigure> = self.overview.indicators.iter().filter(adds_up).collect();
        if shown.is_empty() {
            return;
        }
        page.title(2, "feedback-heading-goals");
        let columns = [
            Column::Text("feedback-column-goal"),
            Column::Text("feedback-column-unit"),
            Column::Figure("feedback-column-target"),
            Column::Figure("feedback-column-reported"),
            Column::Figure("feedback-column-observed"),
        ];
        let rows: Vec<_> = shown.into_iter().map(|it| indicator_row(page, it)).collect();
        page.table(&columns, &rows);
    }
}

fn row(page: &Page, facts: &Facts, judgement: &Judgement) -> Vec<String> {
    let reasons = judgement
        .reasons
        .iter()
        .map(|reason| page.words(&reason.finding.text));
    vec![
        format!(
            "{} ({})",
            page.data(&facts.profile.name),
            page.data(&facts.profile.project_id)
        ),
        shared::colour(page, judgement.colour),
        reasons.collect::<Vec<_>>().join(" "),
        day(page.lang, facts.profile.ends_on),
    ]
}

fn indicator_row(page: &Page, indicator: &IndicatorFigure) -> Vec<String> {
    let name = indicator
        .name
        .as_ref()
        .map_or(indicator.indicator_id.as_str(), |name| pick(page.lang, name));
    vec![
        page.data(name),
        page.data(&indicator.unit),
        shown(page.lang, indicator.target.as_ref()),
        shown(page.lang, indicator.reported.as_ref()),
        shown(page.lang, indicator.observed.as_ref()),
    ]
}

/// A figure the way of the language; empty where there is nothing to measure.
fn shown(language: Language, figure: Option<&Figure>) -> String {
    match figure.and_then(|figure| figure.value.as_ref()) {
        None => String::new(),
        Some(Shown::Count(count)) => quantity(language, *count as f64),
        Some(Shown::Cents(amount)) => cents(language, *amount),
        Some(Shown::Ratio(part)) => share(*part),
        Some(Shown::Quantity(amount)) => quantity(language, *amount),
    }
}
