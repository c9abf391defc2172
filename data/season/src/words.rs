//! The words of the season, in Dutch. Everything is invented; no sentence names a person.

use contracts::programme::v1::OrganisationKind;

use crate::cast::{Block, Seat};

const TRANSITION_TOPICS: [&str; 9] = [
    "Vakmensen voor warmtenetten",
    "Zij-instroom warmtepompen",
    "Circulair slopen en oogsten",
    "Technici voor het volle stroomnet",
    "Waterstof in de procesindustrie",
    "Isoleren in de wijk",
    "Batterijen veilig hergebruiken",
    "Onderhoud van wind op zee",
    "Biogrondstoffen verwerken",
];
const PROVIDER_TOPICS: [&str; 9] = [
    "Flexibel leren naast het werk",
    "Docenten die volwassenen lesgeven",
    "Microcredentials in de praktijk",
    "Modulair mbo voor werkenden",
    "Leren op de werkplek erkennen",
    "Eén loket voor de lerende professional",
    "Instapmomenten het hele jaar",
    "Skillspaspoort voor technici",
    "Maatwerk voor kleine bedrijven",
];

/// Place of a project's topic among those of its block, before going round.
#[must_use]
pub fn topic_place(seat: &Seat) -> usize {
    seat.number as usize
}

/// What a project is about, in a few words.
#[must_use]
pub fn topic(seat: &Seat) -> &'static str {
    let topics = match seat.block {
        Block::Transitions => TRANSITION_TOPICS,
        Block::Professionalisation => PROVIDER_TOPICS,
    };
    topics[topic_place(seat) % topics.len()]
}

/// The summary of a project.
#[must_use]
pub fn summary(seat: &Seat, topic: &str, region: &str) -> String {
    let means = match seat.block {
        Block::Transitions => {
            "Onderwijs, arbeidsorganisaties, overheid en bewoners bepalen samen welke vaardigheden de regio nodig heeft en beproeven daar korte opleidingen voor."
        }
        Block::Professionalisation => {
            "De opleiders maken hun aanbod geschikt voor volwassenen: korter, flexibeler en met erkenning van wat mensen al kunnen."
        }
    };
    format!("Verzonnen voorbeeldproject rond \"{topic}\" in {region}. {means}")
}

/// The role of a partner.
#[must_use]
pub fn role(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Mbo | OrganisationKind::Hbo | OrganisationKind::Wo => "publieke opleider",
        OrganisationKind::PrivateProvider => "particuliere opleider",
        OrganisationKind::Employer => "arbeidsorganisatie",
        OrganisationKind::UmbrellaBody => "koepel",
        OrganisationKind::SectorBody => "brancheorganisatie",
        OrganisationKind::TrainingFund => "opleidingsfonds",
        OrganisationKind::Municipality => "gemeente",
        OrganisationKind::Province => "provincie",
        OrganisationKind::Other | OrganisationKind::Unspecified => "betrokken organisatie",
    }
}

/// Titles of milestones, in the order in which they are reached.
#[must_use]
pub fn milestones(block: Block) -> &'static [&'static str] {
    match block {
        Block::Transitions => &[
            "Samenwerkingsovereenkomst getekend",
            "Competentieknelpunten vastgesteld",
            "Vraagarticulatie afgerond",
            "Ontwerp van de eerste oplossing vastgesteld",
            "Eerste groep deelnemers gestart",
            "Eerste groep geëvalueerd",
            "Tweede oplossing beproefd",
            "Oplossing overgedragen aan andere regio's",
        ],
        Block::Professionalisation => &[
            "Nulmeting met volwassenheidsscan afgerond",
            "Ontwikkelplan voor docenten vastgesteld",
            "Eerste modules open voor inschrijving",
            "Afspraken over erkenning vastgesteld",
            "Eerste docenten geschoold",
            "Microcredentials gepubliceerd",
            "Tweede volwassenheidsscan afgerond",
            "Aanbod opgenomen in de staande organisatie",
        ],
    }
}

