//! One line of a load file: a call, who makes it, on which day, and with what.

use contracts::programme::v1::AdvanceClockRequest;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

use crate::json::{compact, write};

/// The calls of the season. Lines of one day are written in this order, so that each comes after what it needs and lines of
/// the same call stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each is named as the call it stands for, but for one name that two services have"
)]
pub enum Call {
    RecordBottleneck,
    ReviseBottleneck,
    ResolveBottleneck,
    SignalDemand,
    ContributeToDemand,
    AdvanceDemand,
    DropDemand,
    DraftApplication,
    FillApplication,
    CheckApplication,
    SubmitApplication,
    WithdrawApplication,
    DeclareInterest,
    ScoreApplication,
    RecordAward,
    GetProject,
    RecordAdvance,
    RecordCondition,
    RequestAwardChange,
    DecideAwardChange,
    DetermineGrant,
    RegisterProject,
    RecordMoney,
    SetBaseline,
    DeclareDependency,
    WithdrawDependency,
    RequestChange,
    DecideChange,
    RevisePlan,
    AchieveMilestone,
    FinishProject,
    StopProject,
    ScheduleObligation,
    WaiveObligation,
    StartReport,
    FillReport,
    SubmitReport,
    ReviewReport,
    RaiseAttentionPoint,
    ReturnReport,
    AcceptReport,
    ApproveReport,
    ReopenReport,
    AnswerAttentionPoint,
    CloseAttentionPoint,
    PublishSnapshot,
    AddErratum,
    DesignSolution,
    PilotSolution,
    ScaleSolution,
    ReuseSolution,
    RegisterProvider,
    RecordScan,
    PlanDevelopment,
    PlanTrack,
    StartTrack,
    CompleteTrack,
    ProposeClass,
    ReviseClass,
    ReviewClass,
    AccreditClass,
    PublishClass,
    PublishOffer,
    ReviseOffer,
    WithdrawOffer,
    RotateKey,
    IssueCredentials,
    RevokeCredential,
    WithdrawClass,
    RegisterSource,
    GetSource,
    WithdrawSource,
    ProposeSkill,
    ReviewSkill,
    DecideOnSkill,
    MergeSkill,
    PublishSkill,
    RetireSkill,
    RecordDissent,
    PublishEdition,
    PlanMeasurement,
    StartFieldwork,
    SubmitResponses,
    CloseFieldwork,
    EstimateMeasurement,
    ProposeFinding,
    ReviewFinding,
    PublishFinding,
    RecordFindingDissent,
    PlanIntervention,
    StartIntervention,
    StopIntervention,
    FinishIntervention,
    ObserveEffect,
    GetAnswer,
    CodeAnswer,
    RequestSubscription,
    ApproveSubscription,
    RefuseSubscription,
    SuspendSubscription,
    ResumeSubscription,
    RequestLink,
    ApproveLink,
    LinkProject,
    ReportEvent,
}

