//! The classes of Open Badges 3.0, as its data model gives them: what each must have, and what its properties are.

/// What a property holds.
pub(super) enum Kind {
    /// Text.
    Text,
    /// An identifier.
    Iri,
    /// A time with a zone.
    Time,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// An object of a class.
    Of(&'static Class),
    /// An object of a class, or its identifier.
    OfOrIri(&'static Class),
}

/// How many there may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    /// One, not in a list.
    One,
    /// A list.
    List,
    /// One, or a list.
    Either,
}

/// A class.
pub(super) struct Class {
    /// What has to be among its types; nothing for classes without a type.
    pub(super) types: &'static [&'static str],
    /// What it must have.
    pub(super) required: &'static [&'static str],
    /// What is known of its properties.
    pub(super) properties: &'static [(&'static str, Count, Kind)],
}

use Count::{Either, List, One};
use Kind::{Flag, Iri, Number, Of, OfOrIri, Text, Time};

/// `AchievementCredential`; its types are checked apart.
pub(super) static CREDENTIAL: Class = Class {
    types: &["VerifiableCredential"],
    required: &["id", "issuer", "credentialSubject"],
    properties: &[
        ("id", One, Iri),
        ("name", One, Text),
        ("description", One, Text),
        ("image", One, Of(&IMAGE)),
        ("issuer", One, OfOrIri(&PROFILE)),
        ("validFrom", One, Time),
        ("validUntil", One, Time),
        ("issuanceDate", One, Time),
        ("expirationDate", One, Time),
        ("awardedDate", One, Time),
        ("credentialSubject", One, Of(&SUBJECT)),
        ("credentialSchema", Either, Of(&TYPED)),
        ("credentialStatus", Either, Of(&STATUS)),
        ("refreshService", One, Of(&TYPED)),
        ("termsOfUse", Either, Of(&TERMS)),
        ("evidence", List, Of(&EVIDENCE)),
        ("endorsement", List, Of(&ENDORSEMENT)),
        ("endorsementJwt", List, Text),
    ],
};

static TYPED: Class = Class {
    types: &[],
    required: &["id", "type"],
    properties: &[("id", One, Iri), ("type", Either, Text)],
};

/// The list's own specification makes the id optional.
static STATUS: Class = Class {
    types: &[],
    required: &["type"],
    properties: &[("id", One, Iri), ("type", Either, Text)],
};

static TERMS: Class = Class {
    types: &[],
    required: &["type"],
    properties: &[("id", One, Iri), ("type", Either, Text)],
};

static ENDORSEMENT: Class = Class {
    types: &["EndorsementCredential"],
    required: &["id", "issuer", "credentialSubject"],
    properties: &[("id", One, Iri), ("issuer", One, OfOrIri(&PROFILE))],
};

static PROFILE: Class = Class {
    types: &["Profile"],
    required: &["id"],
    properties: &[
        ("id", One, Iri),
        ("name", One, Text),
        ("url", One, Iri),
        ("phone", One, Text),
        ("description", One, Text),
        ("email", One, Text),
        ("official", One, Text),
        ("image", One, Of(&IMAGE)),
        ("address", One, Of(&ADDRESS)),
        ("otherIdentifier", List, Of(&IDENTIFIER)),
        ("parentOrg", One, Of(&PROFILE)),
        ("endorsement", List, Of(&ENDORSEMENT)),
        ("endorsementJwt", List, Text),
    ],
};

static IMAGE: Class = Class {
    types: &["Image"],
    required: &["id"],
    properties: &[("id", One, Iri), ("caption", One, Text)],
};

static ADDRESS: Class = Class {
    types: &["Address"],
    required: &[],
    properties: &[
        ("addressCountry", One, Text),
        ("addressCountryCode", One, Text),
        ("addressRegion", One, Text),
        ("addressLocality", One, Text),
        ("streetAddress", One, Text),
        ("postOfficeBoxNumber", One, Text),
        ("postalCode", One, Text),
    ],
};

