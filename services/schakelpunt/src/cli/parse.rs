//! From the words of the user to a [`Cli`], or to a clear answer what is wrong with them.

use std::{ffi::OsString, io::Write, process::ExitCode};

use clap::{
    ColorChoice, Command, CommandFactory, FromArgMatches,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::{Cli, words};
use crate::output::{Format, Lang, Texts};

/// Exit code for wrong usage.
const USAGE: u8 = 2;

/// The commands with their words in the language of `texts`.
pub fn command(texts: &Texts) -> Command {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = if plain {
        ColorChoice::Never
    } else {
        ColorChoice::Auto
    };
    words::localised(Cli::command().color(colour), texts)
}

/// Language and form of answers, needed before the arguments are understood: help and errors are answers too.
pub fn first_look(arguments: &[OsString]) -> (Texts, Format) {
    let environment = std::env::var("SCHAKELPUNT_LANG").ok();
    let lang = option(arguments, "--lang").or(environment);
    let lang = lang
        .and_then(|text| clap::ValueEnum::from_str(&text, false).ok())
        .unwrap_or(Lang::Nl);
    let format = option(arguments, "--output").and_then(|text| clap::ValueEnum::from_str(&text, false).ok());
    (Texts::new(lang), format.unwrap_or(Format::Text))
}

fn option(arguments: &[OsString], name: &str) -> Option<String> {
    let words: Vec<_> = arguments
        .iter()
        .map(|word| word.to_string_lossy())
        .take_while(|word| word != "--")
        .collect();
    let apart = words
        .windows(2)
        .find(|pair| pair[0] == name)
        .map(|pair| pair[1].to_string());
    let joined = || {
        words
            .iter()
            .find_map(|word| word.strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
    };
    apart.or_else(joined)
}

/// Understands the arguments.
///
/// # Errors
/// The exit code when there is nothing more to do: help was shown, or the arguments were wrong and it was said how.
pub fn parse(arguments: &[OsString], texts: &Texts, format: Format) -> Result<Cli, ExitCode> {
    let parsed = command(texts).try_get_matches_from(arguments);
    parsed
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .map_err(|error| tell(&error, texts, format))
}

fn tell(error: &clap::Error, texts: &Texts, format: Format) -> ExitCode {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // A reader that went away, as in `| head`, is no reason to complain.
        let _ = error.print();
        return if error.use_stderr() {
            ExitCode::from(USAGE)
        } else {
            ExitCode::SUCCESS
        };
    }
    let message = in_words(error, texts);
    let _ = match format {
        Format::Json => {
            let error = serde_json::json!({"error": {"reason": "USAGE", "message": message, "faults": []}});
            writeln!(std::io::stderr(), "{error}")
        }
        Format::Text => {
            writeln!(
                std::io::stderr(),
                "{}: {message}\n{}",
                texts.get("error"),
                texts.get("usage-hint")
            )
        }
    };
    ExitCode::from(USAGE)
}

/// What is wrong, in one sentence of the chosen language. Kinds without words of their own keep clap's.
fn in_words(error: &clap::Error, texts: &Texts) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let key = match error.kind() {
        ErrorKind::InvalidSubcommand => "usage-unknown-command",
        ErrorKind::UnknownArgument => "usage-unknown-argument",
        ErrorKind::MissingRequiredArgument => "usage-missing-argument",
        ErrorKind::MissingSubcommand => "usage-missing-command",
        ErrorKind::InvalidValue if context(error, ContextKind::InvalidValue).is_empty() => {
            "usage-missing-value"
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-invalid-value",
        ErrorKind::ArgumentConflict => "usage-conflict",
        _ => return clap_words(error),
    };
    let command = context(error, ContextKind::InvalidSubcommand);
    let value = context(error, ContextKind::InvalidValue);
    let prior = context(error, ContextKind::PriorArg);
    let sentence = [
        ("argument", argument),
        ("command", command),
        ("value", value),
        ("other", prior),
    ];
    let pairs: Vec<_> = sentence
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    [
        texts.with(key, &pairs),
        reason(error),
        choices(error, texts),
        suggestion(error, texts),
    ]
    .concat()
}

fn clap_words(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches("error: ").to_owned()
}

fn reason(error: &clap::Error) -> String {
    use std::error::Error;
    error
        .source()
        .map(|source| format!(": {source}"))
        .unwrap_or_default()
}

fn choices(error: &clap::Error, texts: &Texts) -> String {
    match context(error, ContextKind::ValidValue) {
        valid if valid.is_empty() => valid,
        valid => format!("; {}", texts.with("usage-choices", &[("choices", &valid)])),
    }
}

fn suggestion(error: &clap::Error, texts: &Texts) -> String {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let found = kinds
        .into_iter()
        .map(|kind| context(error, kind))
        .find(|text| !text.is_empty());
    found
        .map(|text| format!("; {}", texts.with("usage-suggestion", &[("suggestion", &text)])))
        .unwrap_or_default()
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    fn wrong(line: &str, lang: Lang) -> String {
        let texts = Texts::new(lang);
        let error = command(&texts).try_get_matches_from(words(line)).unwrap_err();
        in_words(&error, &texts)
    }

    #[test]
    fn the_commands_hold_together() {
        command(&Texts::new(Lang::Nl)).debug_assert();
    }

    #[test]
    fn the_language_is_known_before_the_arguments_are_understood() {
        assert_eq!(
            option(&words("s --lang en bogus"), "--lang").as_deref(),
            Some("en")
        );
        assert_eq!(
            option(&words("s bogus --lang=en"), "--lang").as_deref(),
            Some("en")
        );
        assert_eq!(option(&words("s -- --lang en"), "--lang"), None);
    }

    #[test]
    fn wrong_usage_is_told_in_the_chosen_language() {
        assert!(wrong("schakelpunt overvieuw", Lang::Nl).starts_with("onbekende opdracht `overvieuw`"));
        assert!(wrong("schakelpunt overvieuw", Lang::En).starts_with("unknown command `overvieuw`"));
        assert!(
            wrong("schakelpunt overview --by planet", Lang::Nl).contains("block, theme, tranche, region")
        );
        assert!(wrong("schakelpunt token --role king", Lang::Nl).contains("`king` is not a role"));
        assert!(wrong("schakelpunt load", Lang::Nl).contains("FILE"));
    }

    #[test]
    fn every_command_of_the_walk_is_understood() {
        let lines = [
            "up --with-example-season --data-dir d",
            "serve programme ledger",
            "migrate --database-url postgres://x",
            "rebuild overview",
            "config check",
            "load a.jsonl b.jsonl --concurrency 4 --as operator",
            "overview --block radar --by region",
            "linked --programme zorg --region - --theme - --limit 5 --events",
            "project list --colour red --limit 5",
            "project show llo-101 --lang en",
            "report start llo-101 2024-H2 --final",
            "report fill llo-101_2024-H2_progress --highlights x --answer ap-1=ja --realised personnel=12.50",
            "report return llo-101_2024-H2_progress --reason x",
            "obligations --late --from 2024-01-01",
            "attention raise llo-101 waarom",
            "feedback workgroup wg-1 --format json",
            "bottleneck list --region AM01 --state open",
            "bottleneck show knelpunt-1",
            "demand list --phase understand --limit 3",
            "demand show vraag-1",
            "call list --limit 2",
            "call show ronde-2-energie-grondstoffen",
            "application list --call c --state submitted",
            "application show llo-201",
            "application draft --file a.json",
            "application fill --file -",
            "application check llo-201",
            "application submit llo-201 --request-id u",
            "application withdraw llo-201 --reason x",
            "application declare-interest llo-201 conflict",
            "application score llo-201 --points impact=80 --motivation impact=goed",
            "application ranking c",
            "award list c --state lapsed",
            "award show llo-201",
            "award record llo-201 conditional --amount 100000 --reference r --on 2024-08-15 --condition c1=2024-12-15=gesprek",
            "award decide-condition llo-201 c1 not-met --reference r --on 2024-12-18",
            "award pay llo-201 --amount 20000,50 --reference r --on 2024-08-20",
            "award request-change llo-201 w1 --reason x --amount 90000",
            "award decide-change llo-201 w1 approved --reference r --on 2025-01-01",
            "award determine llo-201 --amount 90000 --reference r --on 2026-01-01",
            "solution list --project llo-201 --skill s --state scaled",
            "solution show oplossing-1",
            "solution design --file s.json",
            "solution pilot oplossing-1 --on 2025-02-01 --learners 24",
            "solution scale oplossing-1 --on 2025-05-01 --places 200 --project llo-201",
            "solution reuse oplossing-1 h1 --organisation o --region AM02 --on 2025-05-15",
            "provider list --kind hbo --region AM01 --limit 3",
            "provider show vb-hs-oostpoort",
            "provider register --file p.json",
            "provider revise --file -",
            "provider scan p --file s.json --request-id u",
            "provider compare p s1 s2",
            "provider plan p --file d.json",
            "provider track plan p --file t.json",
            "provider track start p t1 --on 2025-02-01 --educators 20",
            "provider track complete p t1 --on 2025-06-01 --educators 18",
            "offer list --provider p --region AM01 --skill s --withdrawn",
            "offer show a1",
            "offer publish --file o.json",
            "offer revise --file o.json",
            "offer withdraw a1 --on 2026-01-01 --provider p",
            "offer flexibility --provider p --region AM01",
            "credential class list --provider p --skill s --framework f",
            "credential class show mc-1",
            "credential class propose --file c.json",
            "credential class revise --file c.json",
            "credential class review mc-1 returned --remarks x",
            "credential class accredit mc-1 --reference r --on 2025-05-30",
            "credential class publish mc-1",
            "credential class withdraw mc-1 --reason x --provider p",
            "credential key list p",
            "credential key rotate p --algorithm rs256",
            "credential key retire p k1 --compromised",
            "credential issue mc-1 --region AM01 --file recipients.json --into out --form jwt",
            "credential revoke p 17 --reason issued-in-error",
            "credential verify - --offline --known https://x.example/i=i.json --known https://x.example/s=s.json",
            "credential verify c.json --at 2026-06-01T12:00:00Z --allow-private-addresses",
            "passport show h",
            "passport export h --file p.json",
            "passport erase h --yes",
            "passport processing h --limit 5",
            "radar show --theme t --period quarter --periods 12 --as-of 2026-06-30",
            "radar source list --kind study --state read --region AM01 --limit 3",
            "radar source show s1",
            "radar source add a.pdf --title t --publisher p --published-on 2026-01-01 --licence l --kind policy --region AM01 --region AM02",
            "radar source revise s1 --publisher p --theme t --reason x --request-id u",
            "radar source withdraw s1 --reason x --yes",
            "radar mentions --source s1 --manner negated",
            "radar mentions --concept http://x --run first --limit 10",
            "radar candidates --language nl --sources 2",
            "radar run list",
            "radar run start second --method phrases/2",
            "radar run use second --reason x",
            "radar run stop first",
            "radar run compare first second --limit 5",
            "radar trend list --ring growing --sector 43.22 --limit 5",
            "radar trend show http://x --period half-year",
            "radar edition list",
            "radar edition show 2",
            "radar edition publish --title t --title-en t --periods 8 --yes",
            "radar edition export --format svg --language en --file r.svg",
            "skill search warmtepompen instal --language nl --scheme esco --collection green --kind skill",
            "skill show http://x",
            "skill show warmtepompen",
            "skill release list --scheme esco",
            "skill release changes esco 1.2.0 --kind replaced",
            "skill release import esco 1.2.0 a.csv b.csv --title ESCO --licence l --published-on 2024-05-15 --anew",
            "skill list --state in-review --theme t",
            "skill queue --for evidence",
            "skill propose a --label x --label-en y --concept http://x --theme t --reason z",
            "skill propose a --label x --term k1 --term k2 --reason z",
            "skill cite a s1 --note x",
            "skill review a",
            "skill validate a --reason x",
            "skill reject a --reason x",
            "skill merge a --into b --reason x --yes",
            "skill publish a",
            "skill retire a --reason x",
            "skill dissent a --reason x",
            "framework show ho-microcredentials",
            "instrument show llo-scan",
            "events --from 5 --follow --type a --type b",
            "events --follow --filter {} --filter {} --filters-of f",
            "signals --over",
            "explain projects/running",
            "ledger verify --from c --key k --save c --readers 2 --as auditor",
            "ledger verify --tables --config hub.toml",
            "ledger proof programme:12 --file p",
            "ledger check p --key k --key w",
            "token --role project-lead:llo-101 --role auditor --ttl 15m",
            "completions bash",
            "help project list",
        ];
        for line in lines {
            let arguments = words(&format!("schakelpunt {line}"));
            let texts = Texts::new(Lang::Nl);
            let parsed = command(&texts)
                .try_get_matches_from(arguments)
                .and_then(|m| Cli::from_arg_matches(&m));
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
        }
    }
}
