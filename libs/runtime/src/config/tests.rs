//! Which settings are taken, and how those that are not are told.

use secrecy::ExposeSecret;

use super::*;

fn load(toml: &str) -> Result<Settings, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hub.toml");
    std::fs::write(&file, toml).unwrap();
    Settings::load(Some(&file)).map_err(|bad| bad.0.into_iter().map(|fault| fault.field).collect())
}

const PRODUCTION: &str = "oin = \"00000001003214345000\"\n";

#[test]
fn every_fault_is_named_at_once() {
    let keys = load(
        "oin = \"12\"\n[database]\nconnections = 1\n[peers]\nledger = \"geen adres\"\n\
         [[identity.issuers]]\nissuer = \"https://a\"\nroles = { x = [\"project-lead\"] }\n",
    )
    .unwrap_err();
    for key in [
        "oin",
        "database.connections",
        "peers.ledger",
        "identity.issuers[0].jwks_url",
        "identity.issuers[0].roles.x",
    ] {
        assert!(
            keys.iter().any(|named| named == key),
            "{key} is missing in {keys:?}"
        );
    }
}

#[test]
fn an_unknown_key_and_a_missing_file_are_refused() {
    assert!(load("[database]\nurll = \"x\"\n").is_err());
    assert!(Settings::load(Some(Path::new("/bestaat/niet.toml"))).is_err());
}

#[test]
fn development_keys_and_test_numbers_are_refused_in_production() {
    let keys = load("[identity]\ndevelopment_key = \"dev.pem\"\n").unwrap_err();
    assert_eq!(keys, ["identity.development_key", "oin"]);
    assert!(load("profile = \"development\"\n[identity]\ndevelopment_key = \"dev.pem\"\n").is_ok());
}

#[test]
fn variables_keep_leading_zeros_and_numbers_stay_numbers() {
    let variables = [
        ("SCHAKELPUNT_OIN", "00000001823288444000"),
        ("SCHAKELPUNT_DATABASE__CONNECTIONS", "8"),
        ("SCHAKELPUNT_DATABASE__ROLES", "false"),
        ("SCHAKELPUNT_LANG", "en"),
        ("HOME", "/x"),
    ];
    let read = from_environment(
        variables
            .into_iter()
            .map(|(name, value)| (name.into(), value.into())),
    );
    let expected =
        serde_json::json!({"oin": "00000001823288444000", "database": {"connections": 8, "roles": false}});
    assert_eq!(read, expected);
}

#[test]
fn nothing_listens_beyond_loopback_unless_configured() {
    let settings = load(PRODUCTION).unwrap();
    assert!(settings.listen.ip().is_loopback() && settings.operations.ip().is_loopback());
}

#[test]
fn a_secret_comes_from_a_file_and_does_not_show() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, "postgres://u:geheim@h/d\n").unwrap();
    let settings = load(&format!("{PRODUCTION}[database]\nurl_file = {file:?}\n")).unwrap();
    if settings.database.url.is_none() {
        assert_eq!(
            settings.database_url("programme").unwrap().expose_secret(),
            "postgres://u:geheim@h/d"
        );
    }
    assert!(!format!("{settings:?}").contains("geheim"));
}

#[test]
fn a_block_may_have_a_database_of_its_own() {
    let settings = load(&format!(
        "{PRODUCTION}[database.blocks]\nledger = \"postgres://eigen/ledger\"\n"
    ))
    .unwrap();
    assert_eq!(
        settings.database_url("ledger").unwrap().expose_secret(),
        "postgres://eigen/ledger"
    );
}

#[test]
fn a_block_has_a_section_of_its_own_and_nothing_else_has() {
    let settings = load(&format!(
        "{PRODUCTION}[ledger]\norigin = \"hub.example/ledger\"\n"
    ))
    .unwrap();
    assert!(settings.section("ledger").refuse_unread().is_err());
    assert!(settings.section("programme").refuse_unread().is_ok());
    assert!(load(&format!("{PRODUCTION}[leger]\norigin = \"x\"\n")).is_err());
}
