//! Coding schemes and the codes that hold. What a single coder gave is not published: whoever codes after it would know.

use contracts::culture::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::{coding, component},
    domain::{answer, scheme, versions},
};

/// The message for a fact of a coding scheme.
pub(super) fn scheme(
    scheme_id: &str,
    fact: versions::Fact<scheme::Version>,
) -> Result<Vec<Published>, serde_json::Error> {
    let versions::Fact::Defined { version } = fact;
    let scheme = Some(coding::scheme(&version));
    event(scheme_id, &v1::CodingSchemeDefined { scheme })
}

/// The message for a fact of an answer, once its codes hold.
pub(super) fn answer(report_id: &str, fact: answer::Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        answer::Fact::Filed { .. } | answer::Fact::CodersAsked { .. } | answer::Fact::Coded { .. } => {
            Ok(Vec::new())
        }
        answer::Fact::Settled {
            project_id,
            revision,
            scheme,
            settled,
            coders,
            by,
        } => {
            let message = v1::AnswerCoded {
                project_id,
                report_id: report_id.to_owned(),
                revision,
                scheme_id: scheme.scheme_id,
                scheme_version: scheme.version,
                components: component::list(&settled.components),
                code_ids: settled.code_ids,
                coders,
                settled: by.is_some(),
            };
            event(report_id, &message)
        }
    }
}
