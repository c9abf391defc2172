//! The offer of each provider: first that of the school year, later one that fits itself to the learner, some with the solutions that
//! projects of block 2 made.

use contracts::professionalisation::v1::{
    Flexibility, Offer, OfferForm, PublishOfferRequest, ReviseOfferRequest, WithdrawOfferRequest,
};
use jiff::civil::{Date, date};
use serde_json::json;

use super::{
    classes::{COURSES, Course},
    providers::Cast,
};
use crate::{
    calendar::{plus, workday},
    line::{Call, Line},
    rng::Rng,
    transitions::skills::Topic,
};

/// The day on which the school-year offer of a provider is published, if it was registered by then.
const SCHOOL_YEAR: [Date; 2] = [date(2024, 5, 13), date(2025, 5, 12)];
/// The day on which three providers stop their school-year offer: by then the flexible one took its place.
const STOPPED: Date = date(2026, 7, 6);

/// Providers with what their offer is about, and the solution that the flexible one teaches.
const SUBJECTS: [(&str, &str, &str); 10] = [
    ("vb-hs-noorderzon", "stroomnet", "oplossing-102"),
    ("vb-hs-westkust", "waterstof", "oplossing-103"),
    ("vb-hs-stroomdal", "biogrondstoffen", ""),
    ("vb-hs-lagelanden", "circulair-slopen", "oplossing-101"),
    ("vb-uni-hoogveld", "warmtenetten", ""),
    ("vb-roc-noorderlicht", "warmtepompen", ""),
    ("vb-roc-zeearm", "isoleren", "oplossing-203"),
    ("vb-roc-duinzoom", "batterijen", ""),
    ("vb-opl-stapwerk", "warmtepompen", ""),
    ("vb-fonds-vakleren", "wind-op-zee", ""),
];

/// Offers, the revision of some, and the withdrawal of others.
#[must_use]
pub fn lines() -> Vec<Line> {
    let subjects = SUBJECTS.iter().enumerate();
    subjects
        .flat_map(|(place, (provider, topic, solution))| {
            let cast = Cast::named(provider);
            let topic = Topic::named(topic);
            let mut lines = vec![school_year(cast, topic)];
            lines.extend(flexible(cast, topic, solution, place));
            if place % 4 == 3 {
                lines.push(withdraw(cast));
            }
            lines
        })
        .collect()
}

fn base(cast: &Cast, topic: &Topic, id: &str, on: Date) -> Offer {
    let mut rng = Rng::named(&format!("{}/{id}", cast.id));
    let short = cast.id.trim_start_matches("vb-");
    Offer {
        offer_id: format!("aanbod-{short}-{id}"),
        provider_id: cast.id.into(),
        project_id: String::new(),
        title: format!("Voorbeeld: {}", topic.labels()[0]),
        learning_outcomes: topic
            .labels()
            .iter()
            .map(|label| format!("Kan na afloop: {label}"))
            .collect(),
        skills: topic.skills(),
        study_load_hours: u32::try_from(rng.between(3, 12) * 20).unwrap_or_default(),
        nlqf_level: if cast.id.contains("-roc-") { 3 } else { 6 },
        language: "nl".into(),
        form: OfferForm::OnSite.into(),
        region_ids: cast.regions.iter().map(|id| (*id).to_owned()).collect(),
        target_group: topic.target_group.into(),
        flexibility: Some(Flexibility {
            starts_per_year: 1,
            longest_wait_days: 365,
            ..Flexibility::default()
        }),
        class_ids: Vec::new(),
        solution_id: String::new(),
        open_from: plus(on, 14).to_string(),
        example: true,
    }
}

fn school_year(cast: &Cast, topic: &Topic) -> Line {
    let on = SCHOOL_YEAR
        .into_iter()
        .find(|day| *day > cast.since)
        .unwrap_or(SCHOOL_YEAR[1]);
    publish(cast, base(cast, topic, "schooljaar", on), on)
}

/// From a year later on, with a second form of flexibility that some add after half a year.
fn flexible(cast: &Cast, topic: &Topic, solution: &str, place: usize) -> Vec<Line> {
    let late = i64::try_from(place).unwrap_or_default() * 21;
    let class = COURSES
        .iter()
        .find(|course| course.provider == cast.id && course.published().is_some());
    let earliest = class.and_then(Course::published).unwrap_or(date(2025, 2, 3));
    let designed = if solution == "oplossing-203" {
        date(2025, 11, 3)
    } else {
        earliest
    };
    let on = workday(plus(designed.max(earliest).max(date(2025, 3, 3)), late));
    let flexibility = Flexibility {
        starts_per_year: [4, 0, 6, 12][place % 4],
        longest_wait_days: [75, 14, 60, 31][place % 4],
        in_parts: place % 3 != 1,
        recognises_prior_learning: place.is_multiple_of(2),
        choice_of_pace: place % 4 == 1,
        choice_of_place: false,
    };
    let forms = [OfferForm::Blended, OfferForm::Online, OfferForm::Workplace];
    let offer = Offer {
        project_id: cast.project_id(),
        title: format!("Voorbeeld: {} in delen", topic.labels()[0]),
        form: forms[place % forms.len()].into(),
        class_ids: class.map(Course::id).into_iter().collect(),
        solution_id: solution.to_owned(),
        flexibility: Some(flexibility),
        ..base(cast, topic, "flexibel", on)
    };
    let mut lines = vec![publish(cast, offer.clone(), on)];
    if !flexibility.recognises_prior_learning && place.is_multiple_of(3) {
        let revised = Offer {
            flexibility: Some(Flexibility {
                recognises_prior_learning: true,
                ..flexibility
            }),
            ..offer
        };
        let request = ReviseOfferRequest {
            offer: Some(revised),
            ..Default::default()
        };
        let on = workday(plus(on, 182));
        lines.push(Line::new(on, Call::ReviseOffer, cast.officer(), &request).until(json!({})));
    }
    lines
}

fn publish(cast: &Cast, offer: Offer, on: Date) -> Line {
    let request = PublishOfferRequest {
        offer: Some(offer),
        ..Default::default()
    };
    // Regions and project are another block's.
    Line::new(on, Call::PublishOffer, cast.officer(), &request).until(json!({}))
}

fn withdraw(cast: &Cast) -> Line {
    let short = cast.id.trim_start_matches("vb-");
    let request = WithdrawOfferRequest {
        provider_id: cast.id.into(),
        offer_id: format!("aanbod-{short}-schooljaar"),
        withdrawn_on: plus(STOPPED, -3).to_string(),
        ..Default::default()
    };
    Line::new(STOPPED, Call::WithdrawOffer, cast.officer(), &request)
}

#[cfg(test)]
mod tests {
    use super::{super::providers::PROVIDERS, *};

    #[test]
    fn every_provider_has_an_offer_and_a_subject_of_its_own_classes() {
        let subjects: Vec<_> = SUBJECTS.iter().map(|(provider, ..)| *provider).collect();
        let providers: Vec<_> = PROVIDERS.iter().map(|cast| cast.id).collect();
        assert_eq!(subjects, providers);
        for course in COURSES {
            assert!(
                SUBJECTS
                    .iter()
                    .any(|(provider, topic, _)| *provider == course.provider && *topic == course.topic),
                "{}",
                course.id()
            );
        }
    }
}
