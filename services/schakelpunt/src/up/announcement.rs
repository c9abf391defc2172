//! What a hub that has just started tells: where it is, and tokens to try it with.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use runtime::{
    access::Grant,
    identity::development::{DEVELOPMENT_KEY_FILE, LocalIssuer},
};

use crate::{
    data_dir::HubFile,
    output::{Lang, Texts},
};

/// Tokens that are made at each start, as `role[:scope]`.
const TOKENS: &[&str] = &[
    "national-coordinator",
    "agency-officer",
    "block-coordinator:transitions",
    "block-coordinator:professionalisation",
    "block-coordinator:culture",
    "researcher:culture",
    "block-coordinator:radar",
    "taxonomy-curator",
    "project-lead:llo-101",
    "ministry-reader",
    "auditor",
    "operator",
];

/// How long they hold, in hours.
const TOKEN_HOURS: u64 = 12;

/// Makes the tokens and writes them to a file that only its owner may read.
pub(super) fn write_tokens(home: &Path) -> anyhow::Result<PathBuf> {
    let issuer = LocalIssuer::development(&home.join(DEVELOPMENT_KEY_FILE))?;
    let mut tokens = serde_json::Map::new();
    for grant in TOKENS {
        let parsed: Grant = grant.parse()?;
        // The same subject as the command line's `--as`, so that both are the same person.
        let subject = format!("development-{}", grant.replace(':', "-"));
        let token = issuer.token(&[parsed], &subject, Duration::from_secs(TOKEN_HOURS * 3_600))?;
        tokens.insert((*grant).to_owned(), token.into());
    }
    let path = home.join("tokens.json");
    let _ = std::fs::remove_file(&path);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    file.write_all(&serde_json::to_vec_pretty(&tokens)?)?;
    Ok(path)
}

/// Prints addresses and tokens.
pub(super) fn print(note: &HubFile, home: &Path, lang: Lang) -> anyhow::Result<()> {
    let texts = Texts::new(lang);
    let mut out = std::io::stdout().lock();
    let operations = note.operations.clone().unwrap_or_default();
    let home = home.display().to_string();
    writeln!(
        out,
        "{}",
        texts.with(
            "up-addresses",
            &[
                ("calls", &note.address),
                ("operations", &operations),
                ("home", &home)
            ]
        )
    )?;
    if let Some(path) = &note.tokens_file {
        writeln!(
            out,
            "\n{}",
            texts.with("up-tokens", &[("file", &path.display().to_string())])
        )?;
        let tokens: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&std::fs::read(path)?)?;
        for (grant, token) in tokens {
            writeln!(out, "  {grant}\n    {}", token.as_str().unwrap_or_default())?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// Says that the hub stays until it is told to stop.
pub(super) fn print_stays(lang: Lang) -> anyhow::Result<()> {
    // As this program was called, so that the line can be typed as it stands.
    let program = std::env::args()
        .next()
        .unwrap_or_else(|| "schakelpunt".to_owned());
    writeln!(
        std::io::stdout(),
        "\n{}",
        Texts::new(lang).with("up-stays", &[("program", &program)])
    )?;
    Ok(())
}
