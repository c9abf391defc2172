# De woorden van de opdrachtregel, in het Nederlands. Elke sleutel staat ook in en/cli.ftl.

## Headings of help

heading-usage = Gebruik
heading-commands = Opdrachten
value-command = OPDRACHT
heading-arguments = Argumenten
heading-options = Opties
heading-global = Opties van elke opdracht

## What commands do

about = Het Landelijk Schakelpunt van de LLO-Katalysator: draai het, of werk ermee.
about-up = Start het hele schakelpunt in één proces
about-serve = Start een of meer blokken als eigen proces
about-migrate = Breng de databases van de blokken bij de tijd
about-rebuild = Bouw een overzichtsmodel opnieuw op uit het logboek
about-config = Bekijk de configuratie
about-config-check = Lees en controleer de hele configuratie zonder iets te starten
about-config-nats = Schrijf waarmee de NATS voor andere programma’s wordt gestart
about-load = Laad gegevensbestanden (JSON Lines); opnieuw laden verandert niets
about-overview = Het landelijk overzicht, of een deel ervan
about-project = Projecten
about-project-list = Projecten met hun oordeel
about-project-show = Alles over één project
about-report = Voortgangsrapportages, van begin tot goedkeuring
about-report-start = Begin een rapportage, vooraf ingevuld
about-report-fill = Vul onderdelen van een rapportage in
about-report-submit = Dien een rapportage in
about-report-review = Neem een ingediende rapportage in behandeling
about-report-return = Geef een rapportage terug aan het project, met de reden
about-report-accept = Aanvaard een rapportage
about-report-approve = Keur een aanvaarde rapportage goed
about-report-reopen = Heropen een rapportage om haar te corrigeren
about-report-show = Toon een rapportage
about-obligations = De kalender van rapportages, met wat te laat is
about-attention = Aandachtspunten
about-attention-list = De aandachtspunten van een project
about-attention-raise = Stel een aandachtspunt
about-attention-answer = Beantwoord een aandachtspunt buiten een rapportage om
about-attention-close = Sluit een beantwoord aandachtspunt
about-feedback = Terugkoppeling: wat een project of werkgroep van het schakelpunt terugkrijgt
about-feedback-project = Terugkoppeling voor een project
about-feedback-workgroup = Terugkoppeling voor een werkgroep
about-events = Gepubliceerde gebeurtenissen uit het grootboek
about-ledger = Het grootboek als bewijsbaar logboek: controleren en bewijzen
about-ledger-verify = Reken het hele grootboek na en noem de eerste positie die niet klopt
about-ledger-proof = Schrijf het bewijs dat een gebeurtenis in het grootboek staat
about-ledger-check = Controleer zo’n bewijs zonder netwerk
about-explain = De regel en de gebeurtenissen achter een cijfer
about-token = Maak een token voor ontwikkeling
about-completions = Aanvullingen voor een shell
about-help = Uitleg bij een opdracht

## What arguments mean

