//! `schakelpunt coherence lead-times`: how long it takes from demand to award to first learner.

use contracts::insight::v1::{
    DemandChain, GetLeadTimesRequest, GetLeadTimesResponse, LeadTime, LeadTimeGroup,
};

use super::{Session, heading, headings, named, paging};
use crate::{
    cli::coherence::LeadTimesArgs,
    failure::Failure,
    output::{Page, money::whole, value},
};

pub(super) async fn run(args: LeadTimesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let (chains, events) = (args.chains, args.shown.events);
    let request = GetLeadTimesRequest {
        theme_id: args.theme.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        split_by: args.by.iter().map(|split| split.group_by().into()).collect(),
        consistency_token: args.shown.consistency_token.unwrap_or_default(),
        ..GetLeadTimesRequest::default()
    };
    let ask = |page_token, page_size| {
        let request = GetLeadTimesRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coherence().get_lead_times(request).await
        })
    };
    let answer = paging::all(args.shown.limit, args.shown.page_token, parts, ask).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, chains, events))?;
    Ok(())
}

fn parts(answer: &mut GetLeadTimesResponse) -> (&mut Vec<DemandChain>, &mut String) {
    (&mut answer.chains, &mut answer.next_page_token)
}

fn shown(page: &mut Page<'_>, answer: &GetLeadTimesResponse, chains: bool, events: bool) {
    heading(page, "coherence-lead-times-heading", &answer.as_of);
    if answer.groups.is_empty() {
        page.line(page.get("none-groups"));
    }
    answer
        .groups
        .iter()
        .for_each(|group| of_group(page, group, events));
    page.line(page.get("coherence-lead-times-note"));
    if chains {
        page.section("coherence-chains");
        demands(page, &answer.chains, events);
        page.field("next-page", &answer.next_page_token);
    }
    page.freshness(answer.freshness.as_ref());
}

fn of_group(page: &mut Page<'_>, group: &LeadTimeGroup, events: bool) {
    let parts = [group.theme_id.as_str(), group.region_id.as_str()];
    let name: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if !name.is_empty() {
        page.heading(name.join(" · "));
    }
    let count = |count: u32| whole(i64::from(count), page.lang());
    let counts = [
        ("chains", count(group.chains)),
        ("complete", count(group.complete)),
        ("dropped", count(group.dropped)),
    ];
    let counts = counts.each_ref().map(|(name, value)| (*name, value.as_str()));
    page.line(page.texts.with("coherence-chains-counted", &counts));
    let columns = [
        "coherence-column-step",
        ">coherence-column-complete",
        ">coherence-column-lower",
        ">coherence-column-median",
        ">coherence-column-upper",
        ">coherence-column-censored",
        ">coherence-column-longest",
        ">coherence-column-out-of-order",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for step in &group.steps {
        let mut cells = of_step(page, step);
        cells.extend(events.then(|| named(step.positions.clone())));
        grid.row_of(cells);
    }
    page.grid(&grid, "none-groups");
}

fn of_step(page: &Page<'_>, step: &LeadTime) -> Vec<String> {
    let count = |count: u32| whole(i64::from(count), page.lang());
    let days = |days: Option<f64>| value::quantity_or_dash(days, page.lang());
    vec![
        page.texts.word(step.step().as_str_name()),
        count(step.complete),
        days(step.lower_quartile_days),
        days(step.median_days),
        days(step.upper_quartile_days),
        count(step.censored),
        value::days(step.censored_longest_days, page.lang()),
        count(step.out_of_order),
    ]
}

fn demands(page: &mut Page<'_>, chains: &[DemandChain], events: bool) {
    let columns = [
        "coherence-column-demand",
        "column-theme",
        "column-regions",
        "coherence-column-signalled",
        "coherence-column-understood-on",
        "coherence-column-submitted-on",
        "coherence-column-awarded-on",
        "coherence-column-piloted-on",
    ];
    let mut grid = page.table(&headings(&columns, events));
    for chain in chains {
        let stage = |on: &str, with: &str| format!("{} {with}", value::or_dash(on)).trim_end().to_owned();
        let title = page.name(&chain.title, false);
        let mut cells = vec![
            format!("{} {title}", chain.demand_id).trim_end().to_owned(),
            value::or_dash(&chain.theme_id),
            value::or_dash(&chain.region_ids.join(", ")),
            chain.signalled_on.clone(),
            value::or_dash(&chain.understood_on),
            stage(&chain.submitted_on, &chain.application_id),
            stage(&chain.awarded_on, &chain.awarded_application_id),
            stage(&chain.piloted_on, &chain.solution_id),
        ];
        cells.extend(events.then(|| named(chain.positions.clone())));
        grid.row_of(cells);
    }
    page.grid(&grid, "none-groups");
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::LeadTimeStep;

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn what_is_not_complete_stands_beside_the_quartiles() {
        let step = LeadTime {
            step: LeadTimeStep::SignalledToPiloted.into(),
            complete: 4,
            median_days: Some(45.5),
            censored: 3,
            censored_longest_days: 425,
            ..LeadTime::default()
        };
        let group = LeadTimeGroup {
            theme_id: "energy".into(),
            steps: vec![step],
            ..LeadTimeGroup::default()
        };
        let answer = GetLeadTimesResponse {
            groups: vec![group],
            ..GetLeadTimesResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true, false);
        let text = page.into_text();
        assert!(
            text.contains("45,5") && text.contains("425") && text.contains("energy"),
            "{text}"
        );
    }
}