/// Activities of a project: identifier and title.
#[must_use]
pub fn activities(block: Block) -> [(&'static str, &'static str); 3] {
    match block {
        Block::Transitions => [
            ("a1", "Vraagarticulatie met werkgevers en bewoners"),
            ("a2", "Ontwerpen en beproeven van opleidingen"),
            ("a3", "Delen en hergebruiken buiten de regio"),
        ],
        Block::Professionalisation => [
            ("a1", "Aanbod ombouwen tot modules voor volwassenen"),
            ("a2", "Docenten scholen in het lesgeven aan volwassenen"),
            ("a3", "Erkennen van eerder geleerde vaardigheden"),
        ],
    }
}

/// Target groups of a project.
#[must_use]
pub fn target_groups(block: Block) -> [&'static str; 2] {
    match block {
        Block::Transitions => ["technici in loondienst", "zij-instromers"],
        Block::Professionalisation => ["werkende volwassenen", "werkzoekenden en zelfstandigen"],
    }
}

/// Highlights when the work goes as planned.
pub const HIGHLIGHTS_WELL: [&str; 6] = [
    "De samenwerking loopt goed en de eerste resultaten zijn zichtbaar in de regio.",
    "Een nieuwe groep deelnemers is gestart; werkgevers geven hun mensen er tijd voor.",
    "Het ontwerp is met deelnemers aangescherpt en opnieuw uitgevoerd.",
    "Twee opleiders bieden de modules nu onder dezelfde voorwaarden aan.",
    "De werksessies met werkgevers leverden een scherper beeld van de vraag op.",
    "De instroom is hoger dan verwacht, vooral onder mensen zonder diploma in de techniek.",
];
/// Highlights when the work lags behind.
pub const HIGHLIGHTS_BEHIND: [&str; 4] = [
    "De werving van deelnemers blijft achter; de eerste groep start later dan gepland.",
    "Door vertrek van een kartrekker bij een van de opleiders liep het ontwerp vertraging op.",
    "De vraag van werkgevers is duidelijk, maar het rooster van de opleiders past er nog niet op.",
    "Het samenwerkingsverband heeft meer tijd nodig om tot één gedeeld ontwerp te komen.",
];
/// What projects saw of the learning culture.
pub const LEARNING_CULTURE: [&str; 7] = [
    "Leidinggevenden bespreken leren nu in het werkoverleg; deelnemers noemen dat als belangrijkste steun.",
    "Medewerkers leren liever in korte blokken op de werkvloer dan een dag per week op school.",
    "In kleine bedrijven ontbreekt vervanging, waardoor leren vooral in de avond gebeurt.",
    "Collega's die al deelnamen halen anderen over; een open inloopmiddag werkte beter dan een brief.",
    "De urgentie wordt gevoeld bij nieuwe apparatuur, en veel minder bij veranderende regels.",
    "Deelnemers zonder recente schoolervaring vroegen om een rustige start en een vast aanspreekpunt.",
    "Bedrijven die leertijd inplannen zien minder uitval dan bedrijven die het aan de medewerker laten.",
];
/// Risks with their measures.
pub const RISKS: [(&str, &str); 5] = [
    (
        "Te weinig deelnemers in de tweede helft van het jaar",
        "Werving samen met het leerwerkloket en een extra startmoment",
    ),
    (
        "Docenten zijn door krapte beperkt inzetbaar",
        "Gastlessen door vakmensen van de partners",
    ),
    (
        "Apparatuur voor praktijklessen wordt laat geleverd",
        "Tijdelijk gebruik van de werkplaats van een partner",
    ),
    (
        "Werkgevers stellen leertijd uit bij drukte",
        "Afspraken over leertijd vastgelegd per kwartaal",
    ),
    (
        "Regels over erkenning veranderen tijdens het project",
        "Halfjaarlijks overleg met de andere projecten in de bouwsteen",
    ),
];
/// Deviations from the plan.
pub const DEVIATIONS: [&str; 4] = [
    "Een deel van de bijeenkomsten is online gehouden; dat bespaart kosten en verandert de doelen niet.",
    "De volgorde van twee activiteiten is omgedraaid omdat werkgevers eerder konden beginnen.",
    "De evaluatie schuift enkele weken op, binnen de ruimte van het plan.",
    "Een partner levert uren in plaats van materiaal; de begroting is per saldo gelijk.",
];
/// What partners ran into.
pub const PARTNER_PROBLEMS: [&str; 3] = [
    "De verdeling van uren tussen twee opleiders leidde tot discussie en is in de stuurgroep opgelost.",
    "Een bedrijf trok zich tijdelijk terug wegens een reorganisatie; de andere partners vangen dit op.",
    "Gegevens over inschrijvingen worden per opleider anders geteld; er is nu één gezamenlijke telwijze.",
];
/// What the hub asks of projects.
pub const QUESTIONS: [&str; 6] = [
    "Licht toe hoe het aantal deelnemers is geteld en of dubbele inschrijvingen zijn uitgesloten.",
    "Welke stappen zet u om de achterstand op de planning in te lopen?",
    "Beschrijf hoe bewoners bij het ontwerp zijn betrokken.",
    "Hoe blijft het aanbod bestaan nadat de subsidie is afgelopen?",
    "Welke afspraken maakt u met het project in de buurregio dat zich op dezelfde doelgroep richt?",
    "Onderbouw de hogere inzet van externe deskundigen ten opzichte van de begroting.",
];
/// What projects answer.
pub const ANSWERS: [&str; 5] = [
    "Elke inschrijving is nu aan één opleiding gekoppeld; dubbele inschrijvingen zijn verwijderd.",
    "Er is een extra startmoment gepland en de werving verloopt voortaan via twee kanalen.",
    "Bewoners nemen deel aan het ontwerpteam en beoordelen elke versie van het programma.",
    "De opleiders nemen de modules op in hun reguliere aanbod; dit is bestuurlijk vastgelegd.",
    "Met het buurproject is een gezamenlijke werving afgesproken en is de doelgroep verdeeld.",
];
/// Why a report is returned.
pub const RETURN_REASONS: [&str; 4] = [
    "De toelichting op de achterblijvende resultaten ontbreekt; vul deze aan.",
    "De realisatie per categorie sluit niet aan op de beschreven activiteiten; licht het verschil toe.",
    "De vraag over de leercultuur is niet beantwoord voor de regio's buiten de hoofdregio.",
    "Bij twee resultaten ontbreekt de vindplaats van het bewijs.",
];
/// What projects add to a returned report.
pub const ADDITIONS: [&str; 3] = [
    "Aangevuld na terugkoppeling: de oorzaken van de achterstand en de maatregelen zijn beschreven.",
    "Aangevuld na terugkoppeling: de realisatie is per activiteit uitgesplitst.",
    "Aangevuld na terugkoppeling: de bevindingen zijn per regio toegelicht.",
];
/// Notes with which a report is accepted.
pub const ACCEPTANCE_NOTES: [&str; 3] = [
    "Volledig en navolgbaar; dank voor de heldere toelichting.",
    "Akkoord op inhoud en cijfers.",
    "Akkoord; de aandachtspunten komen terug in de volgende rapportage.",
];
/// How far the goals were reached, in a final report.
pub const GOAL_ATTAINMENT: [&str; 3] = [
    "De doelen zijn vrijwel geheel bereikt; de opleidingen worden voortgezet door de partners zelf.",
    "Het doel voor deelnemers is gehaald, dat voor hergebruik buiten de regio deels.",
    "De kern van het doel is bereikt; de werving kostte meer tijd dan voorzien en de laatste groep was kleiner.",
];
