//! What was achieved: the class that a credential is an instance of.

use crate::value::{Credits, InvalidValue, Iri, Language, Text};

/// Kinds of achievements, from the enumeration `AchievementType` of Open Badges 3.0: those that occur here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AchievementType {
    /// Learning of small volume that was assessed.
    MicroCredential,
    /// A course that was completed.
    Course,
    /// A set of courses or other learning that was completed.
    LearningProgram,
    /// A competency that was shown.
    Competency,
    /// A certificate of completion.
    CertificateOfCompletion,
}

impl AchievementType {
    /// As the specification writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MicroCredential => "MicroCredential",
            Self::Course => "Course",
            Self::LearningProgram => "LearningProgram",
            Self::Competency => "Competency",
            Self::CertificateOfCompletion => "CertificateOfCompletion",
        }
    }
}

/// How learners took part, in the words of the Dutch edubadges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Participation {
    /// Online.
    Online,
    /// On site, or partly so.
    OnsiteOrBlended,
    /// As a volunteer.
    Volunteering,
    /// At work.
    WorkExperience,
}

impl Participation {
    fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::OnsiteOrBlended => "onsite or blended",
            Self::Volunteering => "volunteering",
            Self::WorkExperience => "work experience",
        }
    }
}

/// To what an achievement is aligned: a skill, a level, an accreditation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alignment {
    pub(crate) target_name: Text,
    pub(crate) target_url: Iri,
    pub(crate) target_type: &'static str,
    pub(crate) target_framework: Option<Text>,
    pub(crate) target_code: Option<Text>,
    pub(crate) target_description: Option<Text>,
}

impl Alignment {
    /// A skill of a taxonomy: its URI, its label at the time of use, and the taxonomy with its version, for instance
    /// `ESCO v1.1.1`. The type is `ext:Skill`: the standard's own list knows only those of CASE and CTDL.
    pub fn skill(uri: Iri, label: Text, taxonomy: Text) -> Self {
        Self {
            target_name: label,
            target_url: uri,
            target_type: "ext:Skill",
            target_framework: Some(taxonomy),
            target_code: None,
            target_description: None,
        }
    }

    /// A level of the European Qualifications Framework, by its URI in the vocabulary of the European Union. Type and
    /// code are those of edubadges' documents.
    ///
    /// # Errors
    ///
    /// [`InvalidValue::EqfLevel`] for anything but 1 to 8.
    pub fn eqf(level: u8) -> Result<Self, InvalidValue> {
        if !(1..=8).contains(&level) {
            return Err(InvalidValue::EqfLevel);
        }
        Ok(Self {
            target_name: Text::parse(format!("EQF level {level}"))?,
            target_url: Iri::parse(format!("http://data.europa.eu/snb/eqf/{level}"))?,
            target_type: "ext:EQF",
            target_framework: Some(Text::parse("European Qualifications Framework")?),
            target_code: Some(Text::parse(level.to_string())?),
            target_description: None,
        })
    }

    /// A decision about quality, such as an accreditation. Type and code are those of edubadges' documents.
    pub fn quality_assurance(decision: Iri, name: Text, code: Text) -> Self {
        Self {
            target_name: name,
            target_url: decision,
            target_type: "ext:QualityAssurance",
            target_framework: None,
            target_code: Some(code),
            target_description: None,
        }
    }

    /// A description of the target, for people.
    #[must_use]
    pub fn described(mut self, description: Text) -> Self {
        self.target_description = Some(description);
        self
    }

    /// That `creditsAvailable` counts credits of ECTS: the standard's property does not say which.
    fn ects(credits: Credits) -> Result<Self, InvalidValue> {
        Ok(Self {
            target_name: Text::parse(format!("{} ECTS credits", credits.text()))?,
            target_url: Iri::parse("http://data.europa.eu/snb/education-credit/6fcec5c5af")?,
            target_type: "ext:ECTS",
            target_framework: Some(Text::parse("European Credit Transfer and Accumulation System")?),
            target_code: Some(Text::parse(credits.text())?),
            target_description: None,
        })
    }

    fn participation(participation: Participation) -> Result<Self, InvalidValue> {
        let name = participation.name();
        Ok(Self {
            target_name: Text::parse(name)?,
            target_url: Iri::parse(format!(
                "https://edubadges.nl/static/obv3-glossary.html#participation-type-{}",
                name.replace(' ', "-")
            ))?,
            target_type: "ext:ParticipationType",
            target_framework: Some(Text::parse("edubadges")?),
            target_code: None,
            target_description: None,
        })
    }
}

/// A class of credentials: what has to be done to earn one, and what it is worth.
///
/// What Dutch wallets show beyond the standard (ECTS, EQF, participation) is written in the standard's own vocabulary, as
/// alignments: the extension context of edubadges is a draft that changes, and a verifier that does not have it could not
/// check the signature at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Achievement {
    pub(crate) id: Iri,
    pub(crate) kind: AchievementType,
    pub(crate) name: Text,
    pub(crate) description: Text,
    pub(crate) criteria: Text,
    pub(crate) alignments: Vec<Alignment>,
    pub(crate) credits: Option<Credits>,
    pub(crate) language: Option<Language>,
}

impl Achievement {
    /// A class with what the standard demands; `criteria` says how it is earned, in Markdown.
    pub fn new(id: Iri, kind: AchievementType, name: Text, description: Text, criteria: Text) -> Self {
        Self {
            id,
            kind,
            name,
            description,
            criteria,
            alignments: Vec::new(),
            credits: None,
            language: None,
        }
    }

    /// Aligns it; the same again changes nothing.
    #[must_use]
    pub fn aligned(mut self, alignment: Alignment) -> Self {
        if !self.alignments.contains(&alignment) {
            self.alignments.push(alignment);
        }
        self
    }

    /// What it is worth, in EC.
    ///
    /// # Errors
    ///
    /// None that [`Credits`] let through.
    pub fn worth(mut self, credits: Credits) -> Result<Self, InvalidValue> {
        self.credits = Some(credits);
        self.alignments
            .retain(|alignment| alignment.target_type != "ext:ECTS");
        Ok(self.aligned(Alignment::ects(credits)?))
    }

    /// How learners take part.
    ///
    /// # Errors
    ///
    /// None.
    pub fn taken(self, participation: Participation) -> Result<Self, InvalidValue> {
        Ok(self.aligned(Alignment::participation(participation)?))
    }

    /// The language it is taught in.
    #[must_use]
    pub fn taught_in(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Its id.
    pub fn id(&self) -> &Iri {
        &self.id
    }

    /// Its name.
    pub fn name(&self) -> &Text {
        &self.name
    }
}