impl Call {
    /// The full name of the method.
    #[must_use]
    pub fn method(self) -> String {
        let service = match self {
            Self::RecordBottleneck
            | Self::ReviseBottleneck
            | Self::ResolveBottleneck
            | Self::SignalDemand
            | Self::ContributeToDemand
            | Self::AdvanceDemand
            | Self::DropDemand => "transitions.v1.DemandService",
            Self::DraftApplication
            | Self::FillApplication
            | Self::CheckApplication
            | Self::SubmitApplication
            | Self::WithdrawApplication
            | Self::DeclareInterest
            | Self::ScoreApplication => "transitions.v1.ApplicationService",
            Self::RecordAward
            | Self::RecordAdvance
            | Self::RecordCondition
            | Self::RequestAwardChange
            | Self::DecideAwardChange
            | Self::DetermineGrant => "transitions.v1.AwardService",
            Self::DesignSolution | Self::PilotSolution | Self::ScaleSolution | Self::ReuseSolution => {
                "transitions.v1.SolutionService"
            }
            Self::GetProject
            | Self::RegisterProject
            | Self::RecordMoney
            | Self::SetBaseline
            | Self::DeclareDependency
            | Self::WithdrawDependency
            | Self::RequestChange
            | Self::DecideChange
            | Self::RevisePlan
            | Self::AchieveMilestone
            | Self::FinishProject
            | Self::StopProject => "programme.v1.ProjectService",
            Self::ScheduleObligation
            | Self::WaiveObligation
            | Self::StartReport
            | Self::FillReport
            | Self::SubmitReport
            | Self::ReviewReport
            | Self::ReturnReport
            | Self::AcceptReport
            | Self::ApproveReport
            | Self::ReopenReport => "programme.v1.ReportingService",
            Self::RaiseAttentionPoint | Self::AnswerAttentionPoint | Self::CloseAttentionPoint => {
                "programme.v1.FeedbackService"
            }
            Self::PublishSnapshot | Self::AddErratum => "programme.v1.PublicationService",
            Self::RegisterProvider
            | Self::RecordScan
            | Self::PlanDevelopment
            | Self::PlanTrack
            | Self::StartTrack
            | Self::CompleteTrack => "professionalisation.v1.ProviderService",
            Self::PublishOffer | Self::ReviseOffer | Self::WithdrawOffer => {
                "professionalisation.v1.OfferService"
            }
            Self::ProposeClass
            | Self::ReviseClass
            | Self::ReviewClass
            | Self::AccreditClass
            | Self::PublishClass
            | Self::WithdrawClass => "professionalisation.v1.CredentialClassService",
            Self::RotateKey | Self::IssueCredentials | Self::RevokeCredential => {
                "professionalisation.v1.IssuingService"
            }
            Self::RegisterSource | Self::GetSource | Self::WithdrawSource => "radar.v1.SourceService",
            Self::ProposeSkill
            | Self::ReviewSkill
            | Self::DecideOnSkill
            | Self::MergeSkill
            | Self::PublishSkill
            | Self::RetireSkill
            | Self::RecordDissent => "radar.v1.CurationService",
            Self::PublishEdition => "radar.v1.EditionService",
            Self::PlanMeasurement
            | Self::StartFieldwork
            | Self::SubmitResponses
            | Self::CloseFieldwork
            | Self::EstimateMeasurement => "culture.v1.MeasurementService",
            Self::ProposeFinding
            | Self::ReviewFinding
            | Self::PublishFinding
            | Self::RecordFindingDissent => "culture.v1.FindingService",
            Self::PlanIntervention
            | Self::StartIntervention
            | Self::StopIntervention
            | Self::FinishIntervention
            | Self::ObserveEffect => "culture.v1.InterventionService",
            Self::GetAnswer | Self::CodeAnswer => "culture.v1.CodingService",
            Self::RequestSubscription
            | Self::ApproveSubscription
            | Self::RefuseSubscription
            | Self::SuspendSubscription
            | Self::ResumeSubscription => "exchange.v1.SubscriptionService",
            Self::RequestLink | Self::ApproveLink | Self::LinkProject | Self::ReportEvent => {
                "exchange.v1.LinkService"
            }
        };
        // Two services have a call of this name.
        let name = match self {
            Self::RecordFindingDissent => "RecordDissent".to_owned(),
            other => format!("{other:?}"),
        };
        format!("schakelpunt.{service}/{name}")
    }
}

/// One call of the season.
#[derive(Debug, Clone)]
pub struct Line {
    /// Day of the simulated clock.
    pub on: Date,
    /// Call.
    pub call: Call,
    /// Role token that makes it, such as `project-lead:llo-101`.
    pub caller: String,
    /// The request in protobuf JSON, without a request id.
    pub request: Value,
    /// What its answer must have in it before the next line is sent, if it waits for something.
    pub until: Option<Value>,
}

impl Line {
    /// A call on a day.
    pub fn new(on: Date, call: Call, caller: impl Into<String>, request: &impl Serialize) -> Self {
        // The contract's messages have text keys only, so they always have a JSON form.
        let request = serde_json::to_value(request).unwrap_or(Value::Null);
        Self {
            on,
            call,
            caller: caller.into(),
            request: compact(request),
            until: None,
        }
    }

    /// The same call, made again until its answer has this in it.
    #[must_use]
    pub fn until(self, until: Value) -> Self {
        Self {
            until: Some(until),
            ..self
        }
    }

    /// The line as it stands in the file.
    #[must_use]
    pub fn text(&self) -> String {
        let line = text_of(&self.call.method(), &self.caller, &self.request);
        match (&self.until, line.strip_suffix('}')) {
            (Some(until), Some(line)) => format!(r#"{line}, "until": {}}}"#, write(until)),
            _ => line,
        }
    }
}

/// The line that sets the development clock to nine o'clock UTC on a day.
#[must_use]
pub fn advance_clock(on: Date) -> String {
    let to = format!("{on}T09:00:00Z");
    // Written by hand: the message's own form prints nanoseconds.
    debug_assert!(serde_json::from_value::<AdvanceClockRequest>(json!({ "to": to })).is_ok());
    text_of(
        "schakelpunt.programme.v1.DevelopmentClockService/AdvanceClock",
        "operator",
        &json!({ "to": to }),
    )
}

/// The line that lets the clock run again.
#[must_use]
pub fn release_clock() -> String {
    text_of(
        "schakelpunt.programme.v1.DevelopmentClockService/ReleaseClock",
        "operator",
        &json!({}),
    )
}

fn text_of(call: &str, caller: &str, request: &Value) -> String {
    format!(
        r#"{{"call": {}, "as": {}, "request": {}}}"#,
        Value::from(call),
        Value::from(caller),
        write(request)
    )
}
