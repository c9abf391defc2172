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
about-signals = What needs attention in the hub itself: subscriptions that stand still

## What arguments mean

arg-subscription = The subscription
arg-subscription-list-programme = Only of this programme
arg-subscription-preview-file = The subscription as JSON of Subscription; - is standard input
arg-subscription-request-file = The subscription as JSON of Subscription; - is standard input
arg-subscription-revise-file = The subscription as JSON of Subscription; - is standard input
arg-subscription-approve-revision = Revision that was looked at (subscription show names it)
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
column-rule = Why
column-stalled-since = Stands still since
column-over-at = Over since

## Words of the contract

subscription-state-unspecified = unknown
subscription-state-requested = requested
subscription-state-refused = refused
subscription-state-active = active
subscription-state-suspended = suspended
subscription-state-ended = ended
stall-rule-unspecified = unknown
stall-rule-unacknowledged = nothing is acknowledged
stall-rule-failing = too many failures in a row
