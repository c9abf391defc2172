//! A credential of usual size.

use ::credentials::{
    Achievement, AchievementCredential, AchievementType, Alignment, Credits, HashedIdentity, IdentityType,
    Iri, Issuer, Language, Participation, Recipient, StatusEntry, StatusPurpose, Text, Validity,
};
use jiff::Timestamp;

/// With two skills, level, credits, language, participation, a hashed recipient and a status entry.
pub(super) fn credential() -> anyhow::Result<AchievementCredential> {
    let skill = |number: u8, label: &str| {
        anyhow::Ok(Alignment::skill(
            Iri::parse(format!(
                "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-00000000000{number}"
            ))?,
            Text::parse(label)?,
            Text::parse("ESCO v1.1.1")?,
        ))
    };
    let achievement = Achievement::new(
        Iri::parse("https://provider.example/classes/heat-pumps")?,
        AchievementType::MicroCredential,
        Text::parse("Warmtepompen installeren")?,
        Text::parse("Wie dit heeft behaald, kan een hybride warmtepomp installeren en inregelen.")?,
        Text::parse("Een praktijkopdracht en een gesprek, beoordeeld door twee examinatoren.")?,
    )
    .aligned(skill(1, "install heat pump")?)
    .aligned(skill(2, "advise on heating systems energy efficiency")?)
    .aligned(Alignment::eqf(4)?)
    .worth(Credits::hundredths(300)?)?
    .taken(Participation::OnsiteOrBlended)?
    .taught_in(Language::parse("nl-NL")?);
    let identity = HashedIdentity::with_salt(IdentityType::EmailAddress, "learner@example.org", "salt");
    let recipient = Recipient::new(
        Some(Iri::parse("urn:uuid:7f0b2c5e-8f0e-4b52-8f7d-0a4f7d1f9a11")?),
        vec![identity],
    )?;
    let list = Iri::parse("https://provider.example/status/1")?;
    Ok(AchievementCredential::new(
        Iri::parse("https://provider.example/credentials/1")?,
        Issuer::new(
            Iri::parse("https://provider.example/issuers/1")?,
            Text::parse("Regionaal Opleidingscentrum Voorbeeld")?,
        ),
        recipient,
        achievement,
        Validity::new(Timestamp::now(), None)?,
    )
    .with_status(StatusEntry::new(list, StatusPurpose::Revocation, 4_711)?))
}
