# De woorden over projecten van andere programma’s, in het Nederlands. Elke sleutel staat ook in en/linked.ftl.

about-linked = Projecten van andere programma’s in het landelijk beeld, en wat ervan telt
arg-linked-programme = Alleen van dit programma
arg-linked-region = Alleen in deze arbeidsmarktregio, zoals AM01; een streepje (-) voor die voor het hele land
arg-linked-theme = Alleen van dit thema; een streepje (-) voor die zonder thema

linked-heading = Projecten van andere programma’s
linked-note = Een project dat ook van het schakelpunt is, telt daar en hier niet. De eigen cijfers van het schakelpunt bevatten niets van andere programma’s.
linked-none = Geen projecten van andere programma’s.
linked-line = Daarnaast: { $linked } projecten van { $programmes } andere programma’s, waarvan { $same } al bij het schakelpunt tellen; de andere bereikten { $participants } deelnemers (schakelpunt linked).
linked-same-as = Ook project van

linked-column-linked = Gekoppeld
linked-column-same-as-hub = Ook van het schakelpunt
linked-column-counted = Tellen hier
linked-column-finished = Afgerond
linked-column-participants = Deelnemers
linked-column-milestones = Mijlpalen
linked-column-same-as = Zelfde als
linked-column-finished-on = Afgerond op
linked-column-last-reported = Laatst gemeld
