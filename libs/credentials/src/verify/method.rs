//! From the name of a key to the key, and to who controls it.
//!
//! A key counts only when its controller says so: the controller's own document has to list it for making assertions.
//! Otherwise anyone could publish a key that claims to be somebody else's.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    fetch::{Fetched, Fetcher, Finding},
    shape::{several, time},
};
use crate::key::{Ed25519Public, RsaPublic};

/// A public key, of a kind that is used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Ed25519(Ed25519Public),
    Rsa(Box<RsaPublic>),
}

/// A key as it is published.
#[derive(Debug, Clone)]
pub(super) struct Method {
    pub(super) key: Key,
    /// Who controls it, by its own words.
    controller: Option<String>,
    expires: Option<Timestamp>,
    revoked: Option<Timestamp>,
}

impl Method {
    /// Whether the key may have signed something at `created`, looked at from `now`.
    pub(super) fn usable(&self, created: Option<Timestamp>, now: Timestamp) -> Result<(), Finding> {
        if self.revoked.is_some_and(|revoked| revoked <= now) {
            return Err(Finding::failed(
                "KEY_REVOKED",
                "The key was revoked by its controller.",
            ));
        }
        // Without a time of signing, it counts whether the key has expired by now.
        if self
            .expires
            .is_some_and(|expires| expires < created.unwrap_or(now))
        {
            return Err(Finding::failed(
                "KEY_EXPIRED",
                "The key had expired when this was signed.",
            ));
        }
        Ok(())
    }
}

/// Finds a key by the name a proof gives it.
pub(super) async fn resolve(name: &str, fetcher: &Fetcher<'_>) -> Result<Method, Finding> {
    let (base, fragment) = name.split_once('#').unwrap_or((name, ""));
    if let Some(multikey) = base.strip_prefix("did:key:") {
        return did_key(base, multikey, fragment);
    }
    let document = fetcher.get(base).await?;
    let found = find(&document, base, name)
        .ok_or_else(|| Finding::failed("KEY_NOT_FOUND", format!("The document {base} has no key {name}.")))?;
    method(found, document.get("id").and_then(Value::as_str))
}

/// Whether the issuer says that this key signs for it.
pub(super) async fn controlled(
    name: &str,
    method: &Method,
    issuer: &str,
    fetcher: &Fetcher<'_>,
) -> Result<(), Finding> {
    let foreign = |controller: &str| {
        Finding::failed(
            "ISSUER_NOT_CONTROLLER",
            format!("The key {name} is controlled by {controller}, not by the issuer {issuer}."),
        )
    };
    let base = name.split('#').next().unwrap_or_default();
    if base.starts_with("did:key:") {
        return if base == issuer {
            Ok(())
        } else {
            Err(foreign(base))
        };
    }
    if let Some(controller) = method
        .controller
        .as_deref()
        .filter(|controller| *controller != issuer)
    {
        return Err(foreign(controller));
    }
    let document = fetcher.get(issuer).await?;
    own(&document, issuer)?;
    let listed = assertion_methods(&document).any(|listed| {
        let listed = listed
            .as_str()
            .or_else(|| listed.get("id").and_then(Value::as_str));
        listed.is_some_and(|listed| same(listed, issuer, name))
    });
    if listed {
        Ok(())
    } else {
        Err(Finding::failed(
            "KEY_NOT_FOR_ASSERTIONS",
            format!("The issuer {issuer} does not list the key {name} among those it makes assertions with."),
        ))
    }
}

/// The issuer's own method that has a key which stood in a token's header.
pub(super) async fn published(
    key: &RsaPublic,
    issuer: &str,
    fetcher: &Fetcher<'_>,
) -> Result<Method, Finding> {
    let document = fetcher.get(issuer).await?;
    own(&document, issuer)?;
    let embedded = assertion_methods(&document).filter_map(Value::as_object);
    let named = assertion_methods(&document)
        .filter_map(Value::as_str)
        .filter_map(|name| find(&document, issuer, &absolute(name, issuer)));
    embedded
        .chain(named)
        .filter_map(|found| method(found, Some(issuer)).ok())
        .find(|method| matches!(&method.key, Key::Rsa(published) if **published == *key))
        .filter(|method| method.controller.as_deref() == Some(issuer))
        .ok_or_else(|| {
            Finding::failed(
                "KEY_NOT_FOR_ASSERTIONS",
                format!("The issuer {issuer} does not list the key of the token among those it makes assertions with."),
            )
        })
}