arg-help = Toon deze uitleg
arg-version = Toon de versie
arg-address = Adres van het schakelpunt, zoals https://schakelpunt.example.nl; zonder: het schakelpunt dat uit de gegevensmap draait
arg-token = Toegangstoken; anders SCHAKELPUNT_TOKEN
arg-token-file = Bestand met het toegangstoken
arg-acting-as = Ontwikkeling: handel in deze rol, zoals project-lead:llo-101; mag vaker
arg-output = Vorm van het antwoord
arg-lang = Taal
arg-timeout = Seconden die een aanroep mag duren
arg-ca-file = Certificaten (PEM) van wie voor het schakelpunt instaat; zonder: de gangbare openbare
arg-data-files = Map met de gegevensbestanden die geladen worden
arg-data-dir = Gegevensmap van een schakelpunt op deze machine
arg-with-example-season = Laad ook de verzonnen projecten van het voorbeeldseizoen
arg-config = Configuratiebestand
arg-blocks = Blokken, zoals programme, ledger en insight
arg-database-url = De database; zonder: die van de configuratie
arg-projections = De overzichtsmodellen: namen van die van insight, `all` voor alle, of `programme/<naam>`
arg-file = Bestand
arg-config-check-file = Configuratiebestand; zonder: wat een schakelpunt hier zou lezen
arg-config-nats-file = Configuratiebestand van het schakelpunt
arg-config-nats-accounts = Map waarin de server accounts bewaart
arg-files = Bestanden; - is de standaardinvoer
arg-concurrency = Hoeveel aanroepen tegelijk
arg-check = Lees en controleer alleen; er wordt niets verstuurd
arg-stop-at-first-error = Stop bij de eerste regel die mislukt
arg-token-for = Token voor regels met "as", waar geen ontwikkelsleutel is; mag vaker
arg-retry-for = Hoeveel seconden blijven proberen als het schakelpunt weg is
arg-block = Bouwsteen: radar, transitions, professionalisation of culture
arg-theme = Thema
arg-tranche = Tranche (aanvraagronde)
arg-region = Arbeidsmarktregio, zoals AM01
arg-workgroup = Werkgroep
arg-by = Uitgesplitst naar
arg-figures = Noem bij elk cijfer hoe het heet, voor "explain"
arg-consistency-token = Wacht tot de wijziging van dit token in het antwoord zit
arg-state = Alleen in deze staat
arg-colour = Alleen met dit oordeel
arg-search = Woorden in naam of kenmerk
arg-order-by = Volgorde: project_id, name, starts_on, ends_on of judgement; met " desc" omgekeerd
arg-limit = Hoogstens zoveel; zonder: alles
arg-page-token = Ga verder na een eerder antwoord dat werd afgekapt
arg-project = Het project
arg-project-show-plan = Toon het plan met zijn wijzigingen in plaats van de stand
arg-period = Periode, zoals 2024-H2
arg-final-report = De eindrapportage in plaats van een voortgangsrapportage
arg-request-id = Kenmerk (UUID) van dit verzoek: hetzelfde verzoek wordt één keer uitgevoerd
arg-report = De rapportage, zoals llo-101_2024-H2_progress
arg-note = Toelichting aan het project
arg-attention-close-note = Waarom het is afgedaan
arg-reason = Waarom
arg-report-fill-file = Onderdelen als JSON van ReportContent; - is de standaardinvoer
arg-section = Neem alleen dit onderdeel over, ook als het leeg is; mag vaker
arg-highlights = Hoogtepunten
arg-deviations = Afwijkingen van het plan
arg-partner-problems = Problemen tussen partners
arg-learning-culture = Wat het project deed aan en zag van de leercultuur
arg-goal-attainment = In een eindrapportage: doelbereik
arg-cofinancing = Gerealiseerde cofinanciering vanaf het begin, in euro, zoals 12500,00
arg-answer = Antwoord op een aandachtspunt; mag vaker
arg-achieved = Mijlpaal behaald op deze dag; mag vaker
arg-result = Waarde van een indicator aan het eind van de periode; mag vaker
arg-realised = Gerealiseerde kosten van een categorie vanaf het begin, in euro; mag vaker
arg-expected-version = Versie waarop deze wijziging berust; geweigerd als de rapportage verder is
arg-late = Alleen wat open staat en over de datum is
arg-from = Vanaf deze dag, JJJJ-MM-DD
arg-to = Tot en met deze dag, JJJJ-MM-DD
arg-open = Alleen wat niet gesloten is
arg-text = De tekst
arg-id = Het kenmerk
arg-attention-raise-id = Kenmerk binnen het project; zonder: zelf bedacht
arg-attention-raise-report = Rapportage waarover het gaat
arg-format = Vorm; zonder: zoals --output
arg-events-from = Eerste positie in het grootboek
arg-events-block = Alleen van deze bouwsteen; mag vaker
arg-events-project = Alleen van dit project; mag vaker
arg-events-region = Alleen van deze regio; mag vaker
arg-events-theme = Alleen van dit thema; mag vaker
arg-events-limit = Stop na zoveel
arg-follow = Ga door met nieuwe gebeurtenissen, tot Ctrl-C
arg-types = Alleen dit CloudEvents-type; mag vaker
arg-publisher = Alleen van deze dienst, zoals programme; mag vaker
arg-data = Toon ook wat elke gebeurtenis zegt
arg-figure = Het cijfer, zoals "overview --figures" het noemt
arg-roles = Rol met bereik, zoals project-lead:llo-101; mag vaker
arg-subject = Voor wie het token is; zonder: afgeleid van de rollen
arg-ttl = Hoe lang het geldt, zoals 90s, 15m of 8h
arg-key-file = De ontwikkelsleutel, in plaats van die in de gegevensmap
arg-shell = De shell
arg-command = De opdracht, zoals project list
arg-ledger-verify-from = Ga verder vanaf dit bewaarde checkpoint; wat het dekt is eerder bewezen
arg-tables = Rechtstreeks uit de database, op één moment en zonder iets te wijzigen
arg-verifier-keys = Publieke sleutel die te vertrouwen is, of een bestand ermee; mag vaker
arg-save = Bewaar hier het nieuwe checkpoint, voor --from de volgende keer
arg-readers = Hoeveel lezers tegelijk werken; zonder: twee per rekenkern
arg-event = Positie, gebeurtenis zoals programme-000000000042, of het consistentiemerk van een ontvangstbewijs
arg-proof-file = Bestand om het bewijs in te schrijven; zonder: standaarduitvoer
arg-receipt = Het bewijs

