# The words of the command line, in English. Every key is in nl/cli.ftl too.

## Headings of help

heading-usage = Usage
heading-commands = Commands
value-command = COMMAND
heading-arguments = Arguments
heading-options = Options
heading-global = Options of every command

## What commands do

about = The Landelijk Schakelpunt, the national hub of the LLO-Katalysator: run it, or work with it.
about-up = Start the whole hub in one process
about-serve = Start one or more blocks as their own process
about-migrate = Bring the databases of the blocks up to date
about-rebuild = Build a projection again from its log
about-config = Look after the configuration
about-config-check = Read and check the whole configuration without starting anything
about-config-nats = Write what the NATS for other programmes is started with
about-load = Load data files (JSON Lines); loading again changes nothing
about-overview = The national overview, or a part of it
about-project = Projects
about-project-list = Projects with their judgement
about-project-show = Everything about one project
about-report = Progress reports, from start to approval
about-report-start = Start a report, filled beforehand
about-report-fill = Fill in sections of a report
about-report-submit = Submit a report
about-report-review = Take a submitted report into review
about-report-return = Return a report to its project, with the reason
about-report-accept = Accept a report
about-report-approve = Approve an accepted report
about-report-reopen = Reopen a report to correct it
about-report-show = Show a report
about-obligations = The calendar of reports, with what is late
about-attention = Attention points
about-attention-list = The attention points of a project
about-attention-raise = Raise an attention point
about-attention-answer = Answer an attention point outside a report
about-attention-close = Close an answered attention point
about-feedback = Feedback: what a project or workgroup gets back from the hub
about-feedback-project = Feedback for a project
about-feedback-workgroup = Feedback for a workgroup
about-events = Published events from the ledger
about-ledger = The ledger as a transparency log: audits and proofs
about-ledger-verify = Work the whole ledger out again and name the first position that is wrong
about-ledger-proof = Write the proof that an event is in the ledger
about-ledger-check = Check such a proof without network
about-explain = The rule and the events behind a figure
about-token = Make a token for development
about-completions = Completions for a shell
about-help = Help on a command

## What arguments mean

