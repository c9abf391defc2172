//! What a source says: sentences about skills, as many as its half-year and its bureau bring, between others about nothing in particular.

use crate::rng::Rng;

/// Half-years of reading, beginning with the first of 2022.
pub const HALF_YEARS: usize = 9;

/// A skill as the texts speak of it.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Sentences about it.
    pub sentences: &'static [&'static str],
    /// How many of them a source has in each half-year.
    pub counts: [i64; HALF_YEARS],
}

/// What the Dutch texts speak of.
pub const DUTCH: [Theme; 8] = [
    // Named more and more.
    Theme {
        sentences: &[
            "Monteurs leren warmtepompen installeren en inregelen in bestaande woningen.",
            "Het installeren van warmtepompen vraagt om overleg met bewoners en met de netbeheerder.",
            "Wie warmtepompen installeert, moet ook de leidingen kunnen beoordelen.",
        ],
        counts: [1, 2, 2, 3, 4, 5, 6, 8, 10],
    },
    // Hardly named before.
    Theme {
        sentences: &[
            "Netbeheerders zoeken mensen die slimme energienetten ontwerpen.",
            "Bij het ontwerpen van slimme energienetten komen elektrotechniek en data samen.",
        ],
        counts: [0, 0, 0, 0, 1, 2, 3, 4, 5],
    },
    Theme {
        sentences: &[
            "Opdrachtgevers vragen om selectief slopen, zodat materiaal opnieuw te gebruiken is.",
            "Uitvoerders die selectief slopen, houden bij wat vrijkomt.",
        ],
        counts: [0, 0, 0, 1, 1, 2, 2, 3, 4],
    },
    // Named as often as ever.
    Theme {
        sentences: &[
            "De circulaire economie is in bijna elk gesprek met werkgevers een onderwerp.",
            "Kennis van de circulaire economie helpt bij het inkopen.",
        ],
        counts: [3, 3, 3, 3, 3, 3, 3, 3, 3],
    },
    Theme {
        sentences: &[
            "Onderhoudsmonteurs onderhouden windturbines op zee en op land.",
            "Het onderhouden van windturbines blijft werk voor vakmensen zonder hoogtevrees.",
        ],
        counts: [3, 3, 3, 3, 3, 3, 3, 3, 3],
    },
    // Named less and less.
    Theme {
        sentences: &[
            "Bedrijven bedienen recyclinginstallaties met steeds minder mensen.",
            "Voor het bedienen van recyclinginstallaties is minder scholing nodig dan voorheen.",
        ],
        counts: [8, 7, 6, 5, 4, 3, 3, 2, 1],
    },
    // No concept covers it.
    Theme {
        sentences: &[
            "Werkgevers vragen om waterstofveiligheid op de werkvloer.",
            "Waterstofveiligheid is een vak dat nog nergens wordt gegeven.",
        ],
        counts: [0, 0, 0, 0, 0, 1, 2, 3, 3],
    },
    // Negated, or only listed.
    Theme {
        sentences: &[
            "Kennis van Haskell is niet vereist.",
            "Ervaring met het ontwerpen van biomassa-installaties is niet nodig.",
        ],
        counts: [1, 1, 1, 1, 1, 1, 1, 1, 1],
    },
];

/// What the English texts speak of.
pub const ENGLISH: [Theme; 4] = [
    Theme {
        sentences: &[
            "Technicians learn to install heat pumps in existing houses.",
            "Installing heat pumps takes more than connecting pipes.",
        ],
        counts: [1, 2, 2, 3, 4, 5, 6, 8, 10],
    },
    Theme {
        sentences: &[
            "Grid operators look for people who design smart grids.",
            "The design of smart grids brings electrical engineering and data together.",
        ],
        counts: [0, 0, 0, 0, 1, 2, 3, 4, 5],
    },
    Theme {
        sentences: &["Employers bring up the circular economy in nearly every interview."],
        counts: [3, 3, 3, 3, 3, 3, 3, 3, 3],
    },
    Theme {
        sentences: &["Firms operate recycling processing equipment with fewer people each year."],
        counts: [8, 7, 6, 5, 4, 3, 3, 2, 1],
    },
];

const DUTCH_FILLER: [&str; 9] = [
    "De arbeidsmarkt in de regio blijft krap, al verschilt dat per plaats.",
    "Scholen en bedrijven zien elkaar vaker dan een paar jaar geleden.",
    "De cijfers in deze uitgave komen uit een telling onder leden en zijn afgerond.",
    "Veel vacatures staan langer open dan de bedoeling was.",
    "Wie overstapt uit een andere sector brengt ervaring mee die telt.",
    "De deelnemers aan de gesprekken noemden reistijd en roosters als drempel.",
    "Over de gevolgen voor de lonen is nog weinig te zeggen.",
    "Het bureau kijkt volgend halfjaar opnieuw.",
    "Gemeenten en provincies lezen mee en vullen aan.",
];

const ENGLISH_FILLER: [&str; 6] = [
    "The labour market remains tight, though not everywhere in the same way.",
    "Schools and firms meet more often than a few years ago.",
    "Figures in this issue are rounded and come from a count among members.",
    "Many vacancies stay open for longer than planned.",
    "Travel time and shifts are named as obstacles.",
    "The bureau will look again in half a year.",
];

/// The text of a source. `name` tells it from all others.
#[must_use]
pub fn text(name: &str, title: &str, half_year: usize, english: bool) -> String {
    let mut rng = Rng::named(name);
    let (themes, filler): (&[Theme], &[&str]) = if english {
        (&ENGLISH, &ENGLISH_FILLER)
    } else {
        (&DUTCH, &DUTCH_FILLER)
    };
    let mut paragraphs = vec![title.to_owned()];
    for theme in themes {
        let count = theme.counts[half_year.min(HALF_YEARS - 1)];
        // A bureau writes a little more or less than the others.
        let count = if count > 1 {
            count + rng.between(-1, 1)
        } else {
            count
        };
        let mut sentences = vec![pick(&mut rng, filler)];
        for _ in 0..count {
            sentences.push(pick(&mut rng, theme.sentences));
            sentences.push(pick(&mut rng, filler));
        }
        paragraphs.push(sentences.join(" "));
    }
    paragraphs.join("\n\n")
}

fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    let last = i64::try_from(of.len()).unwrap_or(1) - 1;
    let index = usize::try_from(rng.between(0, last)).unwrap_or(0);
    of.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_always_the_same_and_no_two_are() {
        let one = text("a", "Titel", 3, false);
        assert_eq!(one, text("a", "Titel", 3, false));
        assert_ne!(one, text("b", "Titel", 3, false));
    }

    #[test]
    fn what_grows_is_named_more_often_later() {
        let count = |half_year| {
            text("a", "Titel", half_year, false)
                .matches("slimme energienetten")
                .count()
        };
        assert!(count(0) < count(5) && count(5) < count(8));
    }
}
