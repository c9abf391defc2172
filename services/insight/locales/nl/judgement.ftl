# De redenen van een oordeel. Per regel: de zin die een project te zien krijgt, de stukken daarvan, en hoe de regel zichzelf
# beschrijft (-amber: wanneer oranje, -red: wanneer rood, -about: waarom).

judgement-report-overdue =
    { $count ->
        [one] Eén rapportage is niet op tijd ingediend: { $reports }.
       *[other] { $count } rapportages zijn niet op tijd ingediend: { $reports }.
    }
judgement-report-overdue-progress =
    voortgangsrapportage { $period } (uiterste dag { $due }, nu { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } te laat)
judgement-report-overdue-final =
    eindrapportage { $period } (uiterste dag { $due }, nu { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } te laat)
judgement-report-overdue-amber = Zodra de uiterste dag voorbij is zonder ingediende rapportage
judgement-report-overdue-red = Vanaf { $redFromDays } dagen te laat, of bij { $redFromReports } of meer ontbrekende rapportages
judgement-report-overdue-about = Zonder rapportage weet niemand hoe het project ervoor staat. Geldt ook na afloop: de eindrapportage blijft verschuldigd.

judgement-milestone-late =
    { $count ->
        [one] Eén mijlpaal is te laat: { $milestones }.
       *[other] { $count } mijlpalen zijn te laat: { $milestones }.
    }
judgement-milestone-late-item =
    ‘{ $title }’ (gepland op { $due }, nu { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } te laat)
judgement-milestone-late-amber = Vanaf de dag na de geplande dag, zolang de mijlpaal niet is gehaald
judgement-milestone-late-red = Vanaf { $redFromDays } dagen te laat, of bij { $redFromMilestones } of meer mijlpalen tegelijk
judgement-milestone-late-about = Eén late mijlpaal kan pech zijn; een lange achterstand of meerdere tegelijk betekenen dat de planning niet meer klopt.

judgement-dependency-late =
    { $count ->
        [one] Een mijlpaal wacht op een ander project dat achterloopt: { $dependencies }.
       *[other] { $count } keer wacht een mijlpaal op een ander project dat achterloopt: { $dependencies }.
    }
judgement-dependency-late-item =
    ‘{ $own }’ (gepland op { $ownDue }) wacht op ‘{ $other }’ van project { $project }, dat { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } te laat is
judgement-dependency-late-dropped = ‘{ $own }’ (gepland op { $ownDue }) wacht op ‘{ $other }’ van project { $project }, maar die mijlpaal is vervallen
judgement-dependency-late-amber = Als een mijlpaal van een ander project waarop een eigen mijlpaal wacht te laat of vervallen is
judgement-dependency-late-red = Als die eigen mijlpaal bovendien binnen { $redWithinDays } dagen gepland staat of al voorbij is
judgement-dependency-late-about = Wie op een ander wacht, moet het op tijd weten. Binnen die termijn is een andere weg vrijwel niet meer te vinden.

judgement-goal-behind =
    { $count ->
        [one] Eén doel blijft achter bij de tijd: { $goals }.
       *[other] { $count } doelen blijven achter bij de tijd: { $goals }.
    }
judgement-goal-behind-item = { $name } (doelbereik { $attainment } terwijl op { $until } { $elapsed } van de tijd voorbij was)
judgement-goal-behind-amber = Als het doelbereik meer dan { $abovePoints } procentpunten achterblijft bij de verstreken tijd
judgement-goal-behind-red = Als het in het laatste deel ({ $lastPart }) van de looptijd meer dan { $redAbovePoints } procentpunten achterblijft
judgement-goal-behind-about = De tijd wordt gerekend tot de dag waarvoor de waarde geldt, zodat gelijk met gelijk wordt vergeleken. De richting van de indicator telt mee; een indicator die alleen beschrijft, wordt niet beoordeeld.

judgement-budget-overrun =
    { $count ->
        [one] In één begrotingscategorie is meer gerealiseerd dan gepland: { $categories }.
       *[other] In { $count } begrotingscategorieën is meer gerealiseerd dan gepland: { $categories }.
    }
judgement-budget-overrun-item = { $category } ({ $realised } van { $planned })
judgement-budget-overrun-total = In totaal is meer gerealiseerd dan gepland: { $realised } van { $planned }.
judgement-budget-overrun-amber = Als in een begrotingscategorie meer is gerealiseerd dan gepland
judgement-budget-overrun-red = Als in totaal meer is gerealiseerd dan gepland
judgement-budget-overrun-about = De begroting is wat is afgesproken. Schuiven tussen categorieën vraagt om een toelichting, een overschrijding van het totaal om een besluit.

