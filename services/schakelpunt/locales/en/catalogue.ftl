# The words of the command on event types, in English. Every key is in nl/catalogue.ftl too.

about-event-types = Event types that the hub publishes

arg-event-types-name = Only this type, with its fields and a sample
arg-event-types-domain = Only of this domain
arg-event-types-block = Only what this block publishes

section-fields = Fields
section-sample = Sample
none-event-types = No event types.
none-fields = No fields.
column-data-class = Class of data
column-published-from = Published from
column-published-until = Published until
column-meaning = Meaning
column-message = Message of the contract
column-field = Field