## Wrong usage

error = Fout
usage-hint = Meer weten? Probeer --help.
usage-unknown-command = onbekende opdracht `{ $command }`
usage-unknown-argument = onbekende optie of argument te veel: `{ $argument }`
usage-missing-argument = er ontbreekt: { $argument }
usage-missing-command = er ontbreekt een opdracht
usage-missing-value = bij `{ $argument }` ontbreekt de waarde
usage-invalid-value = `{ $value }` past niet bij `{ $argument }`
usage-conflict = `{ $argument }` gaat niet samen met `{ $other }`
usage-choices = kies uit { $choices }
usage-suggestion = bedoelde u `{ $suggestion }`?
address-malformed = `{ $address }` is geen adres van een schakelpunt: { $error }
token-malformed = het token bevat tekens die in geen token voorkomen
fill-nothing = er is niets om in te vullen: geef --file of een van de andere opties
fill-unknown-entry = { $option }: de rapportage heeft geen `{ $name }`; wel: { $known }

## What stands in the way here

file-unusable = { $file }: { $error }
output-failed = het antwoord kan niet geschreven worden: { $error }
no-hub-here = er draait geen schakelpunt uit { $place }; start er een met `schakelpunt up`, of geef --address
no-development-issuer = er is geen bruikbare ontwikkelsleutel in { $place } ({ $error }); geef --token of --token-file, of start een schakelpunt met `schakelpunt up`
verifier-key-unusable = `{ $key }` is geen publieke sleutel: { $error }
token-unusable = `{ $token }` is geen consistentiemerk: { $error }
checkpoint-refused = { $place } is geen checkpoint dat te vertrouwen is: { $error }
receipt-refused = { $place } bewijst niets: { $error }
proof-refused = het bewijs van het schakelpunt klopt niet: { $error }
proof-no-event = bewezen zijn bytes die geen gebeurtenis van het schakelpunt zijn: { $error }
verify-forbidden = { $file } wordt alleen gegeven aan de rollen auditor, operator en hub-service; geef een token daarvoor

## Refusals

refused = Geweigerd
hint-unreachable = Draait het schakelpunt, en klopt het adres? Start het met `schakelpunt up`, of geef --address.
hint-token = Geef een token met --token-file of SCHAKELPUNT_TOKEN; bij ontwikkeling volstaat --as ROL[:BEREIK].
hint-read = Wat te doen: { $page }

## Loading

line-too-long = de regel is { $bytes } bytes; hoogstens { $most } mag
line-not-utf8 = geen geldige UTF-8 vanaf byte { $byte }
line-not-json = kolom { $column }: { $error }
line-invalid = een regel is een `about`, of een `call` met een `request` (en `as`)
line-repeated = hetzelfde verzoek als regel { $line }, en daarom één keer uitgevoerd; geef een eigen request_id als het echt twee keer gebeurt
request-invalid = { $field }: { $error }
role-invalid = as: { $error }
role-without-token = geen token voor { $role }: er is hier geen ontwikkelsleutel; geef --token-for { $role }=BESTAND
call-unknown = het contract kent geen `{ $call }`
call-ambiguous = `{ $call }` komt vaker voor; schrijf { $choices }
call-streams = `{ $call }` geeft een stroom en kan niet geladen worden
about-missing = het bestand begint niet met een regel `about` die zegt wat het is; er is niets geladen
about-again = er is al een regel `about`
about-without-source = about.source is leeg: waar komen de gegevens vandaan?
waited-in-vain = in het antwoord kwam niet waarop de regel wacht; kijk wat de blokken zeggen, en laad opnieuw
load-unreadable = { $error }
load-stopped = Gestopt voor het einde. Laad dezelfde bestanden opnieuw: wat er al is, wordt overgeslagen.
load-checked = Alleen gecontroleerd: er is niets verstuurd.
load-file = Laden: { $file }
load-progress = { $file }: regel { $line }
load-away = { $file }: regel { $line }; het schakelpunt is weg, opnieuw proberen

