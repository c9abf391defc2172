//! Recording an amount as the agency decided or paid it.

use contracts::programme::v1::{RecordMoneyRequest, RecordMoneyResponse};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Ground, Projects, receipt_of};
use crate::{
    contract::{
        project::read_money_state,
        values::{REASON_CHARS_MAX, REFERENCE_CHARS_MAX, whole},
    },
    domain::{
        project::{Command, MoneyAmount, RecordMoney},
        values::{Cents, Id},
    },
};

pub(super) async fn record(
    service: &Projects,
    request: &Request<RecordMoneyRequest>,
) -> Result<RecordMoneyResponse, Fault> {
    let given = request.get_ref();
    let (change, asked) = together(Change::parse(request, &given.request_id), parse(given))?;
    let Asked {
        project_id,
        amount,
        correction_reason,
    } = asked;
    let make = move |ground: Ground| {
        let size_class = ground.project.profile().map(|profile| profile.size_class);
        let limits = size_class.and_then(|size_class| ground.rules.limits(size_class));
        let (amount, correction_reason) = (amount.clone(), correction_reason.clone());
        Command::RecordMoney(RecordMoney {
            amount,
            correction_reason,
            limits,
            today: ground.today,
        })
    };
    let committed = service
        .execute_on_ground(&project_id, &change, Vec::new(), make)
        .await?;
    Ok(RecordMoneyResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

/// An amount as it was given.
struct Asked {
    project_id: Id,
    amount: MoneyAmount,
    correction_reason: String,
}

fn parse(request: &RecordMoneyRequest) -> Result<Asked, Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let state = read_money_state(&mut faults, request.state);
    let total = Cents(faults.cents("total_cents", request.total_cents));
    let reference = faults.text("reference", &request.reference, REFERENCE_CHARS_MAX, true);
    let decided_on = faults.date("decided_on", &request.decided_on);
    let correction_reason = faults.text(
        "correction_reason",
        &request.correction_reason,
        REASON_CHARS_MAX,
        false,
    );
    let (state, decided_on) = whole(faults, state.zip(decided_on))?;
    let amount = MoneyAmount {
        state,
        total,
        reference,
        decided_on,
    };
    Ok(Asked {
        project_id,
        amount,
        correction_reason,
    })
}
