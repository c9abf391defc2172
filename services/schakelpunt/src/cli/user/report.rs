//! Arguments of `schakelpunt report`.

use std::{path::PathBuf, str::FromStr};

use clap::{Args, Subcommand};

/// Progress reports.
#[derive(Clone, Debug, Subcommand)]
pub enum ReportCommand {
    /// Starts a report, filled beforehand.
    Start(StartArgs),
    /// Changes sections of a report.
    Fill(Box<FillArgs>),
    /// Submits a report.
    Submit(ReportArgs),
    /// Takes a report into review.
    Review(ReportArgs),
    /// Returns a report to its project.
    Return(ReasonArgs),
    /// Accepts a report.
    Accept(NoteArgs),
    /// Approves a report.
    Approve(NoteArgs),
    /// Reopens a report to correct it.
    Reopen(ReasonArgs),
    /// Shows a report.
    Show(ShowArgs),
}

/// Starts a report.
#[derive(Clone, Debug, Args)]
pub struct StartArgs {
    /// The project.
    #[arg(value_name = "PROJECT")]
    pub project: String,
    /// Label of the period, such as `2024-H2`.
    #[arg(value_name = "PERIOD")]
    pub period: String,
    /// The final report instead of a progress report.
    #[arg(long = "final")]
    pub final_report: bool,
    /// Identifier of this request; the same id with the same content is carried out once.
    #[arg(long, value_name = "UUID")]
    pub request_id: Option<String>,
}

/// Names a report.
#[derive(Clone, Debug, Args)]
pub struct ReportId {
    /// The report, such as `llo-101_2024-H2_progress`.
    #[arg(value_name = "REPORT")]
    pub report: String,
    /// Its project; read from the report's identifier when left out.
    #[arg(long, value_name = "PROJECT")]
    pub project: Option<String>,
}

impl ReportId {
    /// The project: given, or what stands before period and kind. An identifier of another shape is left for the hub
    /// to refuse.
    pub fn project(&self) -> String {
        let given = self.project.clone();
        given.unwrap_or_else(|| {
            self.report
                .rsplitn(3, '_')
                .nth(2)
                .unwrap_or(&self.report)
                .to_owned()
        })
    }
}

/// A step without words.
#[derive(Clone, Debug, Args)]
pub struct ReportArgs {
    /// Which report.
    #[command(flatten)]
    pub id: ReportId,
    /// Identifier of this request.
    #[arg(long, value_name = "UUID")]
    pub request_id: Option<String>,
}

/// A step with a note.
#[derive(Clone, Debug, Args)]
pub struct NoteArgs {
    /// Which report.
    #[command(flatten)]
    pub id: ReportId,
    /// A note to the project.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
    /// Identifier of this request.
    #[arg(long, value_name = "UUID")]
    pub request_id: Option<String>,
}

/// A step that must give a reason.
#[derive(Clone, Debug, Args)]
pub struct ReasonArgs {
    /// Which report.
    #[command(flatten)]
    pub id: ReportId,
    /// Why.
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: String,
    /// Identifier of this request.
    #[arg(long, value_name = "UUID")]
    pub request_id: Option<String>,
}

/// Shows a report.
#[derive(Clone, Debug, Args)]
pub struct ShowArgs {
    /// Which report.
    #[command(flatten)]
    pub id: ReportId,
}

/// Changes sections of a report.
#[derive(Clone, Debug, Args)]
pub struct FillArgs {
    /// Which report.
    #[command(flatten)]
    pub id: ReportId,
    /// The new sections as JSON of `ReportContent`; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Take over only this section, also when it is empty; may be given more than once.
    #[arg(long, value_name = "SECTION")]
    pub section: Vec<String>,
    /// Highlights.
    #[arg(long, value_name = "TEXT")]
    pub highlights: Option<String>,
    /// Deviations from the plan.
    #[arg(long, value_name = "TEXT")]
    pub deviations: Option<String>,
    /// Problems between partners.
    #[arg(long, value_name = "TEXT")]
    pub partner_problems: Option<String>,
    /// How the project worked on the learning culture.
    #[arg(long, value_name = "TEXT")]
    pub learning_culture: Option<String>,
    /// In a final report: how far the goals were reached.
    #[arg(long, value_name = "TEXT")]
    pub goal_attainment: Option<String>,
    /// Co-financing realised from the start, in euros such as `12500.00`.
    #[arg(long, value_name = "EUROS", value_parser = crate::output::money::parse_euros)]
    pub cofinancing: Option<i64>,
    /// Answer to an attention point; may be given more than once, as may all that follow.
    #[arg(long, value_name = "POINT=TEXT")]
    pub answer: Vec<Pair<String>>,
    /// A milestone was achieved on this day.
    #[arg(long, value_name = "MILESTONE=DAY")]
    pub achieved: Vec<Pair<String>>,
    /// Value of an indicator at the end of the period.
    #[arg(long, value_name = "INDICATOR=VALUE")]
    pub result: Vec<Pair<f64>>,
    /// Costs of a category realised from the start, in euros.
    #[arg(long, value_name = "CATEGORY=EUROS")]
    pub realised: Vec<Pair<Euros>>,
    /// Version the edit was made against; refused when the report has moved on.
    #[arg(long, value_name = "N")]
    pub expected_version: Option<u64>,
    /// Identifier of this request.
    #[arg(long, value_name = "UUID")]
    pub request_id: Option<String>,
}

/// A value for something that is named: `NAME=VALUE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<T> {
    /// What it is for.
    pub name: String,
    /// The value.
    pub value: T,
}

impl<T: FromStr<Err: std::fmt::Display>> FromStr for Pair<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
        let value = value.parse().map_err(|error: T::Err| error.to_string())?;
        Ok(Self {
            name: name.to_owned(),
            value,
        })
    }
}

/// An amount in euro cents, written in euros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Euros(pub i64);

impl FromStr for Euros {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        crate::output::money::parse_euros(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(report: &str, project: Option<&str>) -> ReportId {
        ReportId {
            report: report.into(),
            project: project.map(str::to_owned),
        }
    }

    #[test]
    fn the_project_stands_at_the_front_of_a_report_id() {
        assert_eq!(id("llo-101_2024-H2_progress", None).project(), "llo-101");
        assert_eq!(id("my_project_2024-H2_final", None).project(), "my_project");
        assert_eq!(id("whatever", None).project(), "whatever");
        assert_eq!(
            id("my_project_a_b_final", Some("my_project")).project(),
            "my_project"
        );
    }

    #[test]
    fn pairs_keep_what_follows_the_first_equals_sign() {
        let pair: Pair<String> = "ap-1=wij doen a=b".parse().unwrap();
        assert_eq!(
            (pair.name.as_str(), pair.value.as_str()),
            ("ap-1", "wij doen a=b")
        );
        assert!("ap-1".parse::<Pair<String>>().is_err());
        assert_eq!(
            "personnel=12.50".parse::<Pair<Euros>>().unwrap().value,
            Euros(1250)
        );
    }
}
