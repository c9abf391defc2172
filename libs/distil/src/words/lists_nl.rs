//! The Dutch words whose role is known, folded.

use super::class::Class;

pub(super) const LISTS: &[(Class, &str)] = &[
    (
        Class::STOP,
        "de het een der des den te om van voor in op aan met bij uit over onder tot door naar tegen tussen per sinds tijdens via na \
         vanuit binnen buiten rond langs volgens wegens vanwege dankzij gedurende ondanks zonder behalve \
         en of maar want dus noch als dan dat die dit deze wie wat waar wanneer hoe waarom welke welk omdat doordat zodat terwijl hoewel \
         nadat voordat tenzij mits indien zoals evenals alsook alsmede \
         ik je jij u hij zij ze het we wij jullie hen hun mij me jou hem haar ons onze mijn jouw uw zijn zich zichzelf elkaar men iemand \
         niemand iets niets iedereen alles er hier daar daarvoor daarbij daarmee hiervoor hierbij hiermee waarbij waarmee waarin waarvan ervan \
         ben bent is was waren geweest word wordt worden werd werden geworden heb hebt heeft hebben had hadden gehad kan kun kunt kunnen kon \
         konden moet moeten moest moesten mag mogen mocht mochten wil wilt willen wilde wilden zal zult zullen zou zouden ga gaat gaan ging \
         gingen doe doet doen deed deden laat laten blijft blijven bleef hoef hoeft hoeven \
         niet geen nooit nergens wel ook nog al alleen slechts vooral met name zelf zelfs heel zeer erg te meer minder meest minst veel weinig \
         vele enkele sommige alle elke elk ieder iedere ander andere anders beide zulke zo toch even eens weer vaak soms altijd steeds \
         reeds nu toen straks later eerder onlangs vandaag gisteren morgen eerst daarna vervolgens verder bovendien daarnaast echter immers namelijk \
         bijvoorbeeld bijv o.a etc enzovoort enz ca circa ongeveer bijna ruim minimaal maximaal tenminste minstens hooguit \
         af mee toe heen terug samen hetzelfde dezelfde 's 't 'n",
    ),
    (Class::COORDINATOR, "en of alsook alsmede evenals noch"),
    (
        Class::SUBORDINATOR,
        "maar want dus omdat doordat zodat terwijl hoewel nadat voordat tenzij mits indien als wanneer dat die wie waarbij waarmee waarin \
         echter toch daarentegen waarna zodra",
    ),
    (
        Class::NEGATOR,
        "geen niet nooit zonder noch evenmin nergens nauwelijks",
    ),
    (Class::ADVERB_NEGATOR, "niet nooit evenmin"),
    (
        Class::TURNS_BACK,
        "alleen slechts enkel louter zonder ontbreken onderschatten gering weinig niets geen minder onbelangrijk niet vergeten missen",
    ),
    (
        Class::PREDICATE,
        "ik je jij u hij zij ze we wij jullie wie ben bent is was waren word wordt worden werd werden heb hebt heeft hebben had hadden kan kun \
         kunt kunnen kon konden moet moeten moest mag mogen wil wilt willen wilde zal zullen zou zouden ga gaat gaan doe doet doen hoef hoeft \
         hoeven beschik beschikt beschikken ken kent kennen beheers beheerst weet weten werk werkt werken zoek zoekt zoeken vraag vraagt vragen leer leert \
         ervaring kennis vereist gevraagd nodig zoals bestaat bestaan omvat omvatten bevat bevatten behandelt behandelen krijgt krijgen gebruikt gebruiken",
    ),
    (
        Class::SKILL_TALK,
        "kennis ervaring vaardigheid vaardigheden vaardig competentie competenties bekwaam bekwaamheid bekwaamheden kunde deskundigheid expertise \
         opleiding opleidingen opgeleid diploma certificaat cursus cursussen training trainingen module modules vak vakken vakman vakmensen vakkennis les lessen \
         leerlijn leerdoel leerdoelen leeruitkomst leeruitkomsten leren leert geleerd onderwijs onderwijzen docent docenten student studenten \
         studeren studie studies leerling leerlingen deelnemer deelnemers kandidaat kandidaten sollicitant werkgever werkgevers werknemer werknemers medewerker medewerkers beheersing \
         beheerst beheersen beheers vacature functie functies taak taken beroep beroepen skill skills talent vereist vereiste eisen functie-eisen gevraagd zoeken zoekt \
         specialist specialisten professional professionals bijscholing omscholing scholing curriculum thuis werkervaring certificering microcredential",
    ),
    (
        Class::REQUIREMENT,
        "nodig vereist vereiste vereisten noodzakelijk verplicht verplichting gevraagd vraag eis must voorwaarde verwacht belang belangrijk relevant \
         onderdeel aan behandeld behandelt opgenomen aandacht in gebruikt gedaan toegepast essentieel nut nuttig zinvol gewenst pre van-toepassing \
         noodzaak reden aanleiding plicht behoefte onderwezen geleerd geoefend aangeboden besproken mogelijk toegestaan pluspunt bod",
    ),
    (Class::REPLACEMENT, "plaats anders ipv i.p.v"),
    (
        Class::SUBJECT,
        "geschiedenis chemie natuurkunde communicatie elektriciteit statistiek logistiek verkoop inkoop marketing administratie financien kunst muziek \
         dans toneel politiek economie klantenservice",
    ),
    (Class::JOINT, "van"),
    (
        Class::PREPOSITION,
        "van voor in op aan met bij uit over onder tot door naar tegen tussen per via na vanuit binnen rond",
    ),
    (Class::INFINITIVE_MARK, "te"),
    (Class::PASSIVE, "is zijn was waren word wordt worden werd werden"),
    (
        Class::SOFTWARE,
        "software programmeren programmeert programmeur programmeurs programmeertaal programmeertalen code coderen ontwikkelaar ontwikkelaars developer developers \
         backend frontend applicatie applicaties scripts script scripting app apps library framework frameworks databank database databases data \
         compiler webdevelopment statistiek analyses algoritme algoritmen ict it",
    ),
    (
        Class::COMMON,
        "jaar jaren maand maanden week weken dag dagen uur uren tijd moment keer plek mens mensen persoon personen man vrouw kind kinderen \
         groep groepen ding dingen zaak zaken deel delen soort vorm manier wijze geval voorbeeld vraag antwoord punt punten reden gevolg doel doelen \
         wereld land landen stad regio provincie gemeente overheid bedrijf bedrijven organisatie organisaties sector markt klant klanten collega \
         collega's team teams werk baan banen project projecten programma plan plannen proces processen systeem systemen resultaat resultaten \
         probleem problemen oplossing oplossingen mogelijkheid mogelijkheden kans kansen rol aantal procent euro geld kosten prijs \
         onderzoek rapport artikel hoofdstuk tabel figuur bron bronnen blad pagina onderwerp thema inhoud informatie gegevens data nieuws \
         goed goede beter beste groot grote groter klein kleine nieuw nieuwe oud oude jong jonge lang lange kort korte hoog hoge laag lage \
         snel snelle eigen verschillende belangrijk belangrijke nodig mogelijk eerste tweede derde laatste volgende vorige vier vijf zes zeven acht \
         negen tien twee drie maken maakt gemaakt geven geeft gegeven komen komt gekomen zien ziet gezien zeggen zegt gezegd nemen neemt staan \
         staat krijgen krijgt vinden vindt gevonden houden houdt brengen brengt denken denkt gebruiken gebruikt zorgen zorgt werken werkt helpen helpt \
         beginnen begint vragen vraagt tonen toont blijken blijkt spreken spreekt spelen speelt leren leert kennen willen bestaan bestaat \
         zoeken zoekt bieden biedt volgen volgt ontvangen verwachten stellen stelt zetten zet leggen legt lopen loopt rijden bouwen vervoer contact omgang begrip \
         sport recht wet wetten religie transport planning rooster samenwerking veiligheid \
         milieu klimaat energie landbouw bouw zorg onderwijs handel industrie productie levering beheer onderhoud beleid \
         gevoel techniek ruimte kwaliteit toekomst ontwikkeling ontwikkelingen aanpak basis inzet ondersteuning begeleiding verandering veranderingen \
         afdeling medewerker medewerkers functie taken taak ervaring kennis vaardigheden opleiding cursus",
    ),
];