arg-help = Show this help
arg-version = Show the version
arg-address = Address of the hub, such as https://hub.example.nl; without: the hub running from the data directory
arg-token = Bearer token; otherwise SCHAKELPUNT_TOKEN
arg-token-file = File with the bearer token
arg-acting-as = Development: act in this role, such as project-lead:llo-101; may be repeated
arg-output = Form of the answer
arg-lang = Language
arg-timeout = Seconds a call may take
arg-ca-file = Certificates (PEM) of the authority that vouches for the hub; without: the usual public ones
arg-data-files = Folder with the data files to load
arg-data-dir = Data directory of a hub on this machine
arg-with-example-season = Also load the invented projects of the example season
arg-config = Configuration file
arg-blocks = Blocks, such as programme, ledger and insight
arg-database-url = The database; without: the one of the configuration
arg-projections = The projections: names of insight's, `all` of them, or `programme/<name>`
arg-file = File
arg-config-check-file = Configuration file; without: what a hub started here would read
arg-config-nats-file = Configuration file of the hub
arg-config-nats-accounts = Folder in which the server keeps accounts
arg-files = Files; - is standard input
arg-concurrency = How many calls at the same time
arg-check = Read and check only; nothing is sent
arg-stop-at-first-error = Stop at the first line that fails
arg-token-for = Token for lines with "as", where no development key is at hand; may be repeated
arg-retry-for = Seconds to go on trying while the hub is away
arg-block = Building block: radar, transitions, professionalisation or culture
arg-theme = Theme
arg-tranche = Tranche
arg-region = Labour-market region, such as AM01
arg-workgroup = Workgroup
arg-by = Split by
arg-figures = Name every figure, for "explain"
arg-consistency-token = Wait until the change of this token is in the answer
arg-state = Only in this state
arg-colour = Only with this judgement
arg-search = Words in name or identifier
arg-order-by = Order: project_id, name, starts_on, ends_on or judgement; with " desc" turned round
arg-limit = At most so many; without: all
arg-page-token = Go on after an earlier answer that was cut off
arg-project = The project
arg-project-show-plan = Show the plan with its revisions instead of the status
arg-period = Period, such as 2024-H2
arg-final-report = The final report instead of a progress report
arg-request-id = Identifier (UUID) of this request: the same request is carried out once
arg-report = The report, such as llo-101_2024-H2_progress
arg-note = A note to the project
arg-attention-close-note = Why it is settled
arg-reason = Why
arg-report-fill-file = Sections as JSON of ReportContent; - is standard input
arg-section = Take over only this section, even when empty; may be repeated
arg-highlights = Highlights
arg-deviations = Deviations from the plan
arg-partner-problems = Problems between partners
arg-learning-culture = What the project did about and saw of the learning culture
arg-goal-attainment = In a final report: how far the goals were reached
arg-cofinancing = Co-financing realised from the start, in euros, such as 12500.00
arg-answer = Answer to an attention point; may be repeated
arg-achieved = Milestone achieved on this day; may be repeated
arg-result = Value of an indicator at the end of the period; may be repeated
arg-realised = Costs of a category realised from the start, in euros; may be repeated
arg-expected-version = Version this edit is based on; refused when the report has moved on
arg-late = Only what is open past its due day
arg-from = From this day, YYYY-MM-DD
arg-to = Up to and including this day, YYYY-MM-DD
arg-open = Only what is not closed
arg-text = The text
arg-id = The identifier
arg-attention-raise-id = Identifier within the project; made up when left out
arg-attention-raise-report = Report it concerns
arg-format = Form; without: as --output
arg-events-from = First ledger position
arg-events-block = Only of this building block; may be repeated
arg-events-project = Only of this project; may be repeated
arg-events-region = Only of this region; may be repeated
arg-events-theme = Only of this theme; may be repeated
arg-events-limit = Stop after so many
arg-follow = Go on with new events, until Ctrl-C
arg-types = Only this CloudEvents type; may be repeated
arg-publisher = Only published by this service, such as programme; may be repeated
arg-data = Also show what each event says
arg-figure = The figure, as "overview --figures" names it
arg-roles = Role with scope, such as project-lead:llo-101; may be repeated
arg-subject = Who the token is for; made from the roles when left out
arg-ttl = How long it holds, such as 90s, 15m or 8h
arg-key-file = The development key, instead of the one in the data directory
arg-shell = The shell
arg-command = The command, such as project list
arg-ledger-verify-from = Go on from this kept checkpoint; what it covers was proven before
arg-tables = Straight from the database, at one moment and changing nothing
arg-verifier-keys = Public key that is trusted, or a file with it; may be repeated
arg-save = Keep the new checkpoint here, for --from the next time
arg-readers = How many readers work at a time; without: two for each core
arg-event = Position, event such as programme-000000000042, or the consistency token of a receipt
arg-proof-file = File to write the proof to; without: standard output
arg-receipt = The proof

## Wrong usage

error = Error
usage-hint = For more information, try --help.
usage-unknown-command = unknown command `{ $command }`
usage-unknown-argument = unknown option or one argument too many: `{ $argument }`
usage-missing-argument = missing: { $argument }
usage-missing-command = a command is missing
usage-missing-value = the value of `{ $argument }` is missing
usage-invalid-value = `{ $value }` does not suit `{ $argument }`
usage-conflict = `{ $argument }` does not go together with `{ $other }`
usage-choices = choose from { $choices }
usage-suggestion = did you mean `{ $suggestion }`?
address-malformed = `{ $address }` is not the address of a hub: { $error }
token-malformed = the token has characters that no token has
fill-nothing = there is nothing to fill in: give --file or one of the other options
fill-unknown-entry = { $option }: the report has no `{ $name }`; it has: { $known }

## What stands in the way here

file-unusable = { $file }: { $error }
output-failed = the answer cannot be written: { $error }
no-hub-here = no hub is running from { $place }; start one with `schakelpunt up`, or give --address
no-development-issuer = there is no usable development key in { $place } ({ $error }); give --token or --token-file, or start a hub with `schakelpunt up`
verifier-key-unusable = `{ $key }` is no public key: { $error }
token-unusable = `{ $token }` is no consistency token: { $error }
checkpoint-refused = { $place } is no checkpoint that can be trusted: { $error }
receipt-refused = { $place } proves nothing: { $error }
proof-refused = the proof given by the hub does not hold: { $error }
proof-no-event = what is proven are bytes that are no event of the hub: { $error }
verify-forbidden = { $file } is only given to the roles auditor, operator and hub-service; give a token for one of them

