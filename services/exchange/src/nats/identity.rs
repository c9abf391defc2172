//! Who is who at the NATS for programmes: the operator, the accounts, the hub's own users, and those of programmes.

use nkeys::{KeyPair, KeyPairType};
use serde_json::{Value, json};

use super::token::signed;
use crate::keys::Keys;

/// Name of the account that makes accounts.
const SYSTEM: &str = "system";
/// Where programmes take their answers.
const INBOX: &str = "_INBOX.>";
/// Subject under which a programme hands in its own events.
pub(super) const REPORT: &str = "report";

/// Makes keys and signs claims. Cheap to clone.
#[derive(Clone)]
pub struct Identity(Keys);

/// What a server is started with: part of its configuration file.
#[derive(Debug, Clone)]
pub struct ServerConfiguration {
    /// Lines of the configuration.
    pub text: String,
    /// User of the system account, as credentials: for who watches the server.
    pub system_credentials: String,
}

/// A user, with what it shows to be let in.
pub(super) struct Pass {
    pub(super) jwt: String,
    pub(super) key: KeyPair,
}

type Result<T> = std::result::Result<T, nkeys::error::Error>;

impl Identity {
    /// Identities from these keys.
    #[must_use]
    pub fn new(keys: Keys) -> Self {
        Self(keys)
    }

    fn key(&self, kind: KeyPairType, purpose: &str, about: &str) -> Result<KeyPair> {
        KeyPair::new_from_raw(kind, self.0.derive(purpose, &[about]))
    }

    fn operator(&self) -> Result<KeyPair> {
        self.key(KeyPairType::Operator, "nats operator", "")
    }

    fn account(&self, programme_id: &str) -> Result<KeyPair> {
        self.key(KeyPairType::Account, "nats account", programme_id)
    }

    fn system(&self) -> Result<KeyPair> {
        self.key(KeyPairType::Account, "nats system", "")
    }

    /// What a server is started with. `folder` is where it keeps the accounts it was told of.
    ///
    /// # Errors
    /// A key cannot sign.
    pub fn server(&self, folder: &str) -> Result<ServerConfiguration> {
        let (operator, system) = (self.operator()?, self.system()?);
        let about = json!({"system_account": system.public_key()});
        let operator_jwt = signed(
            &operator,
            &operator.public_key(),
            "schakelpunt",
            "operator",
            about,
        )?;
        let account = json!({"limits": limits(false)});
        let account_jwt = signed(&operator, &system.public_key(), SYSTEM, "account", account)?;
        let text = format!(
            "operator: {operator_jwt}\n\
             system_account: {account}\n\
             resolver {{ type: full, dir: {folder}, allow_delete: false, interval: \"2m\" }}\n\
             resolver_preload {{ {account}: {account_jwt} }}\n",
            account = system.public_key(),
            folder = Value::from(folder),
        );
        let pass = self.system_user()?;
        let system_credentials = credentials(&pass.jwt, &pass.key.seed()?);
        Ok(ServerConfiguration {
            text,
            system_credentials,
        })
    }

    /// The hub as the one that makes accounts.
    pub(super) fn system_user(&self) -> Result<Pass> {
        self.user(&self.system()?, "nats system user", "")
    }

    /// The hub in a programme's account.
    pub(super) fn hub_user(&self, programme_id: &str) -> Result<Pass> {
        self.user(&self.account(programme_id)?, "nats hub user", programme_id)
    }

    fn user(&self, account: &KeyPair, purpose: &str, about: &str) -> Result<Pass> {
        let key = self.key(KeyPairType::User, purpose, about)?;
        let may = permissions(&json!([">"]), &json!([">"]));
        let jwt = signed(account, &key.public_key(), "schakelpunt", "user", may)?;
        Ok(Pass { jwt, key })
    }

    /// A programme's account, as the server is told of it.
    pub(super) fn account_jwt(&self, programme_id: &str) -> Result<String> {
        let about = json!({"limits": limits(true)});
        let account = self.account(programme_id)?;
        signed(
            &self.operator()?,
            &account.public_key(),
            programme_id,
            "account",
            about,
        )
    }

    /// Lets a programme's user take the events of one subscription, and hand in events; nothing else.
    ///
    /// # Errors
    /// A key cannot sign.
    pub fn admit(&self, programme_id: &str, subscription_id: &str, user_key: &str) -> Result<String> {
        let it = format!("{subscription_id}.{subscription_id}");
        let send = json!([
            format!("$JS.API.CONSUMER.MSG.NEXT.{it}"),
            format!("$JS.API.CONSUMER.INFO.{it}"),
            format!("$JS.API.STREAM.INFO.{subscription_id}"),
            format!("$JS.ACK.{it}.>"),
            REPORT,
        ]);
        let may = permissions(&send, &json!([INBOX]));
        signed(
            &self.account(programme_id)?,
            user_key,
            subscription_id,
            "user",
            may,
        )
    }
}

/// A user's credentials, as NATS clients read them from a file.
#[must_use]
pub fn credentials(jwt: &str, seed: &str) -> String {
    format!(
        "-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n\
         -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
    )
}

fn permissions(publish: &Value, subscribe: &Value) -> Value {
    json!({
        "pub": {"allow": publish}, "sub": {"allow": subscribe},
        "subs": -1, "data": -1, "payload": -1,
    })
}

/// What an account may use. Streams are made by the hub alone, and each is bounded.
fn limits(streams: bool) -> Value {
    let many = if streams { -1 } else { 0 };
    json!({
        "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true, "conn": -1, "leaf": 0,
        "mem_storage": 0, "disk_storage": many, "streams": many, "consumer": many,
    })
}
