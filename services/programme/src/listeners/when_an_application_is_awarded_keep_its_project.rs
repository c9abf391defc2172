//! When an application is awarded, it becomes a project with its plan, and with that its reporting obligations; when the award
//! moves, the project's money moves with it; when it lapses, the project stops. Nobody types any of it twice.

use async_trait::async_trait;
use blocks::{
    desk::{Cause, Desk},
    inbox::{Listener, message, type_of},
};
use contracts::{
    ledger::v1::Entry,
    programme::v1 as api,
    transitions::v1::{
        AdvancePaid, Application, AwardChangeDecided, AwardOutcome, AwardRecorded, AwardState,
        ConditionDecided, GrantDetermined,
    },
};
use eventing::{Meta, ReactionError};
use jiff::civil::Date;
use runtime::{
    fault::{Fault, Kind},
    parse::Faults,
};

use crate::{
    contract::{plan::read_plan, project::read_profile, values::whole},
    domain::{
        project::{
            Command, MoneyAmount, MoneyState, Plan, Profile, Project, ProjectState, RecordMoney, SetBaseline,
            Stop,
        },
        values::Cents,
    },
    grpc::project::{Ground, Projects},
};

/// Permanent name.
const NAME: &str = "keep-project";

pub(super) struct KeepProject {
    pub(super) desk: Desk,
    pub(super) projects: Projects,
}

/// A decision of the agency, as money is recorded by it.
struct Decision<'a> {
    reference: &'a str,
    decided_on: &'a str,
}

#[async_trait]
impl Listener for KeepProject {
    fn name(&self) -> &'static str {
        NAME
    }

    fn types(&self) -> Vec<String> {
        vec![
            type_of::<AwardRecorded>(),
            type_of::<ConditionDecided>(),
            type_of::<AdvancePaid>(),
            type_of::<AwardChangeDecided>(),
            type_of::<GrantDetermined>(),
        ]
    }

    async fn hear(&self, event: &Entry) -> Result<(), ReactionError> {
        if event.r#type == type_of::<AwardRecorded>() {
            return self.awarded(event, message(event)?).await;
        }
        if event.r#type == type_of::<ConditionDecided>() {
            return self.condition_decided(event, message(event)?).await;
        }
        if event.r#type == type_of::<AdvancePaid>() {
            return self.paid(event, message(event)?).await;
        }
        if event.r#type == type_of::<AwardChangeDecided>() {
            return self.changed(event, message(event)?).await;
        }
        self.determined(event, message(event)?).await
    }
}

impl KeepProject {
    /// Registers the project, sets its baseline and records what was awarded. A project that is there already, such as one whose
    /// rejection was reversed after an objection, only gets the money.
    async fn awarded(&self, event: &Entry, award: AwardRecorded) -> Result<(), ReactionError> {
        // Rejected: there is no project.
        let Some(application) = &award.application else {
            return Ok(());
        };
        let (profile, plan) = read(&award, application).map_err(refusal)?;
        let project_id = profile.project_id.clone();
        let known = self.desk.store.load::<Project>(&project_id).await?.state;
        if !known.exists() {
            let meta = Meta {
                context: profile.context(),
                ..self.meta(event, "register")
            };
            self.projects
                .register_as(&profile, &meta)
                .await
                .map_err(refusal)?;
        }
        if known.plan().is_none() {
            self.set_baseline(event, &project_id, plan).await?;
        }
        let state = match award.outcome() {
            AwardOutcome::Conditional => MoneyState::Conditional,
            AwardOutcome::Granted | AwardOutcome::Rejected | AwardOutcome::Unspecified => MoneyState::Granted,
        };
        let decision = Decision {
            reference: &award.reference,
            decided_on: &award.decided_on,
        };
        self.record(
            event,
            &project_id,
            (state, award.awarded_cents),
            &decision,
            "award",
        )
        .await
    }

    async fn set_baseline(&self, event: &Entry, project_id: &str, plan: Plan) -> Result<(), ReactionError> {
        let references = plan.references("plan.targets");
        let make = move |ground: Ground| {
            Command::SetBaseline(Box::new(SetBaseline {
                plan: plan.clone(),
                referenced: ground.referenced,
                final_report_months: ground.rules.reporting_calendar.final_report_months,
            }))
        };
        let meta = self.meta(event, "baseline");
        self.projects
            .execute_as(project_id, &meta, references, make)
            .await
            .map_err(refusal)?;
        Ok(())
    }

    /// The last condition that is met makes what was promised a grant. One that is not met takes it back, and the project stops.
    async fn condition_decided(&self, event: &Entry, decided: ConditionDecided) -> Result<(), ReactionError> {
        let id = &decided.application_id;
        let decision = Decision {
            reference: &decided.reference,
            decided_on: &decided.decided_on,
        };
        match decided.state() {
            AwardState::Granted => {
                let granted = (MoneyState::Granted, decided.awarded_cents);
                self.record(event, id, granted, &decision, "granted").await?;
                self.record(
                    event,
                    id,
                    (MoneyState::Conditional, 0),
                    &decision,
                    "no-longer-conditional",
                )
                .await
            }
            AwardState::Lapsed => self.lapsed(event, id, &decision).await,
            AwardState::Conditional
            | AwardState::Rejected
            | AwardState::Determined
            | AwardState::Unspecified => Ok(()),
        }
    }