## Freshness, receipts, pages

example = voorbeeld
late = te laat
freshness = Bijgewerkt tot grootboekpositie { $position } ({ $moment }), { $age } oud.
freshness-direct = Rechtstreeks uit het logboek van blok { $block }, { $moment }.
freshness-unknown = Niet bekend tot waar dit is bijgewerkt.
age-seconds = { $number } seconden
age-minutes = { $number } minuten
age-hours = { $number } uur
age-days = { $number } dagen
receipt-recorded = Vastgelegd: { $id }, versie { $version }, { $moment }.
receipt-repeated = Was al vastgelegd met ditzelfde verzoek: { $id }, versie { $version }, { $moment }.
receipt-unchanged = Er hoefde niets te veranderen: { $id }, versie { $version }.
consistency-token = Consistentietoken
next-page = Er is meer; ga verder met --page-token
projects-shown = { $shown } van { $total } projecten
events-read = { $seen } gebeurtenissen; gelezen tot positie { $position }, nieuwste is { $head }.
events-reconnecting = De verbinding is weg; opnieuw verbinden.

## Headings of answers

overview-heading = Landelijk overzicht op { $day }
overview-examples = Let op: verzonnen projecten van het voorbeeldseizoen tellen mee (voorbeeld).
status-as-of = Stand op { $day }, planversie { $version }
section-projects = Projecten
section-milestones = Mijlpalen
section-money = Geld
section-reports = Rapportages
section-indicators = Indicatoren
section-attention = Aandachtspunten
section-revisions = Planwijzigingen
section-change-requests = Wijzigingsverzoeken
section-dependencies = Afhankelijkheden
section-activities = Activiteiten
section-deliverables = Producten
section-risks = Risico's
section-target-groups = Doelgroepen
section-evidence = Bewijs
section-history = Verloop
content-highlights = Hoogtepunten
content-deviations = Afwijkingen van het plan
content-partner-problems = Problemen tussen partners
content-learning-culture = Leercultuur
content-goal-attainment = Doelbereik
explain-rule = Regel
explain-not-additive = Dit cijfer mag niet worden opgeteld bij dat van andere groepen: er zou dubbel geteld worden.
explain-events = Gemaakt uit { $total } gebeurtenissen
indicator-never-summed = { $name }: telt niet op, daarom per project
indicator-per-project = { $name }, per project
attention-open = Open aandachtspunten
attention-point = Aandachtspunt
budget-planned = Begroot
cofinancing = Cofinanciering
cofinancing-realised = Gerealiseerde cofinanciering
plan-version = Planversie
response-due = Antwoord van het schakelpunt uiterlijk
response-overdue = ! Het schakelpunt is zelf te laat met zijn antwoord.
reports-due = Moesten er zijn
reports-in = Binnen
reports-missing = Ontbreken
reports-late = Te laat binnen
reports-response-overdue = Schakelpunt te laat met antwoord
reports-waiting = Wacht op { $on } (oudste { $days } dagen)
none-groups = Niets om te tonen.
none-projects = Geen projecten.
none-milestones = Geen mijlpalen.
none-indicators = Geen indicatoren.
none-obligations = Geen rapportageverplichtingen.
none-attention = Geen aandachtspunten.
none-revisions = Geen wijzigingen.
none-events = Geen gebeurtenissen.

## Headings of columns

