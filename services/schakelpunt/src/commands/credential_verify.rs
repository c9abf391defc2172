//! `schakelpunt credential verify`: checks a credential of any issuer, without a hub.

use credentials::{Check, Outcome, Report, Verdict, verify};
use jiff::Timestamp;
use serde::Serialize;

use super::{
    Session,
    credential_sources::{Sources, read},
};
use crate::{
    cli::verify_credential::VerifyCredentialArgs,
    failure::Failure,
    output::{Page, Texts, value},
};

pub(super) async fn run(args: VerifyCredentialArgs, session: &Session<'_>) -> Result<(), Failure> {
    let document = read(&args.document)?;
    let sources = Sources::of(&args)?;
    let at = args.at.unwrap_or_else(Timestamp::now);
    let report = verify(&document, &sources, at).await;
    let shown = Shown::of(&report, at);
    session.screen.answer(&shown, |page, shown| shown.show(page))?;
    match report.verdict() {
        Verdict::Verified => Ok(()),
        Verdict::Refuted | Verdict::Undecided => Err(Failure::Told),
    }
}

/// What came of all checks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    /// `verified`, `refuted` or `undecided`.
    verdict: &'static str,
    /// The moment for which it was checked.
    checked_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential: Option<Claimed>,
    checks: Vec<Checked>,
}

/// What the document says of itself.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Claimed {
    id: Option<String>,
    issuer: Option<String>,
    achievement: Option<String>,
    valid_from: Option<String>,
    valid_until: Option<String>,
}

/// One check.
#[derive(Debug, Serialize)]
struct Checked {
    check: &'static str,
    outcome: &'static str,
    reason: &'static str,
    detail: String,
}

impl Shown {
    fn of(report: &Report, at: Timestamp) -> Self {
        let claimed = report.summary.clone().map(|it| Claimed {
            id: it.id,
            issuer: it.issuer,
            achievement: it.achievement,
            valid_from: it.valid_from,
            valid_until: it.valid_until,
        });
        Self {
            verdict: match report.verdict() {
                Verdict::Verified => "verified",
                Verdict::Refuted => "refuted",
                Verdict::Undecided => "undecided",
            },
            checked_at: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            credential: claimed,
            checks: report.checks.iter().map(Checked::of).collect(),
        }
    }

    fn show(&self, page: &mut Page<'_>) {
        if let Some(it) = &self.credential {
            let field = |page: &mut Page<'_>, key: &str, text: &Option<String>| {
                page.field(key, text.as_deref().unwrap_or_default());
            };
            field(page, "column-credential", &it.id);
            field(page, "column-achievement", &it.achievement);
            field(page, "column-issuer", &it.issuer);
            field(page, "column-valid-from", &it.valid_from);
            field(page, "column-valid-until", &it.valid_until);
            page.line("");
        }
        let mut grid = page.table(&[
            "column-check",
            "column-outcome",
            "column-reason-code",
            "column-explanation",
        ]);
        for it in &self.checks {
            grid.row([
                page.get(&step_key(it.check)),
                page.get(&format!("check-outcome-{}", it.outcome)),
                it.reason.to_owned(),
                it.detail.clone(),
            ]);
        }
        page.grid(&grid, value::NOTHING);
        page.line(verdict(self.verdict, &self.checked_at, page.texts));
    }
}

fn verdict(verdict: &str, at: &str, texts: &Texts) -> String {
    format!(
        "\n{}",
        texts.with(&format!("verdict-{verdict}"), &[("moment", at)])
    )
}

/// Key of the words for a step: `validFrom` has `check-step-valid-from`.
fn step_key(step: &str) -> String {
    let mut key = "check-step-".to_owned();
    for letter in step.chars() {
        if letter.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(letter.to_ascii_lowercase());
    }
    key
}

impl Checked {
    fn of(check: &Check) -> Self {
        Self {
            check: check.step.as_str(),
            outcome: match check.outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "failed",
                Outcome::NotChecked => "unchecked",
            },
            reason: check.reason,
            detail: check.sentence.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use credentials::Step;

    use super::*;
    use crate::{cli::verify_credential::KnownArg, output::Lang};

    fn fixture(name: &str) -> std::path::PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../libs/credentials/tests/fixtures");
        folder.join(name)
    }

    async fn verdict_on(name: &str, known: &[(&str, &str)]) -> (Verdict, Vec<&'static str>) {
        let known = known.iter().map(|(url, file)| KnownArg {
            url: (*url).to_owned(),
            file: fixture(file),
        });
        let args = VerifyCredentialArgs {
            document: fixture(name),
            offline: true,
            known: known.collect(),
            at: None,
            allow_private_addresses: false,
        };
        let sources = Sources::of(&args).unwrap();
        let report = verify(
            &read(&args.document).unwrap(),
            &sources,
            "2026-06-01T12:00:00Z".parse().unwrap(),
        )
        .await;
        let failed = report.failures().map(|check| check.reason).collect();
        (report.verdict(), failed)
    }

    const CONTROLLER: (&str, &str) = ("https://maker.example/issuers/1", "interop/controller.json");
    const LIST: (&str, &str) = ("https://maker.example/status/1", "interop/status-list.json");

    /// Made by an independent implementation.
    #[tokio::test]
    async fn documents_of_others_are_judged_by_what_is_at_hand() {
        for name in ["interop/good.json", "interop/good.jwt"] {
            assert_eq!(
                verdict_on(name, &[CONTROLLER, LIST]).await,
                (Verdict::Verified, vec![]),
                "{name}"
            );
            // Nothing is wrong with it, but who signed it cannot be found out.
            assert_eq!(
                verdict_on(name, &[]).await,
                (Verdict::Undecided, vec![]),
                "{name}"
            );
        }
        let revoked = verdict_on("interop/revoked.json", &[CONTROLLER, LIST]).await;
        assert_eq!(revoked, (Verdict::Refuted, vec!["REVOKED"]));
        let (verdict, failed) = verdict_on("1edtech/bad-expired.json", &[]).await;
        assert_eq!((verdict, failed), (Verdict::Refuted, vec!["EXPIRED"]));
        let (verdict, failed) = verdict_on("1edtech/good-did-key.json", &[]).await;
        assert_eq!(
            (verdict, failed),
            (Verdict::Refuted, vec!["ISSUER_NOT_CONTROLLER"])
        );
    }

    #[test]
    fn every_step_outcome_and_verdict_has_words_in_both_languages() {
        let steps = [
            Step::Document,
            Step::Schema,
            Step::Subject,
            Step::Proof,
            Step::Issuer,
            Step::Refresh,
            Step::Status,
            Step::ValidFrom,
            Step::ValidUntil,
            Step::Recipient,
            Step::Endorsements,
        ];
        let steps = steps.iter().map(|step| step_key(step.as_str()));
        let outcomes = ["passed", "failed", "unchecked"].map(|it| format!("check-outcome-{it}"));
        let verdicts = ["verified", "refuted", "undecided"].map(|it| format!("verdict-{it}"));
        let keys: Vec<_> = steps.chain(outcomes).chain(verdicts).collect();
        for lang in [Lang::Nl, Lang::En] {
            let texts = Texts::new(lang);
            let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
            assert!(missing.is_empty(), "{lang:?}: {missing:?}");
        }
    }
}
