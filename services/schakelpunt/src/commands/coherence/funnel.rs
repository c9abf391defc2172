//! `schakelpunt coherence funnel`: what became of the applications of a call, against its ceiling.

use contracts::insight::v1::{
    CallFunnel, GetFunnelRequest, GetFunnelResponse, SizeClassFunnel, TracedFigure,
};

use super::{Session, heading, headings, number, positions};
use crate::{
    cli::coherence::FunnelArgs,
    failure::Failure,
    output::{Page, capital, value},
};

pub(super) async fn run(args: FunnelArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetFunnelRequest {
        call_id: args.call.unwrap_or_default(),
        tranche_id: args.tranche.unwrap_or_default(),
        theme_id: args.theme.unwrap_or_default(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let make = |hub: crate::client::Hub, request| async move { hub.coherence().get_funnel(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session
        .screen
        .answer(&answer, |page, answer| shown(page, answer, args.events))?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetFunnelResponse, events: bool) {
    heading(page, "coherence-funnel-heading", &answer.as_of);
    if answer.contains_examples {
        page.line(page.get("coherence-examples"));
    }
    if answer.calls.is_empty() {
        page.line(page.get("none-groups"));
    }
    answer.calls.iter().for_each(|call| of_call(page, call, events));
    page.freshness(answer.freshness.as_ref());
}

/// One row for each stage, one column for each size class.
fn of_call(page: &mut Page<'_>, call: &CallFunnel, events: bool) {
    page.heading(page.texts.with(
        "coherence-call",
        &[
            ("call", call.call_id.as_str()),
            ("opens", &value::or_dash(&call.opens_on)),
            ("closes", &value::or_dash(&call.closes_on)),
        ],
    ));
    if call.size_classes.is_empty() {
        page.line(page.get("none-groups"));
    }
    for of_class in &call.size_classes {
        let columns = ["coherence-column-stage", ">column-value"];
        page.line(format!(
            "\n{}",
            page.texts.word(of_class.size_class().as_str_name())
        ));
        let mut grid = page.table(&headings(&columns, events));
        for (key, figure) in stages(of_class) {
            let mut cells = vec![capital(&page.get(key)), number(page, figure)];
            cells.extend(events.then(|| positions([figure])));
            grid.row_of(cells);
        }
        for (key, cents) in [
            ("coherence-ceiling", of_class.ceiling_cents),
            ("coherence-room", of_class.room_cents),
        ] {
            let amount = cents.map_or_else(|| value::NOTHING.to_owned(), |cents| page.euros(cents));
            let mut cells = vec![page.get(key), amount];
            cells.extend(events.then(|| value::NOTHING.to_owned()));
            grid.row_of(cells);
        }
        page.grid(&grid, "none-groups");
    }
}

fn stages(it: &SizeClassFunnel) -> [(&'static str, Option<&TracedFigure>); 13] {
    [
        ("coherence-submitted", it.submitted.as_ref()),
        ("coherence-withdrawn", it.withdrawn.as_ref()),
        ("coherence-assessed", it.assessed.as_ref()),
        ("coherence-undecided", it.undecided.as_ref()),
        ("coherence-granted", it.granted.as_ref()),
        ("coherence-conditional-open", it.conditional_open.as_ref()),
        ("coherence-conditional-met", it.conditional_met.as_ref()),
        ("coherence-conditional-lapsed", it.conditional_lapsed.as_ref()),
        ("coherence-rejected", it.rejected.as_ref()),
        ("coherence-projects-started", it.projects_started.as_ref()),
        ("coherence-asked", it.asked.as_ref()),
        ("coherence-awarded-granted", it.awarded_granted.as_ref()),
        ("coherence-awarded-conditional", it.awarded_conditional.as_ref()),
    ]
}

#[cfg(test)]
mod tests {
    use contracts::{insight::v1::traced_figure::Value, programme::v1::SizeClass};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn a_call_shows_its_stages_and_what_the_ceiling_leaves() {
        let of_class = SizeClassFunnel {
            size_class: SizeClass::Small.into(),
            ceiling_cents: Some(100_000_000),
            room_cents: Some(90_000_000),
            submitted: Some(TracedFigure {
                value: Some(Value::Count(3)),
                positions: vec![41, 42, 43],
                events: 3,
            }),
            ..SizeClassFunnel::default()
        };
        let answer = GetFunnelResponse {
            calls: vec![CallFunnel {
                call_id: "ronde-2".into(),
                size_classes: vec![of_class],
                ..CallFunnel::default()
            }],
            contains_examples: true,
            ..GetFunnelResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer, true);
        let text = page.into_text();
        assert!(text.contains("ronde-2") && text.contains("klein"), "{text}");
        assert!(
            text.contains("EUR 900.000,00") && text.contains("41, 42, 43"),
            "{text}"
        );
        assert!(text.contains("voorbeeld"), "{text}");
    }
}
