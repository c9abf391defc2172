//! Every line is a call of the contract, made by a role that may make it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in tests, panicking is how a failure is told"
)]

use std::{fs, path::Path};

use contracts::{
    culture::v1 as culture, professionalisation::v1::*, programme::v1::*, radar::v1 as radar,
    transitions::v1::*,
};
use prost_reflect::{DescriptorPool, Value as Reflected};
use serde::de::DeserializeOwned;
use serde_json::Value;

struct Written {
    place: String,
    call: String,
    caller: String,
    request: Value,
}

fn lines() -> Vec<Written> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders =
        ["reference", "professionalisation", "culture", "example-season"].map(|folder| data.join(folder));
    let mut paths: Vec<_> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| lines_of(path)).collect()
}

fn lines_of(path: &Path) -> Vec<Written> {
    let text = fs::read_to_string(path).unwrap();
    let written = |(number, line): (usize, &str)| {
        let place = format!("{}:{}", path.file_name().unwrap().display(), number + 1);
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}"));
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        Written {
            place,
            call: text("call"),
            caller: text("as"),
            request: line["request"].clone(),
        }
    };
    text.lines().enumerate().skip(1).map(written).collect()
}

fn parses<T: DeserializeOwned>(written: &Written) {
    if let Err(error) = serde_json::from_value::<T>(written.request.clone()) {
        panic!("{} {}: {error}", written.place, written.call);
    }
}

