//! Arguments of `schakelpunt radar run`.

use clap::Subcommand;

use crate::cli::{PagesArgs, RequestArgs};

/// Runs of methods over the archive.
#[derive(Clone, Debug, Subcommand)]
pub enum RunCommand {
    /// Runs, and the methods there are.
    List,
    /// Begins a run beside the others.
    Start {
        /// Identifier of the run.
        #[arg(value_name = "RUN")]
        run: String,
        /// Name of the method with its version, as `radar run list` shows them.
        #[arg(long, value_name = "METHOD/VERSION", required = true)]
        method: MethodArg,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Puts a run to use.
    Use {
        /// The run.
        #[arg(value_name = "RUN")]
        run: String,
        /// Why.
        #[arg(long, value_name = "TEXT", required = true)]
        reason: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Stops a run that is not in use.
    Stop {
        /// The run.
        #[arg(value_name = "RUN")]
        run: String,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// How what two runs found differs.
    Compare {
        /// One run.
        #[arg(value_name = "RUN")]
        run: String,
        /// Another one.
        #[arg(value_name = "OTHER_RUN")]
        other_run: String,
        /// How much of the list.
        #[command(flatten)]
        pages: PagesArgs,
    },
}

/// A method with its version, such as `phrases/1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodArg {
    /// Name.
    pub name: String,
    /// Version.
    pub version: u32,
}

impl std::str::FromStr for MethodArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.rsplit_once('/');
        let parsed = parts.and_then(|(name, version)| Some((name.to_owned(), version.parse().ok()?)));
        let (name, version) = parsed.ok_or("write METHOD/VERSION, such as phrases/1")?;
        Ok(Self { name, version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_a_name_with_a_version() {
        let method: MethodArg = "phrases/2".parse().unwrap();
        assert_eq!((method.name.as_str(), method.version), ("phrases", 2));
        for wrong in ["phrases", "phrases/", "phrases/een", "2"] {
            assert!(wrong.parse::<MethodArg>().is_err(), "{wrong}");
        }
    }
}
