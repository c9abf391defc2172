//! How long the parts of issuing and verifying take, on one core.
#![allow(clippy::unwrap_used, reason = "an example that stops when something is wrong")]

use std::{hint::black_box, time::Instant};

use credentials::*;

fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

fn text(value: &str) -> Text {
    Text::parse(value).unwrap()
}

fn credential() -> AchievementCredential {
    let identity = HashedIdentity::with_salt(IdentityType::EmailAddress, "a@example.com", "Kosher");
    let skill = |n: u8| {
        Alignment::skill(
            iri(&format!(
                "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-00000000000{n}"
            )),
            text(&format!("skill {n}")),
            text("ESCO v1.1.1"),
        )
    };
    let achievement = Achievement::new(
        iri("https://provider.example/classes/heat-pumps"),
        AchievementType::MicroCredential,
        text("Warmtepompen installeren"),
        text("Wie dit heeft behaald, kan een hybride warmtepomp installeren en inregelen."),
        text("Een praktijkopdracht en een gesprek, beoordeeld door **twee** examinatoren."),
    )
    .aligned(skill(1))
    .aligned(skill(2))
    .aligned(Alignment::eqf(4).unwrap())
    .worth(Credits::hundredths(300).unwrap())
    .unwrap()
    .taught_in(Language::parse("nl-NL").unwrap());
    AchievementCredential::new(
        iri("https://provider.example/credentials/1"),
        Issuer::new(iri("https://provider.example/issuers/1"), text("ROC Voorbeeld")),
        Recipient::new(
            Some(iri("urn:uuid:7f0b2c5e-8f0e-4b52-8f7d-0a4f7d1f9a11")),
            vec![identity],
        )
        .unwrap(),
        achievement,
        Validity::new("2026-01-01T00:00:00Z".parse().unwrap(), None).unwrap(),
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

fn time<T>(name: &str, times: u32, mut work: impl FnMut() -> T) {
    black_box(work());
    let started = Instant::now();
    for _ in 0..times {
        black_box(work());
    }
    println!(
        "{name}: {:.1} us",
        started.elapsed().as_secs_f64() * 1e6 / f64::from(times)
    );
}

fn main() {
    let credential = credential();
    let created = "2026-01-01T00:00:00Z".parse().unwrap();
    let key = Ed25519Key::from_seed(&[7; 32]);
    let signer = ProofSigner::new(key.clone(), iri("https://provider.example/issuers/1#key-1"));
    let quads = credential.to_quads();
    let canonical = canonicalise(&quads).unwrap();
    let digest = hash(&canonical);
    let proof = signer.prove(digest, created).unwrap();
    let json: serde_json::Value = serde_json::from_str(&credential.to_json()).unwrap();
    println!("{} quads, {} bytes canonical", quads.len(), canonical.len());
    time("whole, signed", 2_000, || {
        signer.sign(&credential, created).unwrap()
    });
    time("  to_quads", 2_000, || credential.to_quads());
    time("  canonicalise", 2_000, || canonicalise(&quads).unwrap());
    time("  hash", 2_000, || hash(&canonical));
    time("  prove", 2_000, || signer.prove(digest, created).unwrap());
    time("  serialise", 2_000, || {
        Document::serialise(&credential, Some(&proof))
    });
    time("ed25519 of 64 bytes", 2_000, || key.sign(&[1; 64]));
    time("general way (JSON-LD)", 200, || {
        expand(json.as_object().unwrap()).unwrap()
    });
    let bits = StatusBits::default();
    let validity = credential.validity();
    time("status list", 200, || {
        let list = StatusListCredential::new(
            iri("https://p.example/s"),
            iri("https://p.example/i"),
            validity,
            StatusPurpose::Revocation,
            &bits,
        )
        .unwrap();
        signer.sign(&list, created).unwrap()
    });
    let rsa = JwtSigner::new(
        RsaKey::generate().unwrap(),
        iri("https://provider.example/issuers/1#key-2"),
    );
    time("token", 100, || rsa.sign(&credential).unwrap());
}