fn parse(written: &Written) {
    let method = written.call.rsplit('/').next().unwrap();
    match method {
        "DefineEntry" => parses::<DefineEntryRequest>(written),
        "AdvanceClock" => parses::<AdvanceClockRequest>(written),
        "ReleaseClock" => parses::<ReleaseClockRequest>(written),
        "RegisterProject" => parses::<RegisterProjectRequest>(written),
        "RecordMoney" => parses::<RecordMoneyRequest>(written),
        "SetBaseline" => parses::<SetBaselineRequest>(written),
        "DeclareDependency" => parses::<DeclareDependencyRequest>(written),
        "WithdrawDependency" => parses::<WithdrawDependencyRequest>(written),
        "RequestChange" => parses::<RequestChangeRequest>(written),
        "DecideChange" => parses::<DecideChangeRequest>(written),
        "RevisePlan" => parses::<RevisePlanRequest>(written),
        "AchieveMilestone" => parses::<AchieveMilestoneRequest>(written),
        "FinishProject" => parses::<FinishProjectRequest>(written),
        "StopProject" => parses::<StopProjectRequest>(written),
        "ScheduleObligation" => parses::<ScheduleObligationRequest>(written),
        "WaiveObligation" => parses::<WaiveObligationRequest>(written),
        "StartReport" => parses::<StartReportRequest>(written),
        "FillReport" => parses::<FillReportRequest>(written),
        "SubmitReport" => parses::<SubmitReportRequest>(written),
        "ReviewReport" => parses::<ReviewReportRequest>(written),
        "RaiseAttentionPoint" => parses::<RaiseAttentionPointRequest>(written),
        "ReturnReport" => parses::<ReturnReportRequest>(written),
        "AcceptReport" => parses::<AcceptReportRequest>(written),
        "ApproveReport" => parses::<ApproveReportRequest>(written),
        "ReopenReport" => parses::<ReopenReportRequest>(written),
        "AnswerAttentionPoint" => parses::<AnswerAttentionPointRequest>(written),
        "CloseAttentionPoint" => parses::<CloseAttentionPointRequest>(written),
        "PublishSnapshot" => parses::<PublishSnapshotRequest>(written),
        "AddErratum" => parses::<AddErratumRequest>(written),
        "GetProject" => parses::<GetProjectRequest>(written),
        "RecordBottleneck" => parses::<RecordBottleneckRequest>(written),
        "ReviseBottleneck" => parses::<ReviseBottleneckRequest>(written),
        "ResolveBottleneck" => parses::<ResolveBottleneckRequest>(written),
        "SignalDemand" => parses::<SignalDemandRequest>(written),
        "ContributeToDemand" => parses::<ContributeToDemandRequest>(written),
        "AdvanceDemand" => parses::<AdvanceDemandRequest>(written),
        "DropDemand" => parses::<DropDemandRequest>(written),
        "DraftApplication" => parses::<DraftApplicationRequest>(written),
        "FillApplication" => parses::<FillApplicationRequest>(written),
        "CheckApplication" => parses::<CheckApplicationRequest>(written),
        "SubmitApplication" => parses::<SubmitApplicationRequest>(written),
        "WithdrawApplication" => parses::<WithdrawApplicationRequest>(written),
        "DeclareInterest" => parses::<DeclareInterestRequest>(written),
        "ScoreApplication" => parses::<ScoreApplicationRequest>(written),
        "RecordAward" => parses::<RecordAwardRequest>(written),
        "RecordAdvance" => parses::<RecordAdvanceRequest>(written),
        "RecordCondition" => parses::<RecordConditionRequest>(written),
        "RequestAwardChange" => parses::<RequestAwardChangeRequest>(written),
        "DecideAwardChange" => parses::<DecideAwardChangeRequest>(written),
        "DetermineGrant" => parses::<DetermineGrantRequest>(written),
        "DesignSolution" => parses::<DesignSolutionRequest>(written),
        "PilotSolution" => parses::<PilotSolutionRequest>(written),
        "ScaleSolution" => parses::<ScaleSolutionRequest>(written),
        "ReuseSolution" => parses::<ReuseSolutionRequest>(written),
        "DefineInstrument" => parses::<DefineInstrumentRequest>(written),
        "DefineFramework" => parses::<DefineFrameworkRequest>(written),
        "RegisterProvider" => parses::<RegisterProviderRequest>(written),
        "RecordScan" => parses::<RecordScanRequest>(written),
        "PlanDevelopment" => parses::<PlanDevelopmentRequest>(written),
        "PlanTrack" => parses::<PlanTrackRequest>(written),
        "StartTrack" => parses::<StartTrackRequest>(written),
        "CompleteTrack" => parses::<CompleteTrackRequest>(written),
        "PublishOffer" => parses::<PublishOfferRequest>(written),
        "ReviseOffer" => parses::<ReviseOfferRequest>(written),
        "WithdrawOffer" => parses::<WithdrawOfferRequest>(written),
        "ProposeClass" => parses::<ProposeClassRequest>(written),
        "ReviseClass" => parses::<ReviseClassRequest>(written),
        "ReviewClass" => parses::<ReviewClassRequest>(written),
        "AccreditClass" => parses::<AccreditClassRequest>(written),
        "PublishClass" => parses::<PublishClassRequest>(written),
        "WithdrawClass" => parses::<WithdrawClassRequest>(written),
        "RotateKey" => parses::<RotateKeyRequest>(written),
        "IssueCredentials" => parses::<IssueCredentialsRequest>(written),
        "RevokeCredential" => parses::<RevokeCredentialRequest>(written),
        "RegisterSource" => parses::<radar::RegisterSourceRequest>(written),
        "GetSource" => parses::<radar::GetSourceRequest>(written),
        "WithdrawSource" => parses::<radar::WithdrawSourceRequest>(written),
        "ProposeSkill" => parses::<radar::ProposeSkillRequest>(written),
        "ReviewSkill" => parses::<radar::ReviewSkillRequest>(written),
        "DecideOnSkill" => parses::<radar::DecideOnSkillRequest>(written),
        "MergeSkill" => parses::<radar::MergeSkillRequest>(written),
        "PublishSkill" => parses::<radar::PublishSkillRequest>(written),
        "RetireSkill" => parses::<radar::RetireSkillRequest>(written),
        "PublishEdition" => parses::<radar::PublishEditionRequest>(written),
        "DraftInstrument" => parses::<culture::DraftInstrumentRequest>(written),
        "ReleaseInstrument" => parses::<culture::ReleaseInstrumentRequest>(written),
        "RecordReferenceFigure" => parses::<culture::RecordReferenceFigureRequest>(written),
        "DefineCodingScheme" => parses::<culture::DefineCodingSchemeRequest>(written),
        "PlanMeasurement" => parses::<culture::PlanMeasurementRequest>(written),
        "StartFieldwork" => parses::<culture::StartFieldworkRequest>(written),
        "SubmitResponses" => parses::<culture::SubmitResponsesRequest>(written),
        "CloseFieldwork" => parses::<culture::CloseFieldworkRequest>(written),
        "EstimateMeasurement" => parses::<culture::EstimateMeasurementRequest>(written),
        "ProposeFinding" => parses::<culture::ProposeFindingRequest>(written),
        "ReviewFinding" => parses::<culture::ReviewFindingRequest>(written),
        "PublishFinding" => parses::<culture::PublishFindingRequest>(written),
        "PlanIntervention" => parses::<culture::PlanInterventionRequest>(written),
        "StartIntervention" => parses::<culture::StartInterventionRequest>(written),
        "StopIntervention" => parses::<culture::StopInterventionRequest>(written),
        "FinishIntervention" => parses::<culture::FinishInterventionRequest>(written),
        "ObserveEffect" => parses::<culture::ObserveEffectRequest>(written),
        "GetAnswer" => parses::<culture::GetAnswerRequest>(written),
        "CodeAnswer" => parses::<culture::CodeAnswerRequest>(written),
        // Two services have a call of this name.
        "RecordDissent" if written.call.contains(".radar.") => {
            parses::<radar::RecordDissentRequest>(written);
        }
        "RecordDissent" => parses::<culture::RecordDissentRequest>(written),
        _ => panic!("{}: {method} is not a call of the season", written.place),
    }
}

