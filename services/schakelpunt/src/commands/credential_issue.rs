//! `schakelpunt credential issue`: credentials to hand to their holders, written as files.
//!
//! The documents and the names in the file of recipients are personal data: they go from file to hub and from hub to file,
//! and never to standard output or into a message.

use std::path::Path;

use contracts::{
    hub::v1::Receipt,
    professionalisation::v1::{IssueCredentialsRequest, IssuedCredential, Recipient},
};
use serde::Serialize;

use super::{Session, class, json_file, private_file, provider::BLOCK, request_id};
use crate::{
    cli::credential::{FormArg, IssueArgs},
    client::Hub,
    failure::{Failure, Note},
    output::{Page, value},
};

/// What was issued, without the documents.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Issued {
    receipt: Option<Receipt>,
    request_id: String,
    credentials: Vec<Handed>,
}

/// A credential and where its document was written.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Handed {
    credential_id: String,
    holder_id: String,
    status_number: u32,
    /// Empty when it was erased since.
    file: String,
}

pub(super) async fn run(args: IssueArgs, session: &Session<'_>) -> Result<(), Failure> {
    let recipients = json_file::read_private::<Vec<Recipient>>(&args.file)?;
    let hub = session.hub()?;
    // Before anything is issued, so that there is a place for it.
    private_file::folder(&args.into)?;
    let request_id = request_id::given_or_new(args.request.request_id);
    let request = IssueCredentialsRequest {
        request_id: request_id.clone(),
        provider_id: class::provider_of(&hub, args.provider, &args.class).await?,
        class_id: args.class,
        region_id: args.region,
        recipients,
        form: args.form.form().into(),
    };
    let make = |hub: Hub, request| async move { hub.issuing().issue_credentials(request).await };
    let answer = hub.call(request, make).await?;
    let credentials = answer.credentials.into_iter();
    let handed: Result<Vec<_>, Failure> = credentials.map(|it| hand(it, &args.into, args.form)).collect();
    let issued = Issued {
        // Issued they are: asked again with the same identifier, the hub answers the same documents.
        credentials: handed.map_err(|failure| not_written(failure, &args.into, &request_id))?,
        receipt: answer.receipt,
        request_id,
    };
    session.screen.answer(&issued, shown)?;
    Ok(())
}

/// Writes the document of a credential, under the name of its identifier.
fn hand(it: IssuedCredential, folder: &Path, form: FormArg) -> Result<Handed, Failure> {
    let id = it.credential_id.trim_start_matches("urn:uuid:");
    // The identifier comes from the hub; it must not lead out of the folder.
    let is_plain = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let mut file = String::new();
    if !it.document.is_empty() {
        let path = folder.join(format!("{id}.{}", form.extension()));
        if !is_plain {
            return Err(Failure::file(
                &path,
                "the hub gave it a name that cannot be a file's",
            ));
        }
        private_file::write(&path, it.document.as_bytes())?;
        file = path.display().to_string();
    }
    Ok(Handed {
        file,
        credential_id: it.credential_id,
        holder_id: it.holder_id,
        status_number: it.status_number,
    })
}

fn not_written(failure: Failure, folder: &Path, request_id: &str) -> Failure {
    let Failure::Local(note) = failure else {
        return failure;
    };
    let error = note.values.into_iter().find(|(name, _)| *name == "error");
    Failure::Local(
        Note::new("documents-not-written")
            .with("folder", folder.display())
            .with("error", error.map(|(_, error)| error).unwrap_or_default())
            .with("request", request_id),
    )
}

fn shown(page: &mut Page<'_>, issued: &Issued) {
    let mut grid = page.table(&[
        "column-credential",
        "column-holder",
        ">column-status-number",
        "column-file",
    ]);
    for it in &issued.credentials {
        grid.row([
            it.credential_id.clone(),
            value::or_dash(&it.holder_id),
            it.status_number.to_string(),
            value::or_dash(&it.file),
        ]);
    }
    page.grid(&grid, "none-credentials");
    page.receipt(issued.receipt.as_ref());
    page.field("issued-request", &issued.request_id);
    page.fresh_from(BLOCK);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(id: &str, document: &str) -> IssuedCredential {
        IssuedCredential {
            credential_id: format!("urn:uuid:{id}"),
            document: document.into(),
            ..IssuedCredential::default()
        }
    }

    #[test]
    fn a_document_is_written_under_its_identifier_and_an_erased_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let handed = hand(issued("1-a", "{}"), dir.path(), FormArg::Embedded).unwrap();
        assert_eq!(handed.file, dir.path().join("1-a.json").display().to_string());
        assert_eq!(hand(issued("2", ""), dir.path(), FormArg::Jwt).unwrap().file, "");
        assert!(hand(issued("../x", "{}"), dir.path(), FormArg::Jwt).is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_could_not_be_written_can_be_asked_again() {
        let failure = not_written(
            Failure::file(Path::new("a"), "full"),
            Path::new("folder"),
            "request-1",
        );
        let Failure::Local(note) = failure else { panic!() };
        let values: Vec<_> = note.values.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["folder", "full", "request-1"]);
    }
}
