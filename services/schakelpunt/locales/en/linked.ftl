# The words about projects of other programmes, in English. Every key is also in nl/linked.ftl.

about-linked = Projects of other programmes in the national view, and what of them counts
arg-linked-programme = Only of this programme
arg-linked-region = Only in this labour-market region, such as AM01; a dash (-) for those for the whole country
arg-linked-theme = Only of this theme; a dash (-) for those of none

linked-heading = Projects of other programmes
linked-note = A project that is also one of the hub counts there and not here. The hub's own figures contain nothing of other programmes.
linked-none = No projects of other programmes.
linked-line = Beside these: { $linked } projects of { $programmes } other programmes, of which { $same } count at the hub already; the others reached { $participants } participants (schakelpunt linked).
linked-same-as = Also a project of

linked-column-linked = Linked
linked-column-same-as-hub = Also of the hub
linked-column-counted = Count here
linked-column-finished = Finished
linked-column-participants = Participants
linked-column-milestones = Milestones
linked-column-same-as = Same as
linked-column-finished-on = Finished on
linked-column-last-reported = Last reported