column-group = Groep
column-what = Wat
column-value = Waarde
column-figure = Cijfer
column-project = Project
column-name = Naam
column-title = Titel
column-judgement = Oordeel
column-state = Staat
column-block = Bouwsteen
column-workgroup = Werkgroep
column-theme = Thema
column-tranche = Tranche
column-size = Omvang
column-regions = Regio's
column-ends = Einddatum
column-term = Looptijd
column-milestone = Mijlpaal
column-milestones-late = Mijlpalen te laat
column-on-time = Op tijd
column-closed = Afgesloten
column-due = Verwacht
column-due-on = Uiterlijk
column-missing = Ontbreekt
column-late = Te laat
column-attention = Aandachtspunten
column-slip = Uitloop (dagen)
column-waits-for = Wacht op
column-indicator = Indicator
column-unit = Eenheid
column-aggregation = Optelling
column-baseline = Nulmeting
column-target = Streefwaarde
column-reported = Gerapporteerd
column-observed = Waargenomen
column-attainment = Doelbereik
column-period = Periode
column-kind = Soort
column-days-late = Dagen te laat
column-report = Rapportage
column-waits-on = Wacht op
column-days = Dagen
column-answer-by = Antwoord voor
column-id = Kenmerk
column-raised = Gesteld
column-question = Vraag
column-answer = Antwoord
column-position = Positie
column-when = Wanneer
column-type = Type
column-subject = Onderwerp
column-contribution = Bijdrage
column-submitted = Ingediend
column-revision = Correctieronde
column-version = Versie
column-previous = Vorige
column-now = Nu
column-before = Was
column-explanation = Toelichting
column-achieved = Behaald
column-expected = Verwacht op
column-category = Categorie
column-planned = Gepland
column-realised = Gerealiseerd
column-where = Waar
column-risk = Risico
column-measure = Maatregel
column-likelihood = Kans
column-impact = Gevolg
column-target-group = Doelgroep
column-reached = Bereikt
column-note = Toelichting
column-old = Oud
column-new = Nieuw
column-reason = Reden
column-decision = Besluit
column-file = Bestand
column-source = Bron
column-lines = Regels
column-done = Gedaan
column-already = Was er al
column-without-receipt = Zonder vastlegging
column-refused = Mislukt

## States

project-state-unspecified = onbekend
project-state-registered = geregistreerd
project-state-running = lopend
project-state-finished = beëindigd
project-state-stopped = gestopt
project-state-closed = afgesloten
size-class-unspecified = onbekend
size-class-small = klein
size-class-large = groot
money-state-unspecified = onbekend
money-state-reserved = gereserveerd
money-state-conditional = voorwaardelijk
money-state-granted = verleend
money-state-committed = verplicht
money-state-paid = betaald
money-state-realised = gerealiseerd
milestone-state-unspecified = onbekend
milestone-state-planned = gepland
milestone-state-rescheduled = verschoven
milestone-state-achieved = behaald
milestone-state-dropped = vervallen
change-request-state-unspecified = onbekend
change-request-state-requested = gevraagd
change-request-state-approved = goedgekeurd
change-request-state-rejected = afgewezen
change-request-state-carried-out = uitgevoerd
report-state-unspecified = onbekend
report-state-draft = concept
report-state-submitted = ingediend
report-state-in-review = in behandeling
report-state-returned = teruggegeven
report-state-accepted = aanvaard
report-state-approved = goedgekeurd
report-kind-unspecified = onbekend
report-kind-progress = voortgang
report-kind-final = eind
obligation-state-unspecified = onbekend
obligation-state-scheduled = gepland
obligation-state-reminder-due = nadert
obligation-state-overdue = te laat
obligation-state-fulfilled = voldaan
obligation-state-waived = ontheven
work-state-unspecified = –
work-state-not-started = niet begonnen
work-state-on-schedule = op schema
work-state-behind = loopt achter
work-state-done = klaar
work-state-dropped = vervallen
attention-point-state-unspecified = onbekend
attention-point-state-raised = gesteld
attention-point-state-answered = beantwoord
attention-point-state-closed = gesloten
aggregation-unspecified = onbekend
aggregation-sum = som
aggregation-last = nieuwste
aggregation-max = hoogste
aggregation-ratio = verhouding
aggregation-distinct = verschillende
aggregation-none = telt niet op
colour-unspecified = geen oordeel
colour-green = groen
colour-amber = oranje
colour-red = rood
waits-on-unspecified = –
waits-on-project = het project
waits-on-reviewer = de beoordelaar
waits-on-approver = de goedkeurder
waits-on-decider = de beslisser
waits-on-other-project = een ander project
audience-unspecified = onbekend
audience-public = openbaar
audience-programmes = programma's
audience-hub = alleen het schakelpunt

## Een hub starten
up-addresses =
    Het Landelijk Schakelpunt draait.
      aanroepen (gRPC): { $calls }
      gezondheid en metingen: { $operations }/readyz en { $operations }/metrics
      gegevensmap: { $home }
up-tokens = Tokens voor ontwikkeling, ook in { $file }:
up-stays = Stop met Ctrl-C. In een ander venster: `{ $program } project list --as national-coordinator`.

## De configuratie bekijken
config-usable =
    De configuratie is bruikbaar.
      profile: { $profile }
      listen: { $listen }
      operations: { $operations }
      database: { $database }
      broker: { $broker }
      identity.issuers: { $issuers }
config-present = opgegeven
config-absent = niet opgegeven; `serve` heeft het nodig, `up` start dan een eigen server

