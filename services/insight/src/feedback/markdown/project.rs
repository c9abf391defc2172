//! The feedback report of one project as a page.

use contracts::hub::v1::{Freshness, LocalText};
use contracts::insight::v1::{CultureFeedback, PeerComparison};
use jiff::civil::Date;

use super::super::language::{Language, pick};
use super::super::waiting::Waiting;
use super::page::{Column, Page};
use super::{culture, plan, points, reports, shared};
use crate::judgement::facts::{Facts, Profile};
use crate::judgement::{Judgement, Message, Value};

/// Names of what a project belongs to.
#[derive(Debug, Clone)]
pub struct Names {
    /// Building block.
    pub block: LocalText,
    /// Workgroup.
    pub workgroup: LocalText,
    /// Theme; empty without one.
    pub theme: LocalText,
    /// Tranche.
    pub tranche: LocalText,
    /// Scheme.
    pub scheme: LocalText,
}

/// The parts of a page that follow from the project and the day alone. They are long, and written once for as long as the
/// project stays as it is.
#[derive(Debug)]
pub struct ProjectParts {
    /// Plan, goals, money and reports.
    plan: String,
    /// What is asked, waits and comes next.
    open: String,
}

impl ProjectParts {
    /// The parts in Markdown.
    pub fn write(facts: &Facts, waiting: &[Waiting], today: Date, language: Language) -> Self {
        let mut plan = Page::new(language);
        plan.title(2, "feedback-heading-plan");
        plan::milestones(&mut plan, facts, today);
        plan::goals(&mut plan, facts, today);
        plan::budget(&mut plan, facts);
        plan::money(&mut plan, facts);
        reports::reports(&mut plan, facts, today);
        let mut open = Page::new(language);
        points::of_project(&mut open, facts);
        shared::waiting(&mut open, waiting.iter(), false);
        reports::next(&mut open, &[facts], today);
        Self {
            plan: plan.finish(),
            open: open.finish(),
        }
    }
}

/// Everything that stands on the page.
#[derive(Debug, Clone, Copy)]
pub struct ProjectPage<'a> {
    /// The project.
    pub facts: &'a Facts,
    /// Names of what it belongs to.
    pub names: &'a Names,
    /// Its judgement.
    pub judgement: &'a Judgement,
    /// Against anonymous peers.
    pub peers: &'a [PeerComparison],
    /// What it tells of the learning culture, where anything was coded.
    pub culture: Option<&'a CultureFeedback>,
    /// What follows from the project alone.
    pub parts: &'a ProjectParts,
    /// The day it is about.
    pub today: Date,
    /// Up to where it is true.
    pub freshness: &'a Freshness,
}

impl ProjectPage<'_> {
    /// The page in Markdown.
    pub fn write(&self, language: Language) -> String {
        let mut page = Page::new(language);
        self.head(&mut page);
        shared::judgement(&mut page, self.judgement);
        page.insert(&self.parts.plan);
        shared::peers(
            &mut page,
            "feedback-heading-peers-project",
            "feedback-column-own-project",
            self.peers,
        );
        culture::of_project(&mut page, self.culture);
        page.insert(&self.parts.open);
        shared::freshness(&mut page, self.freshness);
        page.finish()
    }

    fn head(&self, page: &mut Page) {
        let profile = &self.facts.profile;
        page.heading(
            1,
            &Message::new("feedback-title-project").text("name", &profile.name),
        );
        if profile.example {
            page.note(&Message::new("feedback-example-project"));
        }
        page.paragraph(&Message::new("feedback-as-of").with("day", Value::Day(self.today)));
        let rows = self.about(page, profile);
        page.table(
            &[
                Column::Text("feedback-column-about"),
                Column::Text("feedback-column-value"),
            ],
            &rows,
        );
    }

    fn about(&self, page: &Page, profile: &Profile) -> Vec<Vec<String>> {
        let row = |key, value: String| vec![page.word(key), value];
        let name = |text: &LocalText| page.data(pick(page.lang, text));
        let period = Message::new("feedback-from-to")
            .with("from", Value::Day(profile.starts_on))
            .with("to", Value::Day(profile.ends_on));
        let regions = profile
            .regions
            .iter()
            .map(|it| format!("{} ({}%)", page.data(&it.region_id), it.share_percent));
        let state = Message::new("feedback-project-state").code("state", profile.state.as_str_name());
        let size = Message::new("feedback-size-class").code("size", profile.size_class.as_str_name());
        vec![
            row("feedback-about-project", page.data(&profile.project_id)),
            row("feedback-about-state", page.words(&state)),
            row("feedback-about-block", name(&self.names.block)),
            row("feedback-about-workgroup", name(&self.names.workgroup)),
            row("feedback-about-theme", name(&self.names.theme)),
            row("feedback-about-scheme", name(&self.names.scheme)),
            row("feedback-about-tranche", name(&self.names.tranche)),
            row("feedback-about-size", page.words(&size)),
            row("feedback-about-regions", regions.collect::<Vec<_>>().join(", ")),
            row("feedback-about-period", page.words(&period)),
            row("feedback-about-plan", self.facts.plan_version.to_string()),
        ]
    }
}