    async fn lapsed(
        &self,
        event: &Entry,
        project_id: &str,
        decision: &Decision<'_>,
    ) -> Result<(), ReactionError> {
        let project = self.desk.store.load::<Project>(project_id).await?.state;
        // What was paid before it lapsed is claimed back; until then it stays promised, so that the books agree.
        let paid = project.total(MoneyState::Paid).0;
        self.record(
            event,
            project_id,
            (MoneyState::Conditional, paid),
            decision,
            "lapsed",
        )
        .await?;
        if project.state() != ProjectState::Running {
            return Ok(());
        }
        let (stopped_on, reference) = (day(decision.decided_on)?, decision.reference.to_owned());
        let make = move |ground: Ground| {
            Command::Stop(Stop {
                stopped_on,
                reason: "Een voorwaarde van de verlening is niet vervuld.".to_owned(),
                decision: reference.clone(),
                today: ground.today,
            })
        };
        let meta = self.meta(event, "stop");
        self.projects
            .execute_as(project_id, &meta, Vec::new(), make)
            .await
            .map_err(refusal)?;
        Ok(())
    }

    async fn paid(&self, event: &Entry, paid: AdvancePaid) -> Result<(), ReactionError> {
        let decision = Decision {
            reference: &paid.reference,
            decided_on: &paid.paid_on,
        };
        let total = (MoneyState::Paid, paid.total_cents);
        self.record(event, &paid.application_id, total, &decision, "paid")
            .await
    }

    async fn changed(&self, event: &Entry, changed: AwardChangeDecided) -> Result<(), ReactionError> {
        if !changed.approved {
            return Ok(());
        }
        let id = &changed.application_id;
        let project = self.desk.store.load::<Project>(id).await?.state;
        let state = if project.total(MoneyState::Conditional) > Cents::ZERO {
            MoneyState::Conditional
        } else {
            MoneyState::Granted
        };
        let decision = Decision {
            reference: &changed.reference,
            decided_on: &changed.decided_on,
        };
        self.record(event, id, (state, changed.awarded_cents), &decision, "changed")
            .await
    }

    /// What was determined is what was granted in the end; what was paid beyond it is claimed back.
    async fn determined(&self, event: &Entry, determined: GrantDetermined) -> Result<(), ReactionError> {
        let id = &determined.application_id;
        let decision = Decision {
            reference: &determined.reference,
            decided_on: &determined.decided_on,
        };
        let project = self.desk.store.load::<Project>(id).await?.state;
        let paid = project.total(MoneyState::Paid).0;
        let total = (MoneyState::Granted, determined.determined_cents.max(paid));
        self.record(event, id, total, &decision, "determined").await
    }

    /// Records a total; when it becomes lower, the decision is the reason.
    async fn record(
        &self,
        event: &Entry,
        project_id: &str,
        (state, cents): (MoneyState, i64),
        decision: &Decision<'_>,
        step: &str,
    ) -> Result<(), ReactionError> {
        let amount = MoneyAmount {
            state,
            total: Cents(cents),
            reference: decision.reference.to_owned(),
            decided_on: day(decision.decided_on)?,
        };
        let make = move |ground: Ground| {
            let size_class = ground.project.profile().map(|profile| profile.size_class);
            let is_lower = amount.total < ground.project.total(amount.state);
            Command::RecordMoney(RecordMoney {
                correction_reason: if is_lower {
                    format!("Besluit {}", amount.reference)
                } else {
                    String::new()
                },
                amount: amount.clone(),
                limits: size_class.and_then(|size_class| ground.rules.limits(size_class)),
                today: ground.today,
            })
        };
        let meta = self.meta(event, step);
        self.projects
            .execute_as(project_id, &meta, Vec::new(), make)
            .await
            .map_err(refusal)?;
        Ok(())
    }

    fn meta(&self, event: &Entry, step: &str) -> Meta {
        self.desk.meta(Cause::from(event), NAME, step)
    }
}

/// The project and the plan that an application becomes.
fn read(award: &AwardRecorded, application: &Application) -> Result<(Profile, Plan), Fault> {
    let mut faults = Faults::new();
    let it = application.clone();
    let profile = api::ProjectProfile {
        project_id: it.application_id,
        name: it.name,
        summary: it.summary,
        block_id: award.block_id.clone(),
        workgroup_id: it.workgroup_id,
        theme_id: it.theme_id,
        call_id: it.call_id,
        scheme_id: award.scheme_id.clone(),
        scheme_version: award.scheme_version,
        size_class: it.size_class,
        lead_organisation_id: it.lead_organisation_id,
        partners: it.partners,
        regions: it.regions,
        starts_on: it.starts_on,
        ends_on: it.ends_on,
        linked_programme_ids: Vec::new(),
        example: it.example,
    };
    let profile = read_profile(&mut faults, Some(profile));
    let plan = read_plan(&mut faults, it.plan);
    whole(faults, profile.map(|profile| (profile, plan)))
}

fn day(day: &str) -> Result<Date, ReactionError> {
    day.parse()
        .map_err(|_| ReactionError::GiveUp(format!("'{day}' is no day")))
}

/// What passes is tried again. The rest is given up on, visibly.
fn refusal(fault: Fault) -> ReactionError {
    match fault.kind() {
        Kind::Unavailable | Kind::Exhausted | Kind::Conflict => ReactionError::Retry(fault.to_string()),
        _ => ReactionError::GiveUp(fault.to_string()),
    }
}