judgement-silent =
    Sinds { $since } is er { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } geen rapportage aanvaard en geen mijlpaal gehaald.
judgement-silent-from-start =
    Sinds de start op { $since } is er in { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } geen enkele rapportage aanvaard en geen mijlpaal gehaald.
judgement-silent-red = Als een lopend project meer dan { $aboveDays } dagen geen aanvaarde rapportage en geen gehaalde mijlpaal heeft
judgement-silent-about = Een project waar niemand iets van hoort, kan overal staan. De termijn is een jaar, met ruimte om de jaarrapportage te lezen.

judgement-report-returned =
    { $count ->
        [one] Een teruggestuurde rapportage ligt nog bij het project: { $reports }.
       *[other] { $count } teruggestuurde rapportages liggen nog bij het project: { $reports }.
    }
judgement-report-returned-item =
    { $period } (teruggestuurd op { $since }, { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    } geleden)
judgement-report-returned-amber = Als een teruggestuurde rapportage meer dan { $aboveDays } dagen bij het project ligt
judgement-report-returned-about = Vier weken is de helft van wat het Landelijk Schakelpunt zelf krijgt om te antwoorden.

judgement-attention-point-unanswered =
    { $count ->
        [one] Eén aandachtspunt is nog niet beantwoord; het staat open sinds { $since }, { $days ->
            [one] 1 dag
           *[other] { $days } dagen
        } geleden.
       *[other] { $count } aandachtspunten zijn nog niet beantwoord; het oudste staat open sinds { $since }, { $days ->
            [one] 1 dag
           *[other] { $days } dagen
        } geleden.
    }
judgement-attention-point-unanswered-amber = Als een aandachtspunt na een inleverdag nog openstaat, of langer dan { $aboveDays } dagen
judgement-attention-point-unanswered-about = De eerstvolgende rapportage hoort elk aandachtspunt te beantwoorden. Een rapportage die al binnen was voordat de vraag werd gesteld, telt niet mee.

judgement-milestone-slipping =
    { $count ->
        [one] Eén mijlpaal schuift: { $milestones }.
       *[other] { $count } mijlpalen schuiven: { $milestones }.
    }
judgement-milestone-slipping-item = ‘{ $title }’ (van { $baseline } naar { $due }, { $days } dagen later)
judgement-milestone-slipping-amber = Als een mijlpaal meer dan { $aboveDays } dagen later is gepland dan in de nulplanning
judgement-milestone-slipping-about = Een herziene planning voorkomt dat een mijlpaal te laat is; deze regel voorkomt dat het schuiven uit beeld raakt.

judgement-budget-behind = Er is { $realised } van de begroting gerealiseerd, terwijl op { $until } { $elapsed } van de tijd voorbij was.
judgement-budget-behind-amber = Als na { $fromElapsed } van de looptijd de realisatie meer dan { $abovePoints } procentpunten achterblijft bij de verstreken tijd
judgement-budget-behind-about = De tijd wordt gerekend tot het einde van de laatst aanvaarde periode, want verder reiken de cijfers niet. Daarvoor is het te vroeg: projecten beginnen langzaam.

judgement-observed-differs =
    { $count ->
        [one] Bij één indicator verschilt wat is gerapporteerd van wat het Landelijk Schakelpunt heeft waargenomen: { $indicators }.
       *[other] Bij { $count } indicatoren verschilt wat is gerapporteerd van wat het Landelijk Schakelpunt heeft waargenomen: { $indicators }.
    }
judgement-observed-differs-item = { $name } (tot en met { $until } gerapporteerd { $reported }, waargenomen { $observed }; toegestaan verschil { $allowed })
judgement-observed-differs-amber = Als gerapporteerd en waargenomen verder uiteenliggen dan de indicator toestaat
judgement-observed-differs-about = De waargenomen waarde telt tot en met de laatste dag van de gerapporteerde periode, zodat gelijk met gelijk wordt vergeleken. Het toegestane verschil staat bij de indicator: een aantal en een percentage van de grootste van de twee, waarvan het ruimste geldt. Een indicator zonder toegestaan verschil wordt niet vergeleken, en evenmin een indicator waarvan bij dit project nog nooit iets is waargenomen.
