# De terugkoppeling aan projecten en werkgroepen: wat wacht op wie, de vergelijking, en de leesbare pagina.

feedback-title-project = Terugkoppeling: { $name }
feedback-title-workgroup = Terugkoppeling werkgroep: { $name }
feedback-example-project = **Voorbeeld.** Dit project is verzonnen, als voorbeeld. De cijfers gaan niet over een echt project.
feedback-example-workgroup =
    { $count ->
        [one] **Voorbeeld.** Eén project van deze werkgroep is verzonnen, als voorbeeld. De cijfers daarvan gaan niet over een echt project.
       *[other] **Voorbeeld.** { $count } projecten van deze werkgroep zijn verzonnen, als voorbeeld. De cijfers daarvan gaan niet over echte projecten.
    }
feedback-as-of = Terugkoppeling van het Landelijk Schakelpunt naar de stand op { $day }.
feedback-from-to = { $from } tot en met { $to }
feedback-and-more = en nog { $count }

feedback-heading-judgement = Oordeel
feedback-heading-plan = Voortgang tegenover het eigen plan
feedback-heading-milestones = Mijlpalen
feedback-heading-goals = Doelen
feedback-heading-budget = Begroting
feedback-heading-money = Subsidie volgens de besluiten
feedback-heading-reports = Rapportages
feedback-heading-peers-project = Naast vergelijkbare projecten
feedback-heading-peers-workgroup = Naast andere werkgroepen
feedback-heading-points = Aandachtspunten
feedback-heading-points-open = Open: wachten op antwoord
feedback-heading-points-answered = Beantwoord: wachten op afsluiting door het Landelijk Schakelpunt
feedback-heading-points-closed = Afgesloten
feedback-heading-waiting = Wat wacht op wie
feedback-heading-next = Wat er hierna komt
feedback-heading-glance = In één oogopslag
feedback-heading-projects = Projecten

feedback-column-about = Gegeven
feedback-column-value = Waarde
feedback-column-milestone = Mijlpaal
feedback-column-baseline-day = Nulplanning
feedback-column-planned-day = Planning nu
feedback-column-achieved-day = Gehaald op
feedback-column-state = Stand
feedback-column-slip = Verschuiving
feedback-column-waits-for = Wacht op
feedback-column-goal = Doel
feedback-column-unit = Eenheid
feedback-column-baseline = Nulmeting
feedback-column-target = Streefwaarde
feedback-column-reported = Gerapporteerd
feedback-column-until = Tot en met
feedback-column-observed = Waargenomen
feedback-column-attainment = Doelbereik
feedback-column-category = Categorie
feedback-column-planned = Gepland
feedback-column-realised = Gerealiseerd
feedback-column-share = Aandeel
feedback-column-money-state = Stand van het geld
feedback-column-amount = Bedrag
feedback-column-period = Periode
feedback-column-kind = Soort
feedback-column-due = Uiterste dag
feedback-column-days-late = Dagen te laat
feedback-column-waits-on = Wacht op
feedback-column-measure = Maat
feedback-column-own-project = Dit project
feedback-column-own-workgroup = Deze werkgroep
feedback-column-median = Mediaan
feedback-column-middle = Middelste helft
feedback-column-peers = Vergeleken met
feedback-column-what = Wat
feedback-column-since = Sinds
feedback-column-days = Dagen
feedback-column-project = Project
feedback-column-judgement = Oordeel
feedback-column-reason = Redenen
feedback-column-ends = Loopt tot en met

feedback-about-project = Projectnummer
feedback-about-state = Stand
feedback-about-block = Bouwsteen
feedback-about-workgroup = Werkgroep
feedback-about-theme = Thema
feedback-about-scheme = Regeling
feedback-about-tranche = Tranche
feedback-about-size = Omvang
feedback-about-regions = Arbeidsmarktregio’s
feedback-about-period = Looptijd
feedback-about-plan = Planversie

feedback-project-state =
    { $state ->
        [PROJECT_STATE_REGISTERED] geregistreerd, nog zonder plan
        [PROJECT_STATE_RUNNING] loopt
        [PROJECT_STATE_FINISHED] afgerond, eindrapportage nog niet goedgekeurd
        [PROJECT_STATE_STOPPED] voortijdig gestopt
        [PROJECT_STATE_CLOSED] afgesloten
       *[other] onbekend
    }
feedback-size-class =
    { $size ->
        [SIZE_CLASS_SMALL] klein
        [SIZE_CLASS_LARGE] groot
       *[other] onbekend
    }

feedback-colour =
    { $colour ->
        [COLOUR_GREEN] Groen
        [COLOUR_AMBER] Oranje
        [COLOUR_RED] Rood
       *[other] Geen oordeel
    }
feedback-judgement =
    { $colour ->
        [COLOUR_GREEN] **Groen: op koers.** Er is geen reden tot zorg gevonden.
        [COLOUR_AMBER] **Oranje: vraagt aandacht.** { $count ->
            [one] Daarvoor is één reden:
           *[other] Daarvoor zijn { $count } redenen:
        }
        [COLOUR_RED] **Rood: niet op koers.** { $count ->
            [one] Daarvoor is één reden:
           *[other] Daarvoor zijn { $count } redenen, de zwaarste eerst:
        }
       *[other] **Geen oordeel.** Er is nog geen plan om aan te toetsen.
    }