fn did_key(did: &str, multikey: &str, fragment: &str) -> Result<Method, Finding> {
    if !fragment.is_empty() && fragment != multikey {
        return Err(Finding::failed(
            "KEY_NOT_FOUND",
            format!("The document {did} has no key #{fragment}."),
        ));
    }
    let key = Ed25519Public::from_multikey(multikey)
        .map_err(|error| Finding::failed("KEY_UNSUPPORTED", format!("{did}: {error}.")))?;
    Ok(Method {
        key: Key::Ed25519(key),
        controller: Some(did.to_owned()),
        expires: None,
        revoked: None,
    })
}

/// A document says by its id whose it is; one that is found elsewhere proves nothing.
fn own(document: &Fetched, issuer: &str) -> Result<(), Finding> {
    if document.get("id").and_then(Value::as_str) == Some(issuer) {
        return Ok(());
    }
    Err(Finding::failed(
        "ISSUER_DOCUMENT_FOREIGN",
        format!("The document at {issuer} is not that of {issuer}: its id is another."),
    ))
}

fn assertion_methods(document: &Fetched) -> impl Iterator<Item = &Value> {
    several(document.get("assertionMethod"))
}

/// The key of a name in a document: among its methods, in a set of JWKs, or the document itself.
fn find<'d>(document: &'d Fetched, base: &str, name: &str) -> Option<&'d Map<String, Value>> {
    let methods = several(document.get("verificationMethod")).chain(assertion_methods(document));
    let method = methods.filter_map(Value::as_object).find(|method| {
        method
            .get("id")
            .and_then(Value::as_str)
            .is_some_and(|id| same(id, base, name))
    });
    let jwk = || {
        several(document.get("keys"))
            .filter_map(Value::as_object)
            .find(|jwk| {
                let kid = jwk.get("kid").and_then(Value::as_str);
                kid.is_some_and(|kid| same(kid, base, name) || name == format!("{base}#{kid}"))
            })
    };
    let itself = || {
        let is_key = document.contains_key("kty")
            || document.contains_key("publicKeyMultibase")
            || document.contains_key("publicKeyJwk");
        let id = document
            .get("id")
            .or_else(|| document.get("kid"))
            .and_then(Value::as_str);
        (is_key && id.is_none_or(|id| id == name)).then_some(document)
    };
    method.or_else(jwk).or_else(itself)
}

fn same(id: &str, base: &str, name: &str) -> bool {
    absolute(id, base) == name
}

/// Fragments alone belong to the document they stand in.
fn absolute(id: &str, base: &str) -> String {
    if id.starts_with('#') {
        format!("{base}{id}")
    } else {
        id.to_owned()
    }
}

/// Reads a method, whose controller is the document it stands in unless it says otherwise.
fn method(found: &Map<String, Value>, document: Option<&str>) -> Result<Method, Finding> {
    let unsupported =
        |why: String| Finding::failed("KEY_UNSUPPORTED", format!("The key cannot be used: {why}."));
    let text = |name: &str| found.get(name).and_then(Value::as_str);
    let key = match (text("publicKeyMultibase"), found.get("publicKeyJwk")) {
        (Some(multikey), None) => Ed25519Public::from_multikey(multikey)
            .map(Key::Ed25519)
            .map_err(|error| unsupported(error.to_string()))?,
        (None, Some(jwk)) => from_jwk(jwk).map_err(unsupported)?,
        (None, None) if found.contains_key("kty") => {
            from_jwk(&Value::Object(found.clone())).map_err(unsupported)?
        }
        _ => {
            return Err(unsupported(
                "it has not exactly one of publicKeyMultibase and publicKeyJwk".to_owned(),
            ));
        }
    };
    let when = |name: &str| match text(name) {
        None if found.contains_key(name) => Err(unsupported(format!("{name} is not a time"))),
        None => Ok(None),
        Some(text) => time(text)
            .map(Some)
            .ok_or_else(|| unsupported(format!("{name} is not a time"))),
    };
    Ok(Method {
        key,
        controller: text("controller").or(document).map(ToOwned::to_owned),
        expires: when("expires")?,
        revoked: when("revoked")?,
    })
}

fn from_jwk(jwk: &Value) -> Result<Key, String> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    if text("kty") == Some("OKP") && text("crv") == Some("Ed25519") && jwk.get("d").is_none() {
        let bytes = text("x")
            .and_then(|x| URL_SAFE_NO_PAD.decode(x).ok())
            .unwrap_or_default();
        return Ed25519Public::from_bytes(&bytes)
            .map(Key::Ed25519)
            .map_err(|error| error.to_string());
    }
    RsaPublic::from_jwk(jwk)
        .map(|key| Key::Rsa(Box::new(key)))
        .map_err(|error| error.to_string())
}