## Refusals

refused = Refused
hint-unreachable = Is the hub running, and is the address right? Start it with `schakelpunt up`, or give --address.
hint-token = Give a token with --token-file or SCHAKELPUNT_TOKEN; for development --as ROLE[:SCOPE] will do.
hint-read = What to do: { $page }

## Loading

line-too-long = the line has { $bytes } bytes; at most { $most } may be
line-not-utf8 = not valid UTF-8 from byte { $byte } on
line-not-json = column { $column }: { $error }
line-invalid = a line is an `about`, or a `call` with a `request` (and `as`)
line-repeated = the same request as line { $line }, and so carried out once; give it a request_id of its own when it really happens twice
request-invalid = { $field }: { $error }
role-invalid = as: { $error }
role-without-token = no token for { $role }: there is no development key here; give --token-for { $role }=FILE
call-unknown = the contract has no `{ $call }`
call-ambiguous = `{ $call }` occurs more than once; write { $choices }
call-streams = `{ $call }` streams and cannot be loaded
about-missing = the file does not begin with an `about` line that says what it is; nothing was loaded
about-again = there is an `about` line already
about-without-source = about.source is empty: where do the facts come from?
waited-in-vain = the answer did not have in it what the line waits for; look at what the blocks say, and load again
load-unreadable = { $error }
load-stopped = Stopped before the end. Load the same files again: what is there already is skipped.
load-checked = Only checked: nothing was sent.
load-file = Loading: { $file }
load-progress = { $file }: line { $line }
load-away = { $file }: line { $line }; the hub is away, trying again

## Freshness, receipts, pages

example = example
late = late
freshness = Up to ledger position { $position } ({ $moment }), { $age } old.
freshness-direct = Straight from the log of block { $block }, { $moment }.
freshness-unknown = Not known up to where this is true.
age-seconds = { $number } seconds
age-minutes = { $number } minutes
age-hours = { $number } hours
age-days = { $number } days
receipt-recorded = Recorded: { $id }, version { $version }, { $moment }.
receipt-repeated = Was recorded already by this same request: { $id }, version { $version }, { $moment }.
receipt-unchanged = Nothing had to change: { $id }, version { $version }.
consistency-token = Consistency token
next-page = There is more; go on with --page-token
projects-shown = { $shown } of { $total } projects
events-read = { $seen } events; read up to position { $position }, the newest is { $head }.
events-reconnecting = The connection is gone; connecting again.

## Headings of answers

overview-heading = National overview on { $day }
overview-examples = Note: invented projects of the example season are counted in (example).
status-as-of = Status on { $day }, plan version { $version }
section-projects = Projects
section-milestones = Milestones
section-money = Money
section-reports = Reports
section-indicators = Indicators
section-attention = Attention points
section-revisions = Plan revisions
section-change-requests = Change requests
section-dependencies = Dependencies
section-activities = Activities
section-deliverables = Deliverables
section-risks = Risks
section-target-groups = Target groups
section-evidence = Evidence
section-history = History
content-highlights = Highlights
content-deviations = Deviations from the plan
content-partner-problems = Problems between partners
content-learning-culture = Learning culture
content-goal-attainment = Goal attainment
explain-rule = Rule
explain-not-additive = This figure must not be added to that of other groups: things would be counted twice.
explain-events = Made from { $total } events
indicator-never-summed = { $name }: does not add up, and so per project
indicator-per-project = { $name }, per project
attention-open = Open attention points
attention-point = Attention point
budget-planned = Planned
cofinancing = Co-financing
cofinancing-realised = Co-financing realised
plan-version = Plan version
response-due = Answer of the hub no later than
response-overdue = ! The hub itself is late with its answer.
reports-due = Due
reports-in = In
reports-missing = Missing
reports-late = In, but late
reports-response-overdue = Hub late with its answer
reports-waiting = Waits on { $on } (oldest { $days } days)
none-groups = Nothing to show.
none-projects = No projects.
none-milestones = No milestones.
none-indicators = No indicators.
none-obligations = No reporting obligations.
none-attention = No attention points.
none-revisions = No revisions.
none-events = No events.