## Het grootboek controleren
verify-progress = Nagerekend: { $position } van { $last }
verify-proven = ✓ Bewezen: { $entries } posities nagerekend, tot en met { $position } ({ $speed } per seconde).
verify-covered = Tot en met positie { $position } was het grootboek eerder bewezen; het is sindsdien alleen gegroeid, of hieronder staat waar niet.
verify-signed = Getekend tot en met positie { $position }; nieuwer en nog niet getekend: { $waiting }.
verify-wrong = Het grootboek is niet bewezen. De eerste regel noemt de eerste positie die niet klopt.
verify-at = positie { $position }
verify-among = ergens van positie { $first } tot en met { $last }
verify-held = Het grootboek wordt na herstel weer gevuld: { $number } gebeurtenissen wachten op hun plaats.
verify-dependent = Let op: er is niets onafhankelijks vertrouwd. De sleutels komen van het schakelpunt zelf; geef met --key de sleutel die u langs een andere weg kreeg.
ledger-origin = Logboek
ledger-root = Wortel van de boom
ledger-key = Vertrouwde sleutel
ledger-witnessed = Gezien door getuige { $name }, { $time }
proof-written = { $id } staat op positie { $position }, onder een checkpoint van { $size }. Bewijs: { $file }
receipt-holds = ✓ Bewezen: positie { $position } van het logboek { $origin }, onder een getekend checkpoint van { $size } posities.
receipt-unchecked = Niet gecontroleerde handtekeningen van
event-id = Gebeurtenis
event-type = Soort
event-subject = Onderwerp
event-time = Tijd
event-source = Bron
event-sequence = Nummer bij het blok (plaats in zijn logboek)
event-building-block = Bouwblok
event-project = Project
event-regions = Regio’s
event-theme = Thema
event-audience = Bestemd voor
event-data = Inhoud
wrong-entry-missing = hier ontbreekt een gebeurtenis
wrong-entry-extra = hier staat een gebeurtenis te veel
wrong-leaf-hash = de bytes geven een andere hash dan erbij staat; bewaard { $found }, van de bytes { $proven }
wrong-remembered-leaf = de bytes geven een andere hash dan het schakelpunt buiten de database onthield; onthouden { $found }, van de bytes { $proven }
wrong-not-an-event = de bytes zijn geen gebeurtenis van het schakelpunt: { $detail }
wrong-column = { $column } zegt `{ $found }`, de bytes zeggen `{ $proven }`
wrong-sequence = van blok { $block } moet hier nummer { $expected } staan, en er staat { $found }
wrong-log-position = van blok { $block } komt plaats { $found } na plaats { $before } van zijn logboek
wrong-event-repeated = gebeurtenis { $id } staat er twee keer
wrong-recorded-at = recorded_at is { $found }; ernaast staat { $before }: de tijd gaat terug
wrong-tile-hash = { $tile } heeft een andere hash; bewaard { $found }, van de gebeurtenissen { $proven }
wrong-tile-root = de hash die bij { $tile } als geheel staat, klopt niet
wrong-tile-unusable = { $tile } is onbruikbaar: { $detail }
wrong-tile-extra = { $tile } gaat over gebeurtenissen die er niet zijn
wrong-root = met { $size } gebeurtenissen hoort de wortel { $proven } te zijn; { $claimant ->
    [HEAD] ledger_head zegt
    [HUB] het getekende checkpoint zegt
    [MEMORY] het checkpoint in het geheugen van het schakelpunt zegt
   *[AUDITOR] uw eigen checkpoint zegt
} { $found }
wrong-head-root-missing = ledger_head heeft geen wortel
wrong-head-recorded-at = de kop zegt dat de nieuwste gebeurtenis van { $found } is, en die is van { $proven }
wrong-head = de kop staat op { $found }, terwijl er { $proven } gebeurtenissen gezien zijn
wrong-block-head = de kop van blok { $block } is { $found }, zijn nieuwste gebeurtenis { $proven }
wrong-checkpoint = het checkpoint van { $size } is niet te vertrouwen: { $detail }
wrong-checkpoint-beyond = er is getekend voor { $size } gebeurtenissen, en er zijn er { $entries } ({ $claimant ->
    [HEAD] ledger_head
    [HUB] checkpoint van het schakelpunt
    [MEMORY] geheugen van het schakelpunt
   *[AUDITOR] uw eigen checkpoint
})
wrong-nothing-signed = hierover is nooit iets getekend
wrong-not-served = { $what } geeft dit niet: { $detail }
