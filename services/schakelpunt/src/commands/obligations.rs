//! `schakelpunt obligations`: the calendar of reports with its lateness.

use contracts::insight::v1::{Colour, ListObligationsRequest, ListObligationsResponse, ObligationStatus};
use contracts::programme::v1::{ObligationState, ReportState};

use super::{Session, paging};
use crate::{
    cli::ObligationsArgs,
    failure::Failure,
    output::{Grid, Page, value},
};

pub(super) async fn run(args: ObligationsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListObligationsRequest {
        scope: args.scope.scope(),
        due_from: args.from.unwrap_or_default(),
        due_to: args.to.unwrap_or_default(),
        states: Vec::new(),
        late_only: args.late,
        page_size: 0,
        page_token: String::new(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let ask = |page_token, page_size| {
        let request = ListObligationsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.insight().list_obligations(request).await
        })
    };
    let answer = paging::all(args.limit, args.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

/// The parts of an answer that comes in pages.
fn parts(answer: &mut ListObligationsResponse) -> (&mut Vec<ObligationStatus>, &mut String) {
    (&mut answer.obligations, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListObligationsResponse) {
    let grid = table(page, &answer.obligations);
    page.grid(&grid, "none-obligations");
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

/// A table of obligations; the status of a project shows it too.
pub(super) fn table(page: &Page<'_>, obligations: &[ObligationStatus]) -> Grid {
    let headings = [
        "column-due-on",
        "column-project",
        "column-period",
        "column-kind",
        "column-state",
        ">column-days-late",
        "column-report",
        "column-waits-on",
        ">column-days",
        "column-answer-by",
    ];
    let mut grid = page.table(&headings);
    for status in obligations {
        let obligation = status.obligation.clone().unwrap_or_default();
        let name = page.name(&status.project_name, status.example);
        grid.row([
            obligation.due_on.clone(),
            format!("{} {name}", obligation.project_id).trim_end().to_owned(),
            obligation.period.clone().unwrap_or_default().label,
            page.texts.word(obligation.kind().as_str_name()),
            state(page, obligation.state()),
            value::days(status.days_late, page.lang()),
            report_state(page, status.report_state()),
            page.texts.word(status.waits_on().as_str_name()),
            value::days(status.waiting_days, page.lang()),
            value::or_dash(&status.response_due_on),
        ]);
    }
    grid
}

fn report_state(page: &Page<'_>, state: ReportState) -> String {
    if state == ReportState::Unspecified {
        value::NOTHING.to_owned()
    } else {
        page.texts.word(state.as_str_name())
    }
}

fn state(page: &Page<'_>, state: ObligationState) -> String {
    let word = page.texts.word(state.as_str_name());
    let sign = match state {
        ObligationState::Overdue => Colour::Red,
        ObligationState::ReminderDue => Colour::Amber,
        ObligationState::Fulfilled => Colour::Green,
        ObligationState::Unspecified | ObligationState::Scheduled | ObligationState::Waived => {
            Colour::Unspecified
        }
    };
    let judged = page.judgement(sign);
    format!("{} {word}", judged.split(' ').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::Obligation;

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn an_overdue_obligation_says_so_in_words_with_its_days() {
        let obligation = Obligation {
            state: ObligationState::Overdue.into(),
            project_id: "llo-101".into(),
            ..Default::default()
        };
        let status = ObligationStatus {
            obligation: Some(obligation),
            days_late: 12,
            ..Default::default()
        };
        let texts = Texts::new(Lang::Nl);
        let text = table(&Page::new(&texts), &[status]).text();
        assert!(text.contains("✗ te laat") && text.contains("12"), "{text}");
    }
}