#[test]
fn every_request_is_a_message_of_the_contract_without_unknown_fields() {
    let lines = lines();
    assert!(lines.len() > 1_500);
    lines.iter().for_each(parse);
}

#[test]
fn no_line_brings_its_own_request_id() {
    assert!(
        lines()
            .iter()
            .all(|line| line.request.get("requestId").is_none() && line.request.get("request_id").is_none())
    );
}

/// The roles that the contract lets make a call, by their names in the descriptors, such as `ROLE_PROJECT_LEAD`.
fn allowed(pool: &DescriptorPool, call: &str) -> Vec<String> {
    let (service, method) = call.split_once('/').unwrap();
    let service = pool
        .get_service_by_name(service)
        .unwrap_or_else(|| panic!("{service} is not in the contract"));
    let method = service
        .methods()
        .find(|one| one.name() == method)
        .unwrap_or_else(|| panic!("{call} is not in the contract"));
    let access = pool
        .get_extension_by_name("schakelpunt.options.v1.access")
        .unwrap();
    let options = method.options();
    let access = options.get_extension(&access);
    let roles = access
        .as_message()
        .unwrap()
        .get_field_by_name("roles")
        .unwrap()
        .into_owned();
    let names = pool.get_enum_by_name("schakelpunt.options.v1.Role").unwrap();
    let name = |role: &Reflected| {
        names
            .get_value(role.as_enum_number().unwrap())
            .unwrap()
            .name()
            .to_owned()
    };
    roles.as_list().unwrap().iter().map(name).collect()
}

#[test]
fn every_call_is_made_by_a_role_that_the_contract_allows() {
    let pool = DescriptorPool::decode(contracts::DESCRIPTORS).unwrap();
    for line in lines() {
        let role = line.caller.split([':', '#']).next().unwrap();
        let role = format!("ROLE_{}", role.replace('-', "_").to_uppercase());
        let allowed = allowed(&pool, &line.call);
        // Whoever may be anybody needs no role: such a call only waits for something.
        if line.call == "schakelpunt.radar.v1.SourceService/GetSource" {
            continue;
        }
        assert!(
            allowed.contains(&role),
            "{}: {role} may not call {}, only {allowed:?}",
            line.place,
            line.call
        );
    }
}
