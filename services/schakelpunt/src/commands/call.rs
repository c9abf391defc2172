//! `schakelpunt call`: the calls for applications, and one with its rules and what is left of its ceilings.

use contracts::{
    hub::v1::LocalText,
    programme::v1::{
        CallWindow, Entry, EntryKind, ListEntriesRequest, ListEntriesResponse, ReportingCalendar,
        SchemeVersion, SizeClass, entry::Content,
    },
    transitions::v1::{AwardedTotal, GetCallRequest, GetCallResponse},
};

use super::{Session, paging};
use crate::{
    cli::{CallCommand, PagesArgs},
    client::Hub,
    failure::Failure,
    output::{Lang, Page, value},
};

pub(super) async fn run(command: CallCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        CallCommand::List { pages } => list(pages, session).await,
        CallCommand::Show { call } => show(call, session).await,
    }
}

async fn list(pages: PagesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let ask = |page_token, page_size| {
        let request = ListEntriesRequest {
            kind: EntryKind::CallWindow.into(),
            page_size,
            page_token,
        };
        hub.call(request, |hub, request| async move {
            hub.reference().list_entries(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListEntriesResponse) -> (&mut Vec<Entry>, &mut String) {
    (&mut answer.entries, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListEntriesResponse) {
    let mut grid = page.table(&[
        "column-call",
        "column-tranche",
        "column-scheme",
        "column-rules",
        "column-opens",
        "column-closes",
        ">column-ceiling-small",
        ">column-ceiling-large",
    ]);
    for entry in &answer.entries {
        let Some(Content::CallWindow(call)) = &entry.content else {
            continue;
        };
        let ceiling = |class| ceiling(page, call, class);
        grid.row([
            call.call_id.clone(),
            call.tranche_id.clone(),
            call.scheme_id.clone(),
            format!("v{}", call.scheme_version),
            value::or_dash(&call.opens_on),
            value::or_dash(&call.closes_on),
            ceiling(SizeClass::Small),
            ceiling(SizeClass::Large),
        ]);
    }
    page.grid(&grid, "none-calls");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log("programme", answer.freshness.as_ref());
}

fn ceiling(page: &Page<'_>, call: &CallWindow, class: SizeClass) -> String {
    let found = call.ceilings.iter().find(|ceiling| ceiling.size_class() == class);
    found.map_or_else(
        || value::NOTHING.to_owned(),
        |ceiling| confirmed(page, page.euros(ceiling.ceiling_cents), ceiling.confirmed),
    )
}

/// A value, marked when it could not be confirmed from a public source.
fn confirmed(page: &Page<'_>, value: String, confirmed: bool) -> String {
    if confirmed {
        value
    } else {
        format!("{value} ({})", page.get("not-confirmed"))
    }
}

async fn show(call_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetCallRequest { call_id };
    let make = |hub: Hub, request| async move { hub.awards().get_call(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetCallResponse) {
    let call = answer.call.clone().unwrap_or_default();
    page.heading(&call.call_id);
    page.field("column-tranche", &call.tranche_id);
    page.field("column-scheme", &call.scheme_id);
    page.field("column-rules", format!("v{}", call.scheme_version));
    page.field("column-opens", value::or_dash(&call.opens_on));
    page.field("column-closes", value::or_dash(&call.closes_on));
    awarded(page, &answer.awarded);
    answer.rules.iter().for_each(|version| rules(page, version));
    page.freshness_of_log("transitions", answer.freshness.as_ref());
}

fn awarded(page: &mut Page<'_>, totals: &[AwardedTotal]) {
    let mut grid = page.table(&[
        "column-size",
        ">column-ceiling",
        ">column-awarded",
        ">column-left",
        ">column-awards",
    ]);
    for total in totals {
        let ceiling = total.ceiling_cents;
        let left = ceiling.map(|ceiling| ceiling.saturating_sub(total.awarded_cents));
        let or_dash = |cents: Option<i64>| cents.map_or(value::NOTHING.to_owned(), |cents| page.euros(cents));
        grid.row([
            page.texts.word(total.size_class().as_str_name()),
            or_dash(ceiling),
            page.euros(total.awarded_cents),
            or_dash(left),
            total.awards.to_string(),
        ]);
    }
    page.section("section-ceilings");
    page.grid(&grid, "none-groups");
}

fn rules(page: &mut Page<'_>, version: &SchemeVersion) {
    let lang = page.lang();
    let mut grid = page.table(&["column-rule", "column-required", "column-text"]);
    for rule in &version.consortium_rules {
        let required = if rule.required { "yes" } else { "no" };
        grid.row([
            rule.rule_id.clone(),
            page.get(required),
            local(rule.text.as_ref(), lang),
        ]);
    }
    page.section("section-consortium-rules");
    page.grid(&grid, "none-rules");

    let mut grid = page.table(&["column-size", ">column-minimum", ">column-maximum"]);
    for class in &version.size_classes {
        grid.row([
            page.texts.word(class.size_class().as_str_name()),
            page.euros(class.minimum_cents),
            page.euros(class.maximum_cents),
        ]);
    }
    page.section("section-size-classes");
    page.grid(&grid, "none-rules");

    let mut grid = page.table(&["column-size", "column-criterion", "column-name", ">column-weight"]);
    for criterion in &version.criteria {
        grid.row([
            page.texts.word(criterion.size_class().as_str_name()),
            criterion.criterion_id.clone(),
            local(criterion.name.as_ref(), lang),
            confirmed(
                page,
                format!("{} %", criterion.weight_percent),
                criterion.confirmed,
            ),
        ]);
    }
    page.section("section-criteria");
    page.grid(&grid, "none-rules");
    terms(page, version);
}

fn terms(page: &mut Page<'_>, version: &SchemeVersion) {
    page.line("");
    let share = version.cofinancing_percent;
    page.field(
        "rule-cofinancing",
        share.map_or_else(|| page.get("not-confirmed"), |share| format!("{share} %")),
    );
    page.field(
        "rule-conditional-advance",
        format!("{} %", version.conditional_advance_percent),
    );
    if let Some(thresholds) = &version.award_thresholds {
        let granted = confirmed(page, thresholds.granted_from.to_string(), thresholds.confirmed);
        let conditional = confirmed(
            page,
            thresholds.conditional_from.to_string(),
            thresholds.confirmed,
        );
        page.field("rule-granted-from", granted);
        page.field("rule-conditional-from", conditional);
    }
    if let Some(calendar) = &version.reporting_calendar {
        let periods = periods(page, calendar);
        page.field("rule-reports", periods);
        page.field("rule-report-days", calendar.due_after_days.to_string());
        page.field("rule-response-days", calendar.response_term_days.to_string());
        page.field("rule-final-months", calendar.final_report_months.to_string());
    }
}

/// After which months a reporting period ends.
fn periods(page: &Page<'_>, calendar: &ReportingCalendar) -> String {
    if calendar.every_months > 0 {
        let months = calendar.every_months.to_string();
        return page.texts.with("rule-every-months", &[("months", &months)]);
    }
    let months: Vec<_> = calendar.period_end_months.iter().map(u32::to_string).collect();
    let months = months.join(", ");
    page.texts.with("rule-after-months", &[("months", &months)])
}

/// Words in the language of the answer; the other language where there are none.
pub(super) fn local(text: Option<&LocalText>, lang: Lang) -> String {
    let Some(text) = text else { return String::new() };
    let (first, second) = match lang {
        Lang::Nl => (&text.nl, &text.en),
        Lang::En => (&text.en, &text.nl),
    };
    if first.is_empty() {
        second.clone()
    } else {
        first.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Texts;

    #[test]
    fn what_is_left_of_a_ceiling_is_in_euros_and_cents_and_unknown_ceilings_are_a_dash() {
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        let total = |class: SizeClass, ceiling_cents| AwardedTotal {
            size_class: class.into(),
            ceiling_cents,
            awarded_cents: 7_000_050,
            awards: 1,
        };
        awarded(
            &mut page,
            &[
                total(SizeClass::Small, Some(100_000_000)),
                total(SizeClass::Large, None),
            ],
        );
        let text = page.into_text();
        assert!(text.contains("EUR 929.999,50"), "{text}");
        assert!(text.contains(value::NOTHING), "{text}");
    }

    #[test]
    fn words_of_the_other_language_are_better_than_none() {
        let text = LocalText {
            nl: "regel".into(),
            en: String::new(),
        };
        assert_eq!(local(Some(&text), Lang::En), "regel");
        assert_eq!(local(None, Lang::En), "");
    }
}
