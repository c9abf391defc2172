# The words of the commands on subscriptions, in English. Every key is in nl/exchange.ftl too.

## Headings of help: what commands do

about-subscription = Subscriptions of other programmes to the hub’s events
about-subscription-list = Subscriptions and how they fare
about-subscription-show = One subscription: what it asks for, how far it is, what fails
about-subscription-preview = What a subscription would have given over the last thirty days
about-subscription-request = Request a subscription
about-subscription-revise = Ask for something else, until it is decided on
about-subscription-approve = Approve a subscription, as it was looked at
about-subscription-refuse = Refuse a subscription
about-subscription-suspend = Suspend a subscription; nothing is lost
about-subscription-resume = Let a subscription go on where it was
about-subscription-end = End a subscription for good
about-subscription-parked = Events that the subscriber put aside
about-subscription-replay = Deliver events again
about-subscription-keys = Keys that the webhooks of a subscription are signed with
about-subscription-nats-key = Make a user for NATS: the private key in a file, the public one on the screen
about-subscription-nats = How the events of a subscription are pulled from NATS
about-link = Links: other programmes bring their projects into the national view
about-link-show = The link of a programme
about-link-request = Request a link
about-link-approve = Approve a link, as it was looked at
about-link-end = End a link; what was reported stays
about-link-project = Link a project, or describe it anew
about-link-remove = Take a project out of the national view
about-link-report = Report an event of a linked project
about-signals = What needs attention in the hub itself: subscriptions that stand still

## What arguments mean

arg-subscription = The subscription
arg-subscription-list-programme = Only of this programme
arg-subscription-preview-file = The subscription as JSON of Subscription; - is standard input
arg-subscription-request-file = The subscription as JSON of Subscription; - is standard input
arg-subscription-revise-file = The subscription as JSON of Subscription; - is standard input
arg-subscription-approve-revision = Revision that was looked at (subscription show names it)
arg-subscription-replay-from = Position of the first; without: the first that was delivered
arg-subscription-replay-to = Position of the last; without: the last that was delivered
arg-subscription-replay-parked = What was parked, instead of a range
arg-subscription-keys-rotate = Give new ones; the old ones sign, too, for a day
arg-subscription-nats-key-key-file = File for the private key
arg-subscription-nats-key-file = File with the private key of the user
arg-subscription-nats-credentials = File for what a NATS client needs
arg-link-request-file = The link as JSON of Link; - is standard input
arg-link-approve-revision = Revision that was looked at (link show names it)
arg-link-project-file = The project as JSON of LinkedProject; - is standard input
arg-link-remove-project = The project, as the programme names it
arg-link-report-file = The event as CloudEvent in JSON
arg-programme = The programme
arg-over = Also what is over
arg-filter = Only those for which this filter holds, as JSON as in a subscription; may be given more than once, and then all hold
arg-filters-of = Only those for which the filters of this subscription hold: the file of subscription request

## Headings and columns of answers

section-filters = Filters
none-filters = None: every event of its class.
none-subscriptions = No subscriptions.
none-parked = Nothing was parked.
none-preview = It would have given nothing.
none-signals = Nothing needs attention.
filters-malformed = Filters that cannot be used: { $faults }
column-subscription = Subscription
column-programme = Programme
column-purpose = Purpose
column-audience = Class of data
column-requested-on = Requested on
column-lag = Behind
column-failures = Failures in a row
column-parked = Parked
column-parked-at = Parked at
column-head = Newest position of the ledger
column-waiting-events = Events that wait
column-waiting-seconds = Seconds since the oldest of these
column-acknowledged = Acknowledged
column-last-acknowledged = Last acknowledged
column-next-attempt = Next attempt
column-from-position = Delivered from position
column-events = Events
column-bytes = Bytes
column-last-failure = What went wrong last
column-replay-to = Again up to position
column-door = By which way
door-fetched = the programme fetches them
column-generation = Number
column-public-key = Public key
column-secret = Shared key
column-until = Until
column-address = Address
column-stream = Stream
column-consumer = Consumer
column-user-jwt = Pass
section-types = Types of events
column-event-id = Event
column-stall-rule = Why
column-stalled-since = Stands still since
column-over-at = Over since

## Words of the contract

subscription-state-unspecified = unknown
subscription-state-requested = requested
subscription-state-refused = refused
subscription-state-active = active
subscription-state-suspended = suspended
subscription-state-ended = ended
link-state-unspecified = unknown
link-state-requested = requested
link-state-active = active
link-state-ended = ended
stall-rule-unspecified = unknown
stall-rule-unacknowledged = nothing is acknowledged
stall-rule-failing = too many failures in a row
