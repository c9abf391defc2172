//! `schakelpunt report fill`: sections from a file, from options, or from both.
//!
//! Texts are taken as they are. Options that change one entry of a list (`--answer`, `--achieved`, `--result`,
//! `--realised`) start from the report as it stands, because a section replaces the whole section.

use contracts::programme::v1::{
    AttentionAnswer, BudgetProgress, FillReportRequest, GetReportRequest, MilestoneProgress, ReportContent,
    ResultProgress,
};

use super::{Session, attention::recorded, json_file, request_id};
use crate::{
    cli::report::FillArgs,
    client::Hub,
    failure::{Failure, Note},
};

pub(super) async fn run(args: FillArgs, session: &Session<'_>) -> Result<(), Failure> {
    if is_empty(&args) {
        return Err(Failure::Usage(Note::new("fill-nothing")));
    }
    let hub = session.hub()?;
    let mut content = args
        .file
        .as_deref()
        .map(json_file::read)
        .transpose()?
        .unwrap_or_default();
    let version = if edits_lists(&args) {
        prefill(&hub, &args, &mut content).await?
    } else {
        0
    };
    texts(&args, &mut content);
    lists(&args, &mut content)?;
    let (project_id, report_id) = (args.id.project(), args.id.report.clone());
    let request = FillReportRequest {
        request_id: request_id::given_or_new(args.request_id),
        project_id,
        report_id,
        content: Some(content),
        update_mask: mask(args.section),
        expected_version: args.expected_version.unwrap_or(version),
    };
    let make = |hub: Hub, request| async move { hub.reporting().fill_report(request).await };
    let answer = hub.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

fn is_empty(args: &FillArgs) -> bool {
    let words = [
        &args.highlights,
        &args.deviations,
        &args.partner_problems,
        &args.learning_culture,
        &args.goal_attainment,
    ];
    let no_words = words.into_iter().all(Option::is_none) && args.cofinancing.is_none();
    args.file.is_none() && args.section.is_empty() && no_words && !edits_lists(args)
}

fn edits_lists(args: &FillArgs) -> bool {
    !(args.answer.is_empty()
        && args.achieved.is_empty()
        && args.result.is_empty()
        && args.realised.is_empty())
}

fn mask(section: Vec<String>) -> Option<pbjson_types::FieldMask> {
    (!section.is_empty()).then_some(pbjson_types::FieldMask { paths: section })
}

/// Fills the lists that options edit from the report as it stands, where the file did not give them; answers its
/// version, so that an edit by somebody else in between is refused and not overwritten.
async fn prefill(hub: &Hub, args: &FillArgs, content: &mut ReportContent) -> Result<u64, Failure> {
    let request = GetReportRequest {
        project_id: args.id.project(),
        report_id: args.id.report.clone(),
    };
    let make = |hub: Hub, request| async move { hub.reporting().get_report(request).await };
    let report = hub.call(request, make).await?.report.unwrap_or_default();
    let now = report.content.unwrap_or_default();
    keep(&mut content.answers, now.answers, args.answer.is_empty());
    keep(&mut content.milestones, now.milestones, args.achieved.is_empty());
    keep(&mut content.results, now.results, args.result.is_empty());
    keep(&mut content.budget, now.budget, args.realised.is_empty());
    Ok(report.version)
}

fn keep<T>(given: &mut Vec<T>, now: Vec<T>, untouched: bool) {
    if given.is_empty() && !untouched {
        *given = now;
    }
}

fn texts(args: &FillArgs, content: &mut ReportContent) {
    let given = [
        (&args.highlights, &mut content.highlights),
        (&args.deviations, &mut content.deviations),
        (&args.partner_problems, &mut content.partner_problems),
        (&args.learning_culture, &mut content.learning_culture),
        (&args.goal_attainment, &mut content.goal_attainment),
    ];
    for (text, section) in given {
        text.iter().for_each(|text| section.clone_from(text));
    }
    args.cofinancing
        .iter()
        .for_each(|cents| content.cofinancing_realised_cents = *cents);
}

fn lists(args: &FillArgs, content: &mut ReportContent) -> Result<(), Failure> {
    for given in &args.answer {
        let id = |each: &AttentionAnswer| each.attention_point_id.clone();
        entry(&mut content.answers, &given.name, "--answer", id)?
            .answer
            .clone_from(&given.value);
    }
    for given in &args.achieved {
        let id = |each: &MilestoneProgress| each.milestone_id.clone();
        let milestone = entry(&mut content.milestones, &given.name, "--achieved", id)?;
        (milestone.achieved, milestone.achieved_on) = (true, given.value.clone());
        // What was expected no longer matters, and a report that says both is refused.
        milestone.expected_on.clear();
    }
    for given in &args.result {
        let id = |each: &ResultProgress| each.indicator_id.clone();
        entry(&mut content.results, &given.name, "--result", id)?.current_value = Some(given.value);
    }
    for given in &args.realised {
        let id = |each: &BudgetProgress| each.category.clone();
        entry(&mut content.budget, &given.name, "--realised", id)?.cumulative_cents = given.value.0;
    }
    Ok(())
}

/// The entry of this name; without it an error that names those there are.
fn entry<'a, T>(
    list: &'a mut [T],
    name: &str,
    option: &str,
    id: impl Fn(&T) -> String,
) -> Result<&'a mut T, Failure> {
    let known = list.iter().map(&id).collect::<Vec<_>>().join(", ");
    let found = list.iter_mut().find(|each| id(each) == name);
    let note = || {
        Note::new("fill-unknown-entry")
            .with("option", option)
            .with("name", name)
            .with("known", known)
    };
    found.ok_or_else(|| Failure::Usage(note()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(id: &str) -> AttentionAnswer {
        AttentionAnswer {
            attention_point_id: id.into(),
            question: "?".into(),
            answer: String::new(),
        }
    }

    #[test]
    fn an_option_changes_its_own_entry_and_leaves_the_others() {
        let mut answers = vec![answer("ap-1"), answer("ap-2")];
        let id = |each: &AttentionAnswer| each.attention_point_id.clone();
        entry(&mut answers, "ap-2", "--answer", id).unwrap().answer = "ja".into();
        assert_eq!(answers[0].answer, "");
        assert_eq!(answers[1].answer, "ja");
        let Err(Failure::Usage(note)) = entry(&mut answers, "ap-3", "--answer", id) else {
            panic!("it was taken")
        };
        assert!(note.values.contains(&("known", "ap-1, ap-2".into())));
    }
}
