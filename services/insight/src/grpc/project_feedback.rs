//! `GetProjectFeedback`.

use contracts::insight::v1::{GetProjectFeedbackRequest, GetProjectFeedbackResponse, Language as Asked};
use runtime::language::Language;
use runtime::{call, fault::Fault, parse::Faults};
use tonic::Request;

use super::project_status::unknown_project;
use crate::feedback;
use crate::views::Views;

/// The feedback report of one project, once the caller's own change is in it.
///
/// # Errors
/// The request is faulty, the project is not known, or the view cannot be had in time.
pub(super) async fn project_feedback(
    views: &Views,
    request: Request<GetProjectFeedbackRequest>,
) -> Result<GetProjectFeedbackResponse, Fault> {
    let deadline = call::deadline(&request);
    let request = request.into_inner();
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let language = language(&mut faults, request.language);
    let (project_id, language) = faults.finish((project_id, language))?;
    let view = views.view(&request.consistency_token, deadline).await?;
    feedback::project_feedback(&view, &project_id, language).ok_or_else(|| unknown_project(&project_id))
}

/// The language asked for; a number that the contract does not have is a fault, not Dutch.
pub(super) fn language(faults: &mut Faults, asked: i32) -> Language {
    let known = Asked::try_from(asked);
    faults.check(
        "language",
        known.is_ok(),
        "LANGUAGE_NL, LANGUAGE_EN, or nothing for Dutch",
    );
    known.unwrap_or(Asked::Unspecified).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dutch_is_the_language_unless_another_is_asked_for() {
        let mut faults = Faults::new();
        assert_eq!(language(&mut faults, 0), Language::Dutch);
        assert_eq!(language(&mut faults, Asked::En.into()), Language::English);
        assert!(faults.is_empty());
    }

    #[test]
    fn a_language_that_does_not_exist_is_a_fault() {
        let mut faults = Faults::new();
        language(&mut faults, 7);
        assert!(!faults.is_empty());
    }
}
