//! `schakelpunt credential`: the keys of providers, and what becomes of credentials after they were issued.

use contracts::professionalisation::v1::{
    ListKeysRequest, ListKeysResponse, ProviderKey, RetireKeyRequest, RevokeCredentialRequest,
    RotateKeyRequest,
};

use super::{
    Session, attention::recorded_by, class, credential_issue, credential_verify, provider::BLOCK, request_id,
};
use crate::{
    cli::credential::{CredentialCommand, KeyCommand},
    client::Hub,
    failure::Failure,
    output::{Grid, Page, value},
};

pub(super) async fn run(command: CredentialCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        CredentialCommand::Class(command) => class::run(command, session).await,
        CredentialCommand::Key(command) => key(command, session).await,
        CredentialCommand::Issue(args) => credential_issue::run(args, session).await,
        CredentialCommand::Revoke {
            provider,
            status_number,
            reason,
            request,
        } => {
            let request = RevokeCredentialRequest {
                request_id: request_id::given_or_new(request.request_id),
                provider_id: provider,
                status_number,
                reason: reason.reason().into(),
            };
            revoke(request, session).await
        }
        CredentialCommand::Verify(args) => credential_verify::run(args, session).await,
    }
}

async fn key(command: KeyCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        KeyCommand::List { provider } => list_keys(provider, session).await,
        KeyCommand::Rotate {
            provider,
            algorithm,
            request,
        } => {
            let request = RotateKeyRequest {
                request_id: request_id::given_or_new(request.request_id),
                provider_id: provider,
                algorithm: algorithm.algorithm().into(),
            };
            rotate(request, session).await
        }
        KeyCommand::Retire {
            provider,
            key,
            compromised,
            request,
        } => {
            let request = RetireKeyRequest {
                request_id: request_id::given_or_new(request.request_id),
                provider_id: provider,
                key_id: key,
                compromised,
            };
            retire(request, session).await
        }
    }
}

async fn list_keys(provider_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = ListKeysRequest { provider_id };
    let make = |hub: Hub, request| async move { hub.issuing().list_keys(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session
        .screen
        .answer(&answer, |page, answer: &ListKeysResponse| {
            let grid = keys(page, &answer.keys);
            page.grid(&grid, "none-keys");
            page.fresh_from(BLOCK);
        })?;
    Ok(())
}

fn keys(page: &Page<'_>, keys: &[ProviderKey]) -> Grid {
    let mut grid = page.table(&[
        "column-key",
        "column-algorithm",
        "column-state",
        "column-created-on",
        "column-retired-on",
    ]);
    for key in keys {
        grid.row([
            key.key_id.clone(),
            page.texts.word(key.algorithm().as_str_name()),
            page.texts.word(key.state().as_str_name()),
            key.created_on.clone(),
            value::or_dash(&key.retired_on),
        ]);
    }
    grid
}

async fn rotate(request: RotateKeyRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.issuing().rotate_key(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        let grid = keys(page, answer.key.as_slice());
        page.grid(&grid, "none-keys");
        page.receipt(answer.receipt.as_ref());
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn retire(request: RetireKeyRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.issuing().retire_key(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn revoke(request: RevokeCredentialRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.issuing().revoke_credential(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