static IDENTIFIER: Class = Class {
    types: &["IdentifierEntry"],
    required: &["identifier", "identifierType"],
    properties: &[("identifier", One, Text), ("identifierType", One, Text)],
};

static SUBJECT: Class = Class {
    types: &["AchievementSubject"],
    required: &["achievement"],
    properties: &[
        ("id", One, Iri),
        ("achievement", One, Of(&ACHIEVEMENT)),
        ("identifier", List, Of(&IDENTITY)),
        ("activityStartDate", One, Time),
        ("activityEndDate", One, Time),
        ("creditsEarned", One, Number),
        ("image", One, Of(&IMAGE)),
        ("licenseNumber", One, Text),
        ("narrative", One, Text),
        ("result", List, Of(&RESULT)),
        ("role", One, Text),
        ("source", One, Of(&PROFILE)),
        ("term", One, Text),
    ],
};

static IDENTITY: Class = Class {
    types: &["IdentityObject"],
    required: &["hashed", "identityHash", "identityType"],
    properties: &[
        ("hashed", One, Flag),
        ("identityHash", One, Text),
        ("identityType", One, Text),
        ("salt", One, Text),
    ],
};

static ACHIEVEMENT: Class = Class {
    types: &["Achievement"],
    required: &["id", "name", "description", "criteria"],
    properties: &[
        ("id", One, Iri),
        ("name", One, Text),
        ("description", One, Text),
        ("criteria", One, Of(&CRITERIA)),
        ("achievementType", One, Text),
        ("alignment", List, Of(&ALIGNMENT)),
        ("creator", One, OfOrIri(&PROFILE)),
        ("creditsAvailable", One, Number),
        ("fieldOfStudy", One, Text),
        ("humanCode", One, Text),
        ("image", One, Of(&IMAGE)),
        ("inLanguage", One, Text),
        ("otherIdentifier", List, Of(&IDENTIFIER)),
        ("related", List, Of(&RELATED)),
        ("resultDescription", List, Of(&RESULT_DESCRIPTION)),
        ("specialization", One, Text),
        ("tag", List, Text),
        ("version", One, Text),
        ("endorsement", List, Of(&ENDORSEMENT)),
        ("endorsementJwt", List, Text),
    ],
};

static CRITERIA: Class = Class {
    types: &[],
    required: &[],
    properties: &[("id", One, Iri), ("narrative", One, Text)],
};

static ALIGNMENT: Class = Class {
    types: &["Alignment"],
    required: &["targetName", "targetUrl"],
    properties: &[
        ("targetName", One, Text),
        ("targetUrl", One, Iri),
        ("targetType", One, Text),
        ("targetCode", One, Text),
        ("targetDescription", One, Text),
        ("targetFramework", One, Text),
    ],
};

static RELATED: Class = Class {
    types: &["Related"],
    required: &["id"],
    properties: &[
        ("id", One, Iri),
        ("inLanguage", One, Text),
        ("version", One, Text),
    ],
};

static RESULT: Class = Class {
    types: &["Result"],
    required: &[],
    properties: &[
        ("achievedLevel", One, Iri),
        ("alignment", List, Of(&ALIGNMENT)),
        ("resultDescription", One, Iri),
        ("status", One, Text),
        ("value", One, Text),
    ],
};

static RESULT_DESCRIPTION: Class = Class {
    types: &["ResultDescription"],
    required: &["id", "name", "resultType"],
    properties: &[
        ("id", One, Iri),
        ("name", One, Text),
        ("resultType", One, Text),
        ("allowedValue", List, Text),
        ("alignment", List, Of(&ALIGNMENT)),
        ("requiredLevel", One, Iri),
        ("requiredValue", One, Text),
        ("valueMin", One, Text),
        ("valueMax", One, Text),
    ],
};

static EVIDENCE: Class = Class {
    types: &["Evidence"],
    required: &[],
    properties: &[
        ("id", One, Iri),
        ("name", One, Text),
        ("narrative", One, Text),
        ("description", One, Text),
        ("genre", One, Text),
        ("audience", One, Text),
    ],
};