## Headings of columns

column-group = Group
column-what = What
column-value = Value
column-figure = Figure
column-project = Project
column-name = Name
column-title = Title
column-judgement = Judgement
column-state = State
column-block = Block
column-workgroup = Workgroup
column-theme = Theme
column-tranche = Tranche
column-size = Size
column-regions = Regions
column-ends = Ends
column-term = Term
column-milestone = Milestone
column-milestones-late = Milestones late
column-on-time = On time
column-closed = Closed
column-due = Due
column-due-on = Due on
column-missing = Missing
column-late = Late
column-attention = Attention
column-slip = Slip (days)
column-waits-for = Waits for
column-indicator = Indicator
column-unit = Unit
column-aggregation = Aggregation
column-baseline = Baseline
column-target = Target
column-reported = Reported
column-observed = Observed
column-attainment = Attainment
column-period = Period
column-kind = Kind
column-days-late = Days late
column-report = Report
column-waits-on = Waits on
column-days = Days
column-answer-by = Answer by
column-id = Id
column-raised = Raised
column-question = Question
column-answer = Answer
column-position = Position
column-when = When
column-type = Type
column-subject = Subject
column-contribution = Contribution
column-submitted = Submitted
column-revision = Revision
column-version = Version
column-previous = Previous
column-now = Now
column-before = Before
column-explanation = Explanation
column-achieved = Achieved
column-expected = Expected
column-category = Category
column-planned = Planned
column-realised = Realised
column-where = Where
column-risk = Risk
column-measure = Measure
column-likelihood = Likelihood
column-impact = Impact
column-target-group = Target group
column-reached = Reached
column-note = Note
column-old = Old
column-new = New
column-reason = Reason
column-decision = Decision
column-file = File
column-source = Source
column-lines = Lines
column-done = Done
column-already = Already there
column-without-receipt = Not recorded
column-refused = Failed

## States

project-state-unspecified = unknown
project-state-registered = registered
project-state-running = running
project-state-finished = finished
project-state-stopped = stopped
project-state-closed = closed
size-class-unspecified = unknown
size-class-small = small
size-class-large = large
money-state-unspecified = unknown
money-state-reserved = reserved
money-state-conditional = conditional
money-state-granted = granted
money-state-committed = committed
money-state-paid = paid
money-state-realised = realised
milestone-state-unspecified = unknown
milestone-state-planned = planned
milestone-state-rescheduled = rescheduled
milestone-state-achieved = achieved
milestone-state-dropped = dropped
change-request-state-unspecified = unknown
change-request-state-requested = requested
change-request-state-approved = approved
change-request-state-rejected = rejected
change-request-state-carried-out = carried out
report-state-unspecified = unknown
report-state-draft = draft
report-state-submitted = submitted
report-state-in-review = in review
report-state-returned = returned
report-state-accepted = accepted
report-state-approved = approved
report-kind-unspecified = unknown
report-kind-progress = progress
report-kind-final = final
obligation-state-unspecified = unknown
obligation-state-scheduled = scheduled
obligation-state-reminder-due = reminder due
obligation-state-overdue = overdue
obligation-state-fulfilled = fulfilled
obligation-state-waived = waived
work-state-unspecified = –
work-state-not-started = not started
work-state-on-schedule = on schedule
work-state-behind = behind
work-state-done = done
work-state-dropped = dropped
attention-point-state-unspecified = unknown
attention-point-state-raised = raised
attention-point-state-answered = answered
attention-point-state-closed = closed
aggregation-unspecified = unknown
aggregation-sum = sum
aggregation-last = newest
aggregation-max = highest
aggregation-ratio = ratio
aggregation-distinct = distinct
aggregation-none = does not add up
colour-unspecified = no judgement
colour-green = green
colour-amber = amber
colour-red = red
waits-on-unspecified = –
waits-on-project = the project
waits-on-reviewer = the reviewer
waits-on-approver = the approver
waits-on-decider = the decider
waits-on-other-project = another project
audience-unspecified = unknown
audience-public = public
audience-programmes = programmes
audience-hub = hub only