feedback-reason-rule = (regel `{ $code }`, versie { $version }; { $positions })
feedback-positions =
    { $more ->
        [0] grootboek { $positions }
       *[other] grootboek { $positions } en nog { $more }
    }

feedback-no-milestones = Er staan geen mijlpalen in het plan.
feedback-milestone-state =
    { $state ->
        [MILESTONE_STATE_PLANNED] gepland
        [MILESTONE_STATE_RESCHEDULED] verplaatst
        [MILESTONE_STATE_ACHIEVED] gehaald
        [MILESTONE_STATE_DROPPED] vervallen
       *[other] onbekend
    }
feedback-late-now =
    { $days ->
        [one] **1 dag te laat**
       *[other] **{ $days } dagen te laat**
    }
feedback-slip =
    { $days ->
        [0] geen
        [one] { $days } dag
       *[other] { $days } dagen
    }
feedback-wait-unknown = nog niet bekend
feedback-wait-achieved = gehaald
feedback-wait-dropped = **vervallen**
feedback-wait-planned = gepland op { $due }
feedback-wait-late =
    gepland op { $due }, **{ $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } te laat**

feedback-no-goals = Er zijn geen doelen met een streefwaarde vastgelegd en geen waarden bekend.
feedback-elapsed = Van de looptijd is { $elapsed } voorbij. ‘Gerapporteerd’ komt uit aanvaarde rapportages, ‘waargenomen’ uit gebeurtenissen die de hub zelf zag.
feedback-corrected = { $name }, { $period }: eerst aanvaard als { $reported }, later gecorrigeerd tot { $corrected }.
feedback-withdrawn = { $name }, { $period }: eerst aanvaard als { $reported }, later ingetrokken.
feedback-differs = { $name }: gerapporteerd is { $reported } (tot en met { $until }), waargenomen { $observed }. Is dat te verklaren?
feedback-no-budget = Er is geen begroting vastgelegd.
feedback-realised-until = Gerealiseerd volgens de aanvaarde rapportages tot en met { $until }.
feedback-nothing-realised = Er is nog geen rapportage aanvaard; daarom is er nog niets gerealiseerd.
feedback-total = Totaal
feedback-money-state =
    { $state ->
        [MONEY_STATE_RESERVED] Gereserveerd
        [MONEY_STATE_CONDITIONAL] Voorwaardelijk
        [MONEY_STATE_GRANTED] Verleend
        [MONEY_STATE_COMMITTED] Vastgelegd
        [MONEY_STATE_PAID] Betaald
        [MONEY_STATE_REALISED] Gerealiseerd
       *[other] Onbekend
    }

feedback-no-reports = Er is nog geen rapportageperiode begonnen.
feedback-report-kind =
    { $kind ->
        [REPORT_KIND_PROGRESS] voortgangsrapportage
        [REPORT_KIND_FINAL] eindrapportage
       *[other] rapportage
    }
feedback-report-state =
    { $state ->
        [REPORT_STATE_DRAFT] concept
        [REPORT_STATE_SUBMITTED] ingediend
        [REPORT_STATE_IN_REVIEW] in beoordeling
        [REPORT_STATE_RETURNED] teruggestuurd
        [REPORT_STATE_ACCEPTED] aanvaard, nog niet goedgekeurd
        [REPORT_STATE_APPROVED] goedgekeurd
       *[other] onbekend
    }
feedback-obligation-state =
    { $state ->
        [OBLIGATION_STATE_SCHEDULED] nog niet begonnen
        [OBLIGATION_STATE_REMINDER_DUE] nog niet begonnen, herinnering verstuurd
        [OBLIGATION_STATE_OVERDUE] **ontbreekt**
        [OBLIGATION_STATE_FULFILLED] ingediend
        [OBLIGATION_STATE_WAIVED] ontheffing verleend
       *[other] onbekend
    }
feedback-waits-on =
    { $whom ->
        [WAITS_ON_PROJECT] het project
        [WAITS_ON_REVIEWER] de beoordelaar
        [WAITS_ON_APPROVER] wie goedkeurt
        [WAITS_ON_DECIDER] wie op wijzigingen beslist
        [WAITS_ON_OTHER_PROJECT] een ander project
       *[other] onbekend
    }

peer-none = Er is geen vergelijking: met minder dan vijf anderen waarover cijfers bestaan, zou te zien zijn wie het zijn.
peer-explanation = De helft van de anderen ligt binnen ‘middelste helft’. Namen, laagste en hoogste waarden worden niet getoond.
peer-middle = { $lower } – { $upper }
peer-milestones-on-time = Mijlpalen op tijd volgens de nulplanning
peer-reports-on-time = Rapportages op tijd
peer-budget-realised = Begroting gerealiseerd ten opzichte van de tijd (100% is in de pas)
peer-goal-attainment = Doelbereik (mediaan over de doelen)

