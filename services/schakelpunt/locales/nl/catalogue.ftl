# De woorden van de opdracht over soorten gebeurtenissen, in het Nederlands. Elke sleutel staat ook in en/catalogue.ftl.

about-event-types = Soorten gebeurtenissen die het schakelpunt bekendmaakt

arg-event-types-name = Alleen deze soort, met haar velden en een voorbeeld
arg-event-types-domain = Alleen van dit domein
arg-event-types-block = Alleen wat dit bouwblok bekendmaakt

section-fields = Velden
section-sample = Voorbeeld
none-event-types = Geen soorten gebeurtenissen.
none-fields = Geen velden.
column-data-class = Gegevensklasse
column-published-from = Bekendgemaakt vanaf
column-published-until = Bekendgemaakt tot en met
column-meaning = Betekenis
column-message = Bericht van het contract
column-field = Veld