## Starting a hub
up-addresses =
    The Landelijk Schakelpunt is running.
      calls (gRPC): { $calls }
      health and metrics: { $operations }/readyz and { $operations }/metrics
      data directory: { $home }
up-tokens = Development tokens, also in { $file }:
up-stays = Stop with Ctrl-C. In another window: `{ $program } project list --as national-coordinator`.

## Looking at the configuration
config-usable =
    The configuration can be used.
      profile: { $profile }
      listen: { $listen }
      operations: { $operations }
      database: { $database }
      broker: { $broker }
      identity.issuers: { $issuers }
config-present = given
config-absent = not given; `serve` needs it, `up` starts a server of its own without it

## Auditing the ledger
verify-progress = Worked out: { $position } of { $last }
verify-proven = ✓ Proven: { $entries } positions worked out, up to and including { $position } ({ $speed } a second).
verify-covered = Up to position { $position } the ledger was proven before; it has only grown since, or it is said below where not.
verify-signed = Signed up to and including position { $position }; newer and not signed yet: { $waiting }.
verify-wrong = The ledger is not proven. The first line names the first position that is wrong.
verify-at = position { $position }
verify-among = somewhere from position { $first } to { $last }
verify-held = The ledger is being filled again after a restore: { $number } events wait for their place.
verify-dependent = Note: nothing independent was trusted. The keys are the hub’s own; give with --key the one you got in another way.
ledger-origin = Log
ledger-root = Root of the tree
ledger-key = Trusted key
ledger-witnessed = Seen by witness { $name }, { $time }
proof-written = { $id } is at position { $position }, under a checkpoint of { $size }. Proof: { $file }
receipt-holds = ✓ Proven: position { $position } of the log { $origin }, under a signed checkpoint of { $size } positions.
receipt-unchecked = Signatures not checked, of
event-id = Event
event-type = Type
event-subject = Subject
event-time = Time
event-source = Source
event-sequence = Number at its block (place in its log)
event-building-block = Building block
event-project = Project
event-regions = Regions
event-theme = Theme
event-audience = Audience
event-data = Content
wrong-entry-missing = an entry is missing here
wrong-entry-extra = there is one entry too many here
wrong-leaf-hash = the bytes hash to something else than is kept with them; kept { $found }, of the bytes { $proven }
wrong-remembered-leaf = the bytes hash to something else than the hub remembers outside its database; remembered { $found }, of the bytes { $proven }
wrong-not-an-event = the bytes are no event of the hub: { $detail }
wrong-column = { $column } says `{ $found }`, the bytes say `{ $proven }`
wrong-sequence = of block { $block } number { $expected } must be here, and it is { $found }
wrong-log-position = of block { $block } place { $found } of its log comes after place { $before }
wrong-event-repeated = event { $id } is there twice
wrong-recorded-at = recorded_at is { $found }; beside it is { $before }: time goes back
wrong-tile-hash = { $tile } has another hash; kept { $found }, of the entries { $proven }
wrong-tile-root = the hash kept with { $tile } as a whole is wrong
wrong-tile-unusable = { $tile } cannot be used: { $detail }
wrong-tile-extra = { $tile } is of entries that are not there
wrong-root = with { $size } entries the root is { $proven }; { $claimant ->
    [HEAD] ledger_head says
    [HUB] the signed checkpoint says
    [MEMORY] the checkpoint in the hub’s memory says
   *[AUDITOR] your own checkpoint says
} { $found }
wrong-head-root-missing = ledger_head has no root
wrong-head-recorded-at = the head says that the newest entry is of { $found }, and it is of { $proven }
wrong-head = the head is at { $found }, while { $proven } entries were seen
wrong-block-head = the head of block { $block } is { $found }, its newest event { $proven }
wrong-checkpoint = the checkpoint of { $size } cannot be trusted: { $detail }
wrong-checkpoint-beyond = { $size } entries were signed, and there are { $entries } ({ $claimant ->
    [HEAD] ledger_head
    [HUB] checkpoint of the hub
    [MEMORY] memory of the hub
   *[AUDITOR] your own checkpoint
})
wrong-nothing-signed = nothing was ever signed of this
wrong-not-served = { $what } does not serve this: { $detail }
