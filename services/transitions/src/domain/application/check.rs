//! How an application stands to the rules of its scheme's version and to those of the hub: the same for a dry run and for its
//! submission. Every rule is looked at, so that an applicant hears all at once.

use std::collections::{BTreeMap, BTreeSet};

use blocks::values::{Cents, Id, LocalText};
use jiff::civil::Date;

use super::{Content, names, requirement};
use crate::domain::{
    rules::{Call, OrganisationKind, Rules},
    skill::SKILLS_MAX,
};

/// What an application is checked against.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The call it is meant for.
    pub call: Call,
    /// The rules that hold in it.
    pub rules: Rules,
    /// What its references come to.
    pub named: Named,
    /// The block's day.
    pub today: Date,
}

/// What the references of an application come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Kinds of the organisations that are known.
    pub kinds: BTreeMap<Id, OrganisationKind>,
    /// Building block of its workgroup, when that is known.
    pub workgroup_block_id: Option<Id>,
    /// Regions that are known.
    pub regions: BTreeSet<Id>,
    /// Themes that are known.
    pub themes: BTreeSet<Id>,
    /// Indicators that are known.
    pub indicators: BTreeSet<Id>,
    /// Demands that are known.
    pub demands: BTreeSet<Id>,
}

/// How an application stands to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// People judge it.
    ForPeople,
}

/// One rule, and how an application stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Code of the rule.
    pub rule_id: Id,
    /// The rule in words.
    pub text: LocalText,
    /// Whether an application must meet it.
    pub required: bool,
    /// How it stands.
    pub outcome: Outcome,
    /// What was found, where it fails.
    pub found: LocalText,
    /// Fields it is about.
    pub fields: Vec<String>,
}

impl Check {
    /// Whether the application cannot be submitted because of it.
    #[must_use]
    pub fn hinders(&self) -> bool {
        self.required && self.outcome == Outcome::Fails
    }
}

/// Every rule, and how the application stands to it.
#[must_use]
pub fn check(content: &Content, ground: &Ground) -> Vec<Check> {
    let mut checks = vec![
        within_window(&ground.call, ground.today),
        complete(content),
        names::known(content, &ground.named),
        fits_scheme(content, ground),
        within_size_class(content, &ground.rules),
        adds_up(content),
        within_period(content),
    ];
    let consortium = ground.rules.consortium.iter();
    checks.extend(consortium.map(|rule| {
        let found = rule
            .requirement
            .as_ref()
            .map(|asked| requirement::found(asked, content, ground));
        let (outcome, found, fields) = match found {
            None => (Outcome::ForPeople, LocalText::default(), Vec::new()),
            Some(Ok(fields)) => (Outcome::Holds, LocalText::default(), fields),
            Some(Err((found, fields))) => (Outcome::Fails, found, fields),
        };
        Check {
            rule_id: rule.rule_id.clone(),
            text: rule.text.clone(),
            required: rule.required,
            outcome,
            found,
            fields,
        }
    }));
    checks
}

/// A rule of the hub's own.
pub(super) fn own(rule_id: &str, text: LocalText, wrong: Vec<(String, LocalText)>) -> Check {
    let (fields, found): (Vec<_>, Vec<_>) = wrong.into_iter().unzip();
    let joined = |pick: fn(&LocalText) -> &str| found.iter().map(pick).collect::<Vec<_>>().join("; ");
    Check {
        rule_id: rule_id.to_owned(),
        text,
        required: true,
        outcome: if fields.is_empty() {
            Outcome::Holds
        } else {
            Outcome::Fails
        },
        found: LocalText::new(joined(|text| &text.nl), joined(|text| &text.en)),
        fields,
    }
}

fn within_window(call: &Call, today: Date) -> Check {
    let text = LocalText::new(
        "De aanvraag wordt binnen het aanvraagvenster ingediend.",
        "The application is submitted within the window of its call.",
    );
    let found = match (call.opens_on, call.closes_on) {
        (Some(opens), Some(closes)) => LocalText::new(
            format!("het venster loopt van {opens} tot en met {closes}; het is {today}"),
            format!("the window runs from {opens} up to and including {closes}; it is {today}"),
        ),
        (None, _) | (_, None) => LocalText::new(
            "de dagen van het venster zijn niet bekend",
            "the days of the window are not known",
        ),
    };
    let wrong = (!call.is_open(today)).then(|| ("call_id".to_owned(), found));
    own("within-window", text, wrong.into_iter().collect())
}

fn complete(content: &Content) -> Check {
    let text = LocalText::new("De aanvraag is volledig.", "The application is complete.");
    let given = [
        ("summary", !content.summary.trim().is_empty()),
        ("workgroup_id", content.workgroup_id.is_some()),
        ("size_class", content.size_class.is_some()),
        ("lead_organisation_id", content.lead_organisation_id.is_some()),
        ("regions", !content.regions.is_empty()),
        ("starts_on", content.starts_on.is_some()),
        ("ends_on", content.ends_on.is_some()),
        ("plan.milestones", !content.milestones.is_empty()),
        ("plan.budget", !content.budget.is_empty()),
        ("requested_cents", content.requested > Cents::ZERO),
        ("skills", (1..=SKILLS_MAX).contains(&content.skills.len())),
        ("target_group", !content.target_group.trim().is_empty()),
    ];
    let missing = given.into_iter().filter(|(_, given)| !given);
    let wrong = missing.map(|(field, _)| {
        let found = LocalText::new(format!("{field} ontbreekt"), format!("{field} is missing"));
        (field.to_owned(), found)
    });
    own("complete", text, wrong.collect())
}

