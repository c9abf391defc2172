//! Credentials of arbitrary content, and one that is always the same.

use credentials::{
    Achievement, AchievementCredential, AchievementType, Alignment, Credits, HashedIdentity, IdentityType,
    Iri, Issuer, Language, Participation, Recipient, StatusEntry, StatusPurpose, Text, Validity,
};
use jiff::Timestamp;
use proptest::{collection::vec, option, prelude::*};

/// Where the provider of the examples publishes its profile.
pub(crate) const ISSUER: &str = "https://provider.example/issuers/1";

pub(crate) fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

pub(crate) fn text(text: &str) -> Text {
    Text::parse(text).unwrap()
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn issuer() -> Issuer {
    Issuer::new(iri(ISSUER), text("Regionaal Opleidingscentrum Voorbeeld"))
}

pub(crate) fn achievement() -> Achievement {
    let skill = Alignment::skill(
        iri("http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001"),
        text("install heat pump"),
        text("ESCO v1.1.1"),
    );
    Achievement::new(
        iri("https://provider.example/classes/heat-pumps"),
        AchievementType::MicroCredential,
        text("Warmtepompen installeren"),
        text("Wie dit heeft behaald, kan een hybride warmtepomp installeren en inregelen."),
        text("Een praktijkopdracht en een gesprek, beoordeeld door **twee** examinatoren."),
    )
    .aligned(skill)
    .aligned(Alignment::eqf(4).unwrap())
    .worth(Credits::hundredths(300).unwrap())
    .unwrap()
    .taken(Participation::OnsiteOrBlended)
    .unwrap()
    .taught_in(Language::parse("nl-NL").unwrap())
}

pub(crate) fn credential() -> AchievementCredential {
    let identity = HashedIdentity::with_salt(IdentityType::EmailAddress, "a@example.com", "Kosher");
    AchievementCredential::new(
        iri("https://provider.example/credentials/1"),
        issuer(),
        Recipient::new(
            Some(iri("urn:uuid:7f0b2c5e-8f0e-4b52-8f7d-0a4f7d1f9a11")),
            vec![identity],
        )
        .unwrap(),
        achievement(),
        Validity::new(time("2026-01-01T00:00:00Z"), Some(time("2031-01-01T00:00:00Z"))).unwrap(),
    )
    .with_status(
        StatusEntry::new(
            iri("https://provider.example/status/1"),
            StatusPurpose::Revocation,
            4_711,
        )
        .unwrap(),
    )
}

fn any_text() -> impl Strategy<Value = Text> {
    prop_oneof![
        any::<String>().prop_filter_map("no text", |text| Text::parse(text).ok()),
        "[ -~äé€😀\t\n\r\"\\\\]{1,80}".prop_filter_map("no text", |text| Text::parse(text).ok()),
        Just(text("2026-01-01")),
    ]
}

fn any_iri() -> impl Strategy<Value = Iri> {
    prop_oneof![
        "https://[a-z]{1,8}\\.example(:[0-9]{1,4})?/[A-Za-z0-9._~!$&'()*+,;=:@%20é-]{0,20}(\\?[a-z=&]{0,8})?(#[a-z0-9]{0,6})?",
        "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
        "did:(key|web|example):[a-zA-Z0-9:]{1,20}(#[a-z0-9]{1,5})?",
    ]
    .prop_filter_map("no IRI", |text| Iri::parse(text).ok())
}

fn any_alignment() -> impl Strategy<Value = Alignment> {
    prop_oneof![
        (any_iri(), any_text(), any_text())
            .prop_map(|(uri, label, taxonomy)| Alignment::skill(uri, label, taxonomy)),
        (1..=8_u8).prop_map(|level| Alignment::eqf(level).unwrap()),
        (any_iri(), any_text(), any_text(), any_text()).prop_map(|(uri, name, code, words)| {
            Alignment::quality_assurance(uri, name, code).described(words)
        }),
    ]
}

fn any_achievement() -> impl Strategy<Value = Achievement> {
    let kind = prop_oneof![
        Just(AchievementType::MicroCredential),
        Just(AchievementType::Course),
        Just(AchievementType::Competency)
    ];
    let words = (any_text(), any_text(), any_text());
    let more = (
        vec(any_alignment(), 0..5),
        option::of(1..=60_000_u32),
        any::<bool>(),
        any::<bool>(),
    );
    (any_iri(), kind, words, more).prop_map(|(id, kind, (name, description, criteria), more)| {
        let (alignments, credits, language, participation) = more;
        let mut achievement = Achievement::new(id, kind, name, description, criteria);
        for alignment in alignments {
            achievement = achievement.aligned(alignment);
        }
        if let Some(credits) = credits {
            achievement = achievement.worth(Credits::hundredths(credits).unwrap()).unwrap();
        }
        if language {
            achievement = achievement.taught_in(Language::parse("nl").unwrap());
        }
        if participation {
            achievement = achievement.taken(Participation::Online).unwrap();
        }
        achievement
    })
}

fn any_recipient() -> impl Strategy<Value = Recipient> {
    let identity = ("[a-z]{1,8}@example\\.org", "[ -~]{0,10}")
        .prop_map(|(value, salt)| HashedIdentity::with_salt(IdentityType::EmailAddress, &value, &salt));
    (option::of(any_iri()), vec(identity, 0..4))
        .prop_filter_map("nobody", |(id, identities)| Recipient::new(id, identities).ok())
}

/// Credentials of arbitrary content.
pub(crate) fn any_credential() -> impl Strategy<Value = AchievementCredential> {
    let issuer = (any_iri(), any_text(), option::of(any_iri())).prop_map(|(id, name, url)| {
        let issuer = Issuer::new(id, name);
        match url {
            Some(url) => issuer.with_url(url),
            None => issuer,
        }
    });
    let validity = (0..4_000_000_000_i64, option::of(1..1_000_000_000_i64)).prop_map(|(from, lasts)| {
        let at = |second| Timestamp::from_second(second).unwrap();
        Validity::new(at(from), lasts.map(|lasts| at(from + lasts))).unwrap()
    });
    let more = (
        option::of((any_iri(), 0..131_072_u32)),
        any::<bool>(),
        option::of(1..=60_000_u32),
    );
    (
        any_iri(),
        issuer,
        any_recipient(),
        any_achievement(),
        validity,
        more,
    )
        .prop_map(
            |(id, issuer, recipient, achievement, validity, (status, suspensible, earned))| {
                let mut credential = AchievementCredential::new(id, issuer, recipient, achievement, validity);
                if let Some((list, index)) = status {
                    let entry = StatusEntry::new(list, StatusPurpose::Revocation, index).unwrap();
                    credential = credential.with_status(entry);
                }
                if suspensible {
                    let list = iri("https://provider.example/status/suspended");
                    credential =
                        credential.with_status(StatusEntry::new(list, StatusPurpose::Suspension, 7).unwrap());
                }
                if let Some(earned) = earned {
                    credential = credential.with_credits_earned(Credits::hundredths(earned).unwrap());
                }
                credential
            },
        )
}
