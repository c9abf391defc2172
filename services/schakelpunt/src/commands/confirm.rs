//! Asks whether what cannot be undone is meant.

use std::io::{self, BufRead, IsTerminal, Write};

use super::Session;
use crate::failure::{Failure, Note};

/// Asks on standard error, and takes a line from standard input for the answer. Where nobody can be asked, `--yes` is
/// needed: a script must not do it by accident.
///
/// # Errors
/// Nobody can be asked, or the answer was another one.
pub(super) fn is_meant(question: &Note, yes: bool, session: &Session<'_>) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage(Note::new("confirm-without-terminal")));
    }
    let texts = session.screen.texts;
    // When standard error is gone nobody reads the question, and the answer is not a yes.
    let _ = write!(io::stderr(), "{} ", question.text(texts));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if is_yes(&answer) {
        Ok(())
    } else {
        Err(Failure::Local(Note::new("confirm-declined")))
    }
}

/// Only a whole word counts, in either language.
fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "ja" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_yes_counts() {
        assert!(["ja\n", " YES \n", "yes"].iter().all(|it| is_yes(it)));
        assert!(
            ["", "\n", "j", "y", "nee", "no", "ja hoor"]
                .iter()
                .all(|it| !is_yes(it))
        );
    }
}
