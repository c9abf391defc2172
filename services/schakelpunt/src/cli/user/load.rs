//! Arguments of `schakelpunt load`.

use std::{path::PathBuf, str::FromStr};

use clap::Args;

use crate::load::Actor;

/// Loads data files.
#[derive(Clone, Debug, Args)]
pub struct LoadArgs {
    /// Files in JSON Lines; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Most calls under way at the same time.
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub concurrency: u16,
    /// Read and check only; nothing is sent.
    #[arg(long)]
    pub check: bool,
    /// Stop at the first line that fails.
    #[arg(long)]
    pub stop_at_first_error: bool,
    /// Token for lines that say `as`, where no development issuer is at hand; may be given more than once.
    #[arg(long, value_name = "ROLE[:SCOPE]=FILE")]
    pub token_for: Vec<TokenFor>,
    /// Seconds to go on trying while the hub is away.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub retry_for: u64,
}

impl LoadArgs {
    /// Loads these files as `load` does without options.
    pub fn of_files(files: Vec<PathBuf>) -> Self {
        Self {
            files,
            concurrency: 16,
            check: false,
            stop_at_first_error: false,
            token_for: Vec::new(),
            retry_for: 60,
        }
    }
}

/// Which file holds the token for an `as` in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFor {
    /// The role and scope, and which of those who hold it.
    pub actor: Actor,
    /// Where its token is.
    pub file: PathBuf,
}

impl FromStr for TokenFor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (actor, file) = text.split_once('=').ok_or("write ROLE[:SCOPE]=FILE")?;
        let actor = actor.parse::<Actor>()?;
        if file.is_empty() {
            Err("the file is missing after `=`".to_owned())
        } else {
            Ok(Self {
                actor,
                file: file.into(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_for_a_role_names_its_file() {
        let given: TokenFor = "project-lead:llo-101=/run/a=b.jwt".parse().unwrap();
        assert_eq!(given.actor.to_string(), "project-lead:llo-101");
        assert_eq!(given.file, PathBuf::from("/run/a=b.jwt"));
        assert!("project-lead".parse::<TokenFor>().is_err());
        assert!("project-lead:a=".parse::<TokenFor>().is_err());
    }
}
