//! Puts the words of the chosen language into the commands: what they do, what their arguments mean, the headings.

use clap::{Arg, ArgAction, Command};

use crate::output::Texts;

/// The same commands with their words in the language of `texts`.
pub(super) fn localised(command: Command, texts: &Texts) -> Command {
    // Always the short layout: the long one would show words that are not in the locale files.
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::HelpShort)
        .global(true);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    let command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help)
        .arg(version);
    with_words(command, "", texts)
}

fn with_words(command: Command, path: &str, texts: &Texts) -> Command {
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        texts.get("heading-usage")
    );
    command
        .about(texts.get(&about_key(path)))
        .help_template(template)
        .subcommand_help_heading(texts.get("heading-commands"))
        .subcommand_value_name(texts.get("value-command"))
        .mut_args(|arg| argument(arg, path, texts))
        .mut_subcommands(|sub| {
            let path = format!("{path}-{}", sub.get_name());
            with_words(sub, &path, texts)
        })
}

/// Key of what a command does: `about` for the binary itself, `about-project-list` for `project list`.
fn about_key(path: &str) -> String {
    format!("about{path}")
}

fn argument(arg: Arg, path: &str, texts: &Texts) -> Arg {
    let heading = match (arg.is_positional(), arg.is_global_set()) {
        (true, _) => "heading-arguments",
        (false, true) => "heading-global",
        (false, false) => "heading-options",
    };
    let key = argument_key(arg.get_id().as_str(), path, texts);
    arg.help(texts.get(&key)).help_heading(texts.get(heading))
}

/// Words of an argument of one command come before those shared by all commands that have an argument of this name.
fn argument_key(id: &str, path: &str, texts: &Texts) -> String {
    let id = id.replace('_', "-");
    let own = format!("arg{path}-{id}");
    if texts.has(&own) { own } else { format!("arg-{id}") }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::{cli::Cli, output::Lang};

    fn missing(command: &Command, path: &str, texts: &Texts, found: &mut Vec<String>) {
        let keys = command
            .get_arguments()
            .map(|arg| argument_key(arg.get_id().as_str(), path, texts));
        found.extend(keys.chain([about_key(path)]).filter(|key| !texts.has(key)));
        for sub in command.get_subcommands() {
            missing(sub, &format!("{path}-{}", sub.get_name()), texts, found);
        }
    }

    #[test]
    fn every_command_and_argument_has_words_in_both_languages() {
        for lang in [Lang::Nl, Lang::En] {
            let texts = Texts::new(lang);
            let mut found = Vec::new();
            missing(&localised(Cli::command(), &texts), "", &texts, &mut found);
            assert_eq!(found, Vec::<String>::new(), "{lang:?}");
        }
    }
}
