//! Tokens for the roles that lines act in.

use std::{
    collections::HashMap,
    path::PathBuf,
    time::{Duration, Instant},
};

use super::{actor::Actor, fault::Fault};
use crate::{
    cli::TokenFor,
    client::{Bearer, Minter, read_token},
    failure::{Failure, Note},
};

/// How long a token that was made is used before a new one is made.
const FRESH_FOR: Duration = Duration::from_secs(3_600);

/// Tokens for the roles that lines act in, made or read once and kept.
pub(super) struct Actors {
    /// For lines that name no role.
    nobody: Bearer,
    given: HashMap<Actor, Bearer>,
    made: HashMap<Actor, (Bearer, Instant)>,
    data_dir: PathBuf,
    minter: Option<Minter>,
}

impl Actors {
    /// Lines without a role act with `nobody`; roles in `given` with the token in their file; others with a token made
    /// by the development issuer in the data directory.
    ///
    /// # Errors
    /// When a file that was given cannot be read.
    pub(super) fn new(nobody: Bearer, given: &[TokenFor], data_dir: PathBuf) -> Result<Self, Failure> {
        let read =
            |each: &TokenFor| Ok::<_, Failure>((each.actor.clone(), Bearer::new(&read_token(&each.file)?)?));
        let given = given.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self {
            nobody,
            given,
            made: HashMap::new(),
            data_dir,
            minter: None,
        })
    }

    /// The token for a line.
    ///
    /// # Errors
    /// When it names a role for which none can be had.
    pub(super) fn bearer(&mut self, acting_as: Option<&Actor>) -> Result<Bearer, Fault> {
        let Some(actor) = acting_as else {
            return Ok(self.nobody.clone());
        };
        if let Some(given) = self.given.get(actor) {
            return Ok(given.clone());
        }
        if let Some((bearer, since)) = self.made.get(actor)
            && since.elapsed() < FRESH_FOR
        {
            return Ok(bearer.clone());
        }
        let bearer = self.make(actor).map_err(|_| no_token(actor))?;
        self.made.insert(actor.clone(), (bearer.clone(), Instant::now()));
        Ok(bearer)
    }

    fn make(&mut self, actor: &Actor) -> Result<Bearer, Failure> {
        let minter = match self.minter.take() {
            Some(minter) => minter,
            None => Minter::open(&self.data_dir, None)?,
        };
        let bearer = Bearer::minted_for(&minter, &actor.grant, actor.who.as_deref());
        self.minter = Some(minter);
        bearer
    }
}

fn no_token(actor: &Actor) -> Fault {
    Fault::here(
        "ROLE_WITHOUT_TOKEN",
        Note::new("role-without-token").with("role", actor),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_acts_with_the_token_that_was_given_for_it_and_otherwise_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("lead.jwt");
        std::fs::write(&file, "abc").unwrap();
        let (lead, other): (Actor, Actor) = (
            "project-lead:a".parse().unwrap(),
            "project-lead:b".parse().unwrap(),
        );
        let given = [TokenFor {
            actor: lead.clone(),
            file,
        }];
        let mut actors = Actors::new(Bearer::default(), &given, dir.path().to_owned()).unwrap();
        assert!(actors.bearer(Some(&lead)).unwrap().is_present());
        assert!(!actors.bearer(None).unwrap().is_present());
        assert_eq!(
            actors.bearer(Some(&other)).unwrap_err().reason(),
            "ROLE_WITHOUT_TOKEN"
        );
    }
}