feedback-no-points = Er zijn geen aandachtspunten.
feedback-no-open-points = Er zijn geen open aandachtspunten.
feedback-point = **{ $id }** ({ $day }): { $text }
feedback-point-on-report = **{ $id }** ({ $day }, bij rapportage { $report }): { $text }
feedback-answer = Antwoord op { $day }: { $text }
feedback-answer-in-report = Antwoord op { $day }, in rapportage { $report }: { $text }

feedback-nothing-waits = Er wacht niets.
feedback-nothing-next = In de komende { $days } dagen staat er niets gepland.
feedback-next-milestone = { $due }: mijlpaal ‘{ $title }’
feedback-next-report =
    { $due }: { $kind ->
        [REPORT_KIND_FINAL] eindrapportage
       *[other] voortgangsrapportage
    } { $period } uiterlijk indienen

waiting-report-owed =
    { $kind ->
        [REPORT_KIND_FINAL] Eindrapportage
       *[other] Voortgangsrapportage
    } { $period }: in te dienen uiterlijk op { $due }
waiting-report-overdue =
    { $kind ->
        [REPORT_KIND_FINAL] Eindrapportage
       *[other] Voortgangsrapportage
    } { $period }: had uiterlijk op { $due } ingediend moeten zijn
waiting-report-returned = Rapportage { $period }: teruggestuurd, aan te vullen en opnieuw in te dienen
waiting-report-reopened = Rapportage { $period }: heropend, te corrigeren en opnieuw in te dienen
waiting-report-review = Rapportage { $period }: ingediend, wacht op antwoord van het Landelijk Schakelpunt
waiting-report-review-until = Rapportage { $period }: ingediend, het Landelijk Schakelpunt antwoordt uiterlijk op { $responseDue }
waiting-report-hub-late =
    Rapportage { $period }: het Landelijk Schakelpunt had uiterlijk op { $responseDue } moeten antwoorden en is zelf { $daysLate ->
        [one] 1 dag
       *[other] { $daysLate } dagen
    } te laat
waiting-report-approval = Rapportage { $period }: aanvaard, wacht op goedkeuring
waiting-change-request = Wijzigingsverzoek { $id }: wacht op een besluit
waiting-attention-answer = Aandachtspunt { $id }: wacht op antwoord
waiting-attention-close = Aandachtspunt { $id }: beantwoord, wacht op afsluiting
waiting-dependency = ‘{ $own }’ wacht op ‘{ $other }’ van project { $project }, dat te laat is
waiting-dependency-dropped = ‘{ $own }’ wacht op ‘{ $other }’ van project { $project }, maar die mijlpaal is vervallen

feedback-glance-projects =
    { $count ->
        [0] Deze werkgroep heeft geen projecten.
        [one] Deze werkgroep heeft één project: { $red } rood, { $amber } oranje, { $green } groen, { $none } zonder oordeel.
       *[other] Deze werkgroep heeft { $count } projecten: { $red } rood, { $amber } oranje, { $green } groen, { $none } zonder oordeel.
    }
feedback-glance-milestones-achieved = Mijlpalen gehaald
feedback-glance-milestones-late = Mijlpalen te laat
feedback-glance-milestones-planned = Mijlpalen nog te komen
feedback-glance-reports-due = Rapportages die binnen hadden moeten zijn
feedback-glance-reports-missing = Daarvan ontbreken
feedback-glance-reports-late = Daarvan te laat binnengekomen
feedback-glance-response-overdue = Rapportages waarop het Landelijk Schakelpunt te laat antwoordt
feedback-glance-points = Open aandachtspunten
feedback-no-projects = Deze werkgroep heeft geen projecten.

feedback-freshness = Bijgewerkt tot en met grootboekpositie { $position }, vastgelegd op { $at }. Er is niets nieuwers bekend.
feedback-freshness-behind =
    Bijgewerkt tot en met grootboekpositie { $position }, vastgelegd op { $at }. Dat loopt { $seconds ->
        [one] 1 seconde
       *[other] { $seconds } seconden
    } achter.

feedback-heading-culture = Leercultuur
feedback-heading-own-block = De eigen bouwsteen
feedback-culture-counted = Van { $reports } goedgekeurde rapportages beantwoorden er { $answered } de vraag naar de leercultuur; gecodeerd zijn er { $coded }. Van andere projecten in de bouwsteen waarvan iets is gecodeerd zijn er { $others }.
feedback-culture-told = ja
feedback-culture-not-told = nee
feedback-column-code = Waarover
feedback-column-others = Andere projecten
feedback-block-unspecified = Onbekend
feedback-block-radar-skills = Vaardigheden op de radar
feedback-block-radar-editions = Edities van de radar
feedback-block-radar-emerging = Opkomend volgens de nieuwste editie
feedback-block-radar-declining = Afnemend volgens de nieuwste editie
feedback-block-interventions-planned = Geplande interventies
feedback-block-interventions-running = Lopende interventies
feedback-block-interventions-finished = Afgeronde interventies
feedback-block-effects-observed = Waargenomen effecten van die interventies
feedback-block-measurements-published = Gepubliceerde metingen van de leercultuur
