# De woorden van de opdrachten over abonnementen, in het Nederlands. Elke sleutel staat ook in en/exchange.ftl.

## Koppen van de hulp: wat opdrachten doen

about-subscription = Abonnementen van andere programma’s op de gebeurtenissen van het schakelpunt
about-subscription-list = Abonnementen en hoe het ermee gaat
about-subscription-show = Eén abonnement: wat het vraagt, hoe ver het is, wat er misgaat
about-subscription-preview = Wat een abonnement de laatste dertig dagen had opgeleverd
about-subscription-request = Vraag een abonnement aan
about-subscription-revise = Vraag iets anders, zolang er niet over besloten is
about-subscription-approve = Keur een abonnement goed, zoals het bekeken is
about-subscription-refuse = Wijs een abonnement af
about-subscription-suspend = Schort een abonnement op; er gaat niets verloren
about-subscription-resume = Laat een abonnement doorgaan waar het was
about-subscription-end = Beëindig een abonnement voorgoed
about-subscription-parked = Gebeurtenissen die de abonnee opzij zette
about-subscription-replay = Lever gebeurtenissen opnieuw
about-subscription-keys = Sleutels waarmee webhooks van een abonnement zijn ondertekend
about-subscription-nats-key = Maak een gebruiker voor NATS: de geheime sleutel in een bestand, de openbare op het scherm
about-subscription-nats = Hoe de gebeurtenissen van een abonnement bij NATS worden opgehaald
about-link = Koppelingen: andere programma’s brengen hun projecten in het landelijke beeld
about-link-show = De koppeling van een programma
about-link-request = Vraag een koppeling aan
about-link-approve = Keur een koppeling goed, zoals zij bekeken is
about-link-end = Beëindig een koppeling; wat gemeld is, blijft
about-link-project = Koppel een project, of beschrijf het opnieuw
about-link-remove = Haal een project uit het landelijke beeld
about-link-report = Meld een gebeurtenis van een gekoppeld project
about-signals = Wat in het schakelpunt zelf aandacht vraagt: abonnementen die stilstaan

## Wat argumenten betekenen

arg-subscription = Het abonnement
arg-subscription-list-programme = Alleen van dit programma
arg-subscription-preview-file = Het abonnement als JSON van Subscription; - is de standaardinvoer
arg-subscription-request-file = Het abonnement als JSON van Subscription; - is de standaardinvoer
arg-subscription-revise-file = Het abonnement als JSON van Subscription; - is de standaardinvoer
arg-subscription-approve-revision = Versie die bekeken is (subscription show noemt haar)
arg-subscription-replay-from = Positie van de eerste; zonder: de eerste die geleverd is
arg-subscription-replay-to = Positie van de laatste; zonder: de laatste die geleverd is
arg-subscription-replay-parked = Wat opzijgezet is, in plaats van een bereik
arg-subscription-keys-rotate = Geef nieuwe; de oude ondertekenen nog een dag mee
arg-subscription-nats-key-key-file = Bestand voor de geheime sleutel
arg-subscription-nats-key-file = Bestand met de geheime sleutel van de gebruiker
arg-subscription-nats-credentials = Bestand waarin komt wat een NATS-client nodig heeft
arg-link-request-file = De koppeling als JSON van Link; - is de standaardinvoer
arg-link-approve-revision = Versie die bekeken is (link show noemt haar)
arg-link-project-file = Het project als JSON van LinkedProject; - is de standaardinvoer
arg-link-remove-project = Het project, zoals het programma het noemt
arg-link-report-file = De gebeurtenis als CloudEvent in JSON
arg-programme = Het programma
arg-over = Ook wat voorbij is
arg-filter = Alleen waarvoor dit filter geldt, als JSON zoals in een abonnement; mag vaker, en dan gelden ze alle
arg-filters-of = Alleen waarvoor de filters van dit abonnement gelden: het bestand van subscription request

## Koppen en kolommen van antwoorden

section-filters = Filters
none-filters = Geen: elke gebeurtenis van de klasse.
none-subscriptions = Geen abonnementen.
none-parked = Er is niets opzijgezet.
none-preview = Het had niets opgeleverd.
none-signals = Er is niets dat aandacht vraagt.
filters-malformed = Filters die niet kloppen: { $faults }
column-subscription = Abonnement
column-programme = Programma
column-purpose = Doel
column-audience = Gegevensklasse
column-requested-on = Aangevraagd op
column-lag = Achter
column-failures = Mislukkingen op rij
column-parked = Opzijgezet
column-parked-at = Opzijgezet op
column-head = Nieuwste positie van het grootboek
column-waiting-events = Wachtende gebeurtenissen
column-waiting-seconds = Seconden sinds de oudste daarvan
column-acknowledged = Bevestigd
column-last-acknowledged = Laatst bevestigd
column-next-attempt = Volgende poging
column-from-position = Geleverd vanaf positie
column-events = Gebeurtenissen
column-bytes = Bytes
column-last-failure = Wat het laatst misging
column-replay-to = Opnieuw tot en met positie
column-door = Langs welke weg
door-fetched = het programma haalt ze op
column-generation = Nummer
column-public-key = Openbare sleutel
column-secret = Gedeelde sleutel
column-until = Tot
column-address = Adres
column-stream = Stroom
column-consumer = Lezer
column-user-jwt = Toegangsbewijs
section-types = Soorten gebeurtenissen
column-event-id = Gebeurtenis
column-stall-rule = Waarom
column-stalled-since = Stilstaand sinds
column-over-at = Voorbij sinds

## Woorden van het contract

subscription-state-unspecified = onbekend
subscription-state-requested = aangevraagd
subscription-state-refused = afgewezen
subscription-state-active = actief
subscription-state-suspended = opgeschort
subscription-state-ended = beëindigd
link-state-unspecified = onbekend
link-state-requested = aangevraagd
link-state-active = actief
link-state-ended = beëindigd
stall-rule-unspecified = onbekend
stall-rule-unacknowledged = er wordt niets bevestigd
stall-rule-failing = te veel mislukkingen op rij