fn fits_scheme(content: &Content, ground: &Ground) -> Check {
    let text = LocalText::new(
        "Werkgroep en thema passen bij de regeling, en de aandelen van de regio's zijn samen 100 procent.",
        "Workgroup and theme fit the scheme, and the shares of the regions add to 100 percent.",
    );
    let (rules, mut wrong) = (&ground.rules, Vec::new());
    let other_block = ground
        .named
        .workgroup_block_id
        .as_ref()
        .filter(|block| **block != rules.block_id);
    if let Some(block) = other_block {
        let found = LocalText::new(
            format!(
                "de werkgroep hoort bij bouwsteen {block}, de regeling bij {}",
                rules.block_id
            ),
            format!(
                "the workgroup is of block {block}, the scheme of {}",
                rules.block_id
            ),
        );
        wrong.push(("workgroup_id".to_owned(), found));
    }
    if rules.theme_id.is_some() && rules.theme_id != content.theme_id {
        let theme = rules.theme_id.as_deref().unwrap_or_default();
        let found = LocalText::new(
            format!("de regeling is er alleen voor thema {theme}"),
            format!("the scheme is for theme {theme} only"),
        );
        wrong.push(("theme_id".to_owned(), found));
    }
    let shares: u64 = content
        .regions
        .iter()
        .map(|share| u64::from(share.share_percent))
        .sum();
    let positive = content.regions.iter().all(|share| share.share_percent >= 1);
    if !content.regions.is_empty() && (shares != 100 || !positive) {
        let found = LocalText::new(
            format!("de aandelen zijn samen {shares} procent"),
            format!("the shares add to {shares} percent"),
        );
        wrong.push(("regions".to_owned(), found));
    }
    own("fits-scheme", text, wrong)
}

fn within_size_class(content: &Content, rules: &Rules) -> Check {
    let text = LocalText::new(
        "Het gevraagde bedrag past binnen de grootteklasse.",
        "The grant that is asked for is within the size class.",
    );
    let wrong = content
        .size_class
        .and_then(|size_class| match rules.limits(size_class) {
            None => {
                let found = LocalText::new(
                    "de regeling kent deze grootteklasse niet",
                    "the scheme has no such size class",
                );
                Some(("size_class".to_owned(), found))
            }
            Some(limits) => {
                let within = limits.minimum <= content.requested && content.requested <= limits.maximum;
                let found = LocalText::new(
                    format!(
                        "{} cent; van {} tot en met {}",
                        content.requested, limits.minimum, limits.maximum
                    ),
                    format!(
                        "{} cents; from {} up to and including {}",
                        content.requested, limits.minimum, limits.maximum
                    ),
                );
                (!within).then(|| ("requested_cents".to_owned(), found))
            }
        });
    own("within-size-class", text, wrong.into_iter().collect())
}

fn adds_up(content: &Content) -> Check {
    let text = LocalText::new(
        "De kosten zijn samen het gevraagde bedrag en de cofinanciering.",
        "The costs add to the grant that is asked for and the co-financing.",
    );
    let covered = content.requested.checked_add(content.cofinancing);
    let holds = content.costs().is_some() && content.costs() == covered;
    let wrong = (!holds && !content.budget.is_empty()).then(|| {
        let figure = |cents: Option<Cents>| cents.map_or("te veel".to_owned(), |cents| cents.to_string());
        let (costs, covered) = (figure(content.costs()), figure(covered));
        let found = LocalText::new(
            format!("de kosten zijn {costs} cent, de dekking is {covered} cent"),
            format!("the costs are {costs} cents, the cover is {covered} cents"),
        );
        ("plan.budget".to_owned(), found)
    });
    own("adds-up", text, wrong.into_iter().collect())
}

fn within_period(content: &Content) -> Check {
    let text = LocalText::new(
        "Het project eindigt na het begin, en de mijlpalen vallen daartussen.",
        "The project ends after it starts, and its milestones lie between.",
    );
    let Some((starts, ends)) = content.starts_on.zip(content.ends_on) else {
        // That a day is missing is told by another rule.
        return own("within-period", text, Vec::new());
    };
    let mut wrong = Vec::new();
    if ends <= starts {
        let found = LocalText::new(
            format!("{ends} ligt niet na {starts}"),
            format!("{ends} is not after {starts}"),
        );
        wrong.push(("ends_on".to_owned(), found));
    }
    let outside = content.milestones.iter().enumerate();
    let outside = outside.filter(|(_, milestone)| milestone.due_on < starts || milestone.due_on > ends);
    wrong.extend(outside.map(|(index, milestone)| {
        let due = milestone.due_on;
        let found = LocalText::new(format!("{due} ligt erbuiten"), format!("{due} lies outside"));
        (format!("plan.milestones[{index}].due_on"), found)
    }));
    own("within-period", text, wrong)
}
