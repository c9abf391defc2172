# Een editie van de radar als beeld, als pagina en als bestand.

edition-heading = LLO-Radar, editie { $number }
edition-picture = LLO-Radar, editie { $number }: vaardigheden in ringen
edition-state = Gepubliceerd op { $published }. Gaat over { $periods }, tot en met het laatste dat om was op { $day }.
edition-summary =
    { $count ->
        [one] 1 vaardigheid:
       *[other] { $count } vaardigheden:
    } { $emerging } opkomend, { $growing } groeiend, { $established } gevestigd, { $declining } afnemend en { $undecided } onbeslist.
edition-changes = Tegenover de vorige editie zijn er { $new } nieuw, { $in } naar binnen en { $out } naar buiten gegaan, en { $left } verdwenen.
edition-first = Er is geen eerdere editie om mee te vergelijken.
edition-see-table = De tabel op deze pagina noemt ze alle, met hun cijfers.
edition-skip = Naar de tabel

edition-ring-emerging = Opkomend
edition-ring-growing = Groeiend
edition-ring-established = Gevestigd
edition-ring-declining = Afnemend
edition-ring-undecided = Onbeslist

edition-meaning-emerging = Eerder nauwelijks genoemd, nu steeds vaker
edition-meaning-growing = Steeds vaker genoemd
edition-meaning-established = Even vaak genoemd als eerder
edition-meaning-declining = Steeds minder genoemd
edition-meaning-undecided = Te weinig gelezen om het te zeggen; geen ring

edition-movement-new = nieuw
edition-movement-in-from = naar binnen, was { $ring }
edition-movement-out-from = naar buiten, was { $ring }
edition-movement-same = in dezelfde ring
edition-was = was { $ring }

edition-other-themes = Overige thema's
edition-legend-rings = Ringen, van binnen naar buiten
edition-legend-themes = Thema's
edition-legend-movement = Tegenover de vorige editie
edition-legend-count = { $name } ({ $count })
edition-legend-new = Nieuw in de radar
edition-legend-in = Naar binnen: de pijl wijst naar het midden
edition-legend-out = Naar buiten: de pijl wijst van het midden af
edition-legend-same = Zonder teken: in dezelfde ring als eerder
edition-key = De nummers
edition-departures = Niet meer in de radar
edition-no-departures = Alle vaardigheden van de vorige editie staan ook in deze.

edition-section-note = Vooraf
edition-section-picture = De radar
edition-section-skills = De vaardigheden
edition-section-parts = Ringen per thema, sector en regio
edition-section-method = Hoe deze editie is gemaakt

edition-caption-skills = Vaardigheden naar ring, met hun cijfers
edition-caption-departures = Vaardigheden uit de vorige editie die niet meer in de radar staan
edition-caption-parts = Ringen van vaardigheden in delen van wat is gelezen, waar dat genoeg is om het te zeggen
edition-no-parts = In geen thema, sector of regio is genoeg gelezen om er een ring te geven.
edition-explain-columns = Groei is de factor waarmee vermeldingen per gelezen woord toenemen: per periode, of in één stap van de eerdere naar de latere perioden. Boven 1 is meer, onder 1 is minder. De p-waarde is de kans op minstens zo'n verloop als er geen was; de q-waarde is dezelfde kans, gecorrigeerd voor alles wat samen is bekeken. Een streepje betekent dat er te weinig is gelezen.

edition-column-number = Nr.
edition-column-skill = Vaardigheid
edition-column-themes = Thema's
edition-column-ring = Ring
edition-column-movement = Beweging
edition-column-growth = Groei
edition-column-interval = 95%-interval
edition-column-p = p-waarde
edition-column-q = q-waarde
edition-column-mentions = Vermeldingen
edition-column-sources = Bronnen
edition-column-publishers = Uitgevers
edition-column-dissents = Afwijkende meningen
edition-column-previous-ring = Vorige ring
edition-column-by-theme = Per thema
edition-column-by-sector = Per sector
edition-column-by-region = Per regio

edition-interval = { $low } tot { $high }
edition-interval-from = vanaf { $low }
edition-interval-to = tot { $high }

edition-method = De ring van een vaardigheid volgt uit hoe vaak zij per periode wordt genoemd in wat is gelezen, getoetst op een verloop. Vermeldingen met een ontkenning tellen niet mee. Dezelfde bronnen en dezelfde regels geven dezelfde radar. Gepubliceerd is alleen wat door minstens twee onafhankelijke bronnen wordt genoemd en door een ander is beoordeeld.
edition-fact-rule = Regel voor ringen
edition-fact-test = Toets
edition-fact-reading = Leesmethode
edition-fact-run = Leesronde
edition-fact-periods = Perioden
edition-fact-as-of = Naar de stand op
edition-fact-sources = Gelezen bronnen
edition-fact-words = Gelezen woorden
edition-fact-position = Positie in het logboek

edition-periods-quarter =
    { $count ->
        [one] 1 kwartaal
       *[other] { $count } kwartalen
    }
edition-periods-half-year =
    { $count ->
        [one] 1 halfjaar
       *[other] { $count } halfjaren
    }
edition-periods-year = { $count } jaar

edition-month =
    { $month ->
        [1] januari
        [2] februari
        [3] maart
        [4] april
        [5] mei
        [6] juni
        [7] juli
        [8] augustus
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }
