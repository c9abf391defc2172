//! Who calls: a token that was given, or one made on the spot for a role.

use std::{fs, path::Path, time::Duration};

use runtime::access::Grant;
use tonic::{
    Request, Status,
    metadata::{Ascii, MetadataValue},
    service::Interceptor,
};

use super::minting::{Minter, subject};
use crate::{
    cli::Globals,
    data_dir,
    failure::{Failure, Note},
};

/// Life of a token made for one command.
const LIFE: Duration = Duration::from_secs(12 * 3_600);

/// Puts the caller's token, if any, on every call.
#[derive(Clone, Default)]
pub struct Bearer {
    header: Option<MetadataValue<Ascii>>,
}

impl std::fmt::Debug for Bearer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bearer")
            .field("present", &self.header.is_some())
            .finish()
    }
}

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        self.put_on(&mut request);
        Ok(request)
    }
}

impl Bearer {
    /// The token of these options: `--as`, `--token`, `--token-file`, then `SCHAKELPUNT_TOKEN`. Without any, nobody in
    /// particular calls, which suffices for what is open to the public.
    ///
    /// # Errors
    /// When a token cannot be read or made.
    pub fn of(globals: &Globals) -> Result<Self, Failure> {
        let environment = || std::env::var("SCHAKELPUNT_TOKEN").ok();
        if !globals.acting_as.is_empty() {
            let minter = Minter::open(&data_dir::resolve(globals.data_dir.as_deref()), None)?;
            return Self::minted(&minter, &globals.acting_as);
        }
        let given = match (&globals.token, &globals.token_file) {
            (Some(token), _) => Some(token.clone()),
            (None, Some(file)) => Some(read_token(file)?),
            (None, None) => environment().filter(|token| !token.trim().is_empty()),
        };
        given.map_or_else(|| Ok(Self::default()), |token| Self::new(&token))
    }

    /// A token made on the spot.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn minted(minter: &Minter, grants: &[Grant]) -> Result<Self, Failure> {
        Self::new(&minter.token(grants, &subject(grants), LIFE)?)
    }

    /// A token for one of those who hold a role, made on the spot.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn minted_for(minter: &Minter, grant: &Grant, who: Option<&str>) -> Result<Self, Failure> {
        let role = subject(std::slice::from_ref(grant));
        let subject = who.map_or(role.clone(), |who| format!("{role}-{who}"));
        Self::new(&minter.token(std::slice::from_ref(grant), &subject, LIFE)?)
    }

    /// A token that was given.
    ///
    /// # Errors
    /// When it has characters that no token has.
    pub fn new(token: &str) -> Result<Self, Failure> {
        let header = MetadataValue::try_from(format!("Bearer {}", token.trim()));
        let mut header = header.map_err(|_| Failure::Usage(Note::new("token-malformed")))?;
        header.set_sensitive(true);
        Ok(Self { header: Some(header) })
    }

    /// Whether there is a token.
    pub fn is_present(&self) -> bool {
        self.header.is_some()
    }

    /// The header that carries the token, if there is one.
    pub fn header(&self) -> Option<&[u8]> {
        self.header.as_ref().map(MetadataValue::as_bytes)
    }

    /// Puts the token on a call that is made by hand.
    pub fn put_on<T>(&self, request: &mut Request<T>) {
        if let Some(header) = &self.header {
            request.metadata_mut().insert("authorization", header.clone());
        }
    }
}

/// Reads a token from a file.
///
/// # Errors
/// When the file cannot be read, or is empty.
pub fn read_token(file: &Path) -> Result<String, Failure> {
    let token = fs::read_to_string(file).map_err(|error| Failure::file(file, error))?;
    match token.trim() {
        "" => Err(Failure::file(file, "empty")),
        token => Ok(token.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_on_every_call_and_never_into_a_log() {
        let mut bearer = Bearer::new(" abc.def.ghi\n").unwrap();
        let request = bearer.call(Request::new(())).unwrap();
        assert_eq!(
            request.metadata().get("authorization").unwrap(),
            "Bearer abc.def.ghi"
        );
        assert!(!format!("{bearer:?}").contains("abc"));
    }

    #[test]
    fn what_no_token_has_is_refused() {
        assert!(Bearer::new("a\nb").is_err());
    }
}
