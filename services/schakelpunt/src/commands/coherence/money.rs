//! `schakelpunt coherence money`: money by state per tranche, theme and region.

use contracts::{
    insight::v1::{GetMoneyMatrixRequest, GetMoneyMatrixResponse, MoneyCell},
    programme::v1::MoneyState,
};

use super::{Session, heading, number};
use crate::{
    cli::coherence::MoneyArgs,
    failure::Failure,
    output::{Page, value},
};

/// The states in the order in which money goes through them.
const STATES: [MoneyState; 6] = [
    MoneyState::Reserved,
    MoneyState::Conditional,
    MoneyState::Granted,
    MoneyState::Committed,
    MoneyState::Paid,
    MoneyState::Realised,
];

pub(super) async fn run(args: MoneyArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetMoneyMatrixRequest {
        scope: args.scope.scope(),
        split_by: args.by.iter().map(|split| split.group_by().into()).collect(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let make =
        |hub: crate::client::Hub, request| async move { hub.coherence().get_money_matrix(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetMoneyMatrixResponse) {
    heading(page, "coherence-money-heading", &answer.as_of);
    if answer.contains_examples {
        page.line(page.get("coherence-examples"));
    }
    let columns = [
        "column-tranche",
        "column-theme",
        "coherence-column-region",
        ">coherence-ceiling",
        ">coherence-asked",
        ">money-state-reserved",
        ">money-state-conditional",
        ">money-state-granted",
        ">money-state-committed",
        ">money-state-paid",
        ">money-state-realised",
        ">coherence-determined",
    ];
    let mut grid = page.table(&columns);
    for cell in &answer.cells {
        let ceiling = cell.ceiling_cents.map(|cents| page.euros(cents));
        let mut cells = vec![
            value::or_dash(&cell.tranche_id),
            value::or_dash(&cell.theme_id),
            value::or_dash(&cell.region_id),
            ceiling.unwrap_or_else(|| value::NOTHING.to_owned()),
            number(page, cell.asked.as_ref()),
        ];
        cells.extend(STATES.map(|state| in_state(page, cell, state)));
        cells.push(number(page, cell.determined.as_ref()));
        grid.row_of(cells);
    }
    page.grid(&grid, "none-groups");
    page.line(page.get("coherence-money-note"));
    page.freshness(answer.freshness.as_ref());
}

fn in_state(page: &Page<'_>, cell: &MoneyCell, state: MoneyState) -> String {
    let found = cell.money.iter().find(|money| money.state() == state);
    value::figure(found.and_then(|money| money.figure.as_ref()), page.lang())
}

#[cfg(test)]
mod tests {
    use contracts::insight::v1::{Figure, MoneyFigure, figure::Value};

    use super::*;
    use crate::output::{Lang, Texts};

    #[test]
    fn states_stand_in_columns_of_their_own_and_what_may_not_be_seen_is_a_dash() {
        let granted = MoneyFigure {
            state: MoneyState::Granted.into(),
            figure: Some(Figure {
                value: Some(Value::Cents(10_000_000)),
                ..Figure::default()
            }),
        };
        let cell = MoneyCell {
            tranche_id: "r2".into(),
            ceiling_cents: Some(100_000_000),
            money: vec![granted],
            ..MoneyCell::default()
        };
        let answer = GetMoneyMatrixResponse {
            cells: vec![cell],
            ..GetMoneyMatrixResponse::default()
        };
        let texts = Texts::new(Lang::Nl);
        let mut page = Page::new(&texts);
        shown(&mut page, &answer);
        let text = page.into_text();
        assert!(
            text.contains("EUR 1.000.000,00") && text.contains("EUR 100.000,00"),
            "{text}"
        );
        assert!(text.contains(value::NOTHING), "{text}");
    }
}
