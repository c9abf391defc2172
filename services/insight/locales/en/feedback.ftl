# The feedback to projects and workgroups: what waits on whom, the comparison, and the readable page.

feedback-title-project = Feedback: { $name }
feedback-title-workgroup = Feedback for workgroup: { $name }
feedback-example-project = **Example (voorbeeld).** This project is invented, as an example. The figures are not about a real project.
feedback-example-workgroup =
    { $count ->
        [one] **Example (voorbeeld).** One project of this workgroup is invented, as an example. Its figures are not about a real project.
       *[other] **Example (voorbeeld).** { $count } projects of this workgroup are invented, as an example. Their figures are not about real projects.
    }
feedback-as-of = Feedback from the Landelijk Schakelpunt (national hub), as things stood on { $day }.
feedback-from-to = { $from } up to and including { $to }
feedback-and-more = and { $count } more

feedback-heading-judgement = Judgement
feedback-heading-plan = Progress against the own plan
feedback-heading-milestones = Milestones
feedback-heading-goals = Goals
feedback-heading-budget = Budget
feedback-heading-money = Grant according to the decisions
feedback-heading-reports = Reports
feedback-heading-peers-project = Beside comparable projects
feedback-heading-peers-workgroup = Beside other workgroups
feedback-heading-points = Attention points
feedback-heading-points-open = Open: waiting for an answer
feedback-heading-points-answered = Answered: waiting for the Landelijk Schakelpunt to close them
feedback-heading-points-closed = Closed
feedback-heading-waiting = What waits on whom
feedback-heading-next = What comes next
feedback-heading-glance = At a glance
feedback-heading-projects = Projects

feedback-column-about = Item
feedback-column-value = Value
feedback-column-milestone = Milestone
feedback-column-baseline-day = Baseline
feedback-column-planned-day = Planned now
feedback-column-achieved-day = Achieved on
feedback-column-state = State
feedback-column-slip = Slip
feedback-column-waits-for = Waits for
feedback-column-goal = Goal
feedback-column-unit = Unit
feedback-column-baseline = Baseline
feedback-column-target = Target
feedback-column-reported = Reported
feedback-column-until = Up to
feedback-column-observed = Observed
feedback-column-attainment = Attainment
feedback-column-category = Category
feedback-column-planned = Planned
feedback-column-realised = Realised
feedback-column-share = Share
feedback-column-money-state = State of the money
feedback-column-amount = Amount
feedback-column-period = Period
feedback-column-kind = Kind
feedback-column-due = Due
feedback-column-days-late = Days late
feedback-column-waits-on = Waits on
feedback-column-measure = Measure
feedback-column-own-project = This project
feedback-column-own-workgroup = This workgroup
feedback-column-median = Median
feedback-column-middle = Middle half
feedback-column-peers = Compared with
feedback-column-what = What
feedback-column-since = Since
feedback-column-days = Days
feedback-column-project = Project
feedback-column-judgement = Judgement
feedback-column-reason = Reasons
feedback-column-ends = Runs until

feedback-about-project = Project number
feedback-about-state = State
feedback-about-block = Building block
feedback-about-workgroup = Workgroup
feedback-about-theme = Theme
feedback-about-scheme = Scheme
feedback-about-tranche = Tranche
feedback-about-size = Size
feedback-about-regions = Labour-market regions
feedback-about-period = Period
feedback-about-plan = Plan version

feedback-project-state =
    { $state ->
        [PROJECT_STATE_REGISTERED] registered, without a plan yet
        [PROJECT_STATE_RUNNING] running
        [PROJECT_STATE_FINISHED] finished, final report not yet approved
        [PROJECT_STATE_STOPPED] stopped before its end
        [PROJECT_STATE_CLOSED] closed
       *[other] unknown
    }
feedback-size-class =
    { $size ->
        [SIZE_CLASS_SMALL] small
        [SIZE_CLASS_LARGE] large
       *[other] unknown
    }

feedback-colour =
    { $colour ->
        [COLOUR_GREEN] Green
        [COLOUR_AMBER] Amber
        [COLOUR_RED] Red
       *[other] No judgement
    }
feedback-judgement =
    { $colour ->
        [COLOUR_GREEN] **Green: on course.** No reason for concern was found.
        [COLOUR_AMBER] **Amber: needs attention.** { $count ->
            [one] For one reason:
           *[other] For { $count } reasons:
        }
        [COLOUR_RED] **Red: off course.** { $count ->
            [one] For one reason:
           *[other] For { $count } reasons, the gravest first:
        }
       *[other] **No judgement.** There is no plan to judge by yet.
    }
feedback-reason-rule = (rule `{ $code }`, version { $version }; { $positions })
feedback-positions =
    { $more ->
        [0] ledger { $positions }
       *[other] ledger { $positions } and { $more } more
    }

feedback-no-milestones = The plan has no milestones.
feedback-milestone-state =
    { $state ->
        [MILESTONE_STATE_PLANNED] planned
        [MILESTONE_STATE_RESCHEDULED] rescheduled
        [MILESTONE_STATE_ACHIEVED] achieved
        [MILESTONE_STATE_DROPPED] dropped
       *[other] unknown
    }
feedback-late-now =
    { $days ->
        [one] **1 day late**
       *[other] **{ $days } days late**
    }
feedback-slip =
    { $days ->
        [0] none
        [one] { $days } day
       *[other] { $days } days
    }
feedback-wait-unknown = not known yet
feedback-wait-achieved = achieved
feedback-wait-dropped = **dropped**
feedback-wait-planned = planned on { $due }
feedback-wait-late =
    planned on { $due }, **{ $days ->
        [one] 1 day
       *[other] { $days } days
    } late**

feedback-no-goals = No goals with a target were set and no values are known.
feedback-elapsed = { $elapsed } of the project’s time has passed. ‘Reported’ comes from accepted reports, ‘observed’ from events the hub saw itself.
feedback-corrected = { $name }, { $period }: first accepted as { $reported }, later corrected to { $corrected }.
feedback-withdrawn = { $name }, { $period }: first accepted as { $reported }, later withdrawn.
feedback-differs = { $name }: reported is { $reported } (up to { $until }), observed { $observed }. Can that be explained?
feedback-no-budget = No budget was set.
feedback-realised-until = Realised according to the accepted reports up to and including { $until }.
feedback-nothing-realised = No report has been accepted yet; therefore nothing has been realised yet.
feedback-total = Total
feedback-money-state =
    { $state ->
        [MONEY_STATE_RESERVED] Reserved
        [MONEY_STATE_CONDITIONAL] Conditional
        [MONEY_STATE_GRANTED] Granted
        [MONEY_STATE_COMMITTED] Committed
        [MONEY_STATE_PAID] Paid
        [MONEY_STATE_REALISED] Realised
       *[other] Unknown
    }

feedback-no-reports = No reporting period has begun yet.
feedback-report-kind =
    { $kind ->
        [REPORT_KIND_PROGRESS] progress report
        [REPORT_KIND_FINAL] final report
       *[other] report
    }
feedback-report-state =
    { $state ->
        [REPORT_STATE_DRAFT] draft
        [REPORT_STATE_SUBMITTED] submitted
        [REPORT_STATE_IN_REVIEW] in review
        [REPORT_STATE_RETURNED] returned
        [REPORT_STATE_ACCEPTED] accepted, not yet approved
        [REPORT_STATE_APPROVED] approved
       *[other] unknown
    }
feedback-obligation-state =
    { $state ->
        [OBLIGATION_STATE_SCHEDULED] not begun
        [OBLIGATION_STATE_REMINDER_DUE] not begun, reminder sent
        [OBLIGATION_STATE_OVERDUE] **missing**
        [OBLIGATION_STATE_FULFILLED] submitted
        [OBLIGATION_STATE_WAIVED] waived
       *[other] unknown
    }
feedback-waits-on =
    { $whom ->
        [WAITS_ON_PROJECT] the project
        [WAITS_ON_REVIEWER] the reviewer
        [WAITS_ON_APPROVER] whoever approves
        [WAITS_ON_DECIDER] whoever decides on changes
        [WAITS_ON_OTHER_PROJECT] another project
       *[other] unknown
    }

peer-none = There is no comparison: with fewer than five others that have figures, one could tell who they are.
peer-explanation = Half of the others lie within the ‘middle half’. Names, lowest and highest values are not shown.
peer-middle = { $lower } – { $upper }
peer-milestones-on-time = Milestones on time according to the baseline
peer-reports-on-time = Reports on time
peer-budget-realised = Budget realised in relation to time (100% is in step)
peer-goal-attainment = Goal attainment (median over the goals)

feedback-no-points = There are no attention points.
feedback-no-open-points = There are no open attention points.
feedback-point = **{ $id }** ({ $day }): { $text }
feedback-point-on-report = **{ $id }** ({ $day }, on report { $report }): { $text }
feedback-answer = Answer of { $day }: { $text }
feedback-answer-in-report = Answer of { $day }, in report { $report }: { $text }

feedback-nothing-waits = Nothing waits.
feedback-nothing-next = Nothing is planned for the next { $days } days.
feedback-next-milestone = { $due }: milestone ‘{ $title }’
feedback-next-report =
    { $due }: { $kind ->
        [REPORT_KIND_FINAL] final report
       *[other] progress report
    } { $period } is due

waiting-report-owed =
    { $kind ->
        [REPORT_KIND_FINAL] Final report
       *[other] Progress report
    } { $period }: to be handed in by { $due }
waiting-report-overdue =
    { $kind ->
        [REPORT_KIND_FINAL] Final report
       *[other] Progress report
    } { $period }: should have been handed in by { $due }
waiting-report-returned = Report { $period }: returned, to be completed and handed in again
waiting-report-reopened = Report { $period }: reopened, to be corrected and handed in again
waiting-report-review = Report { $period }: submitted, waits for an answer of the Landelijk Schakelpunt
waiting-report-review-until = Report { $period }: submitted, the Landelijk Schakelpunt answers by { $responseDue }
waiting-report-hub-late =
    Report { $period }: the Landelijk Schakelpunt should have answered by { $responseDue } and is itself { $daysLate ->
        [one] 1 day
       *[other] { $daysLate } days
    } late
waiting-report-approval = Report { $period }: accepted, waits for approval
waiting-change-request = Change request { $id }: waits for a decision
waiting-attention-answer = Attention point { $id }: waits for an answer
waiting-attention-close = Attention point { $id }: answered, waits to be closed
waiting-dependency = ‘{ $own }’ waits for ‘{ $other }’ of project { $project }, which is late
waiting-dependency-dropped = ‘{ $own }’ waits for ‘{ $other }’ of project { $project }, but that milestone was dropped

feedback-glance-projects =
    { $count ->
        [0] This workgroup has no projects.
        [one] This workgroup has one project: { $red } red, { $amber } amber, { $green } green, { $none } without a judgement.
       *[other] This workgroup has { $count } projects: { $red } red, { $amber } amber, { $green } green, { $none } without a judgement.
    }
feedback-glance-milestones-achieved = Milestones achieved
feedback-glance-milestones-late = Milestones late
feedback-glance-milestones-planned = Milestones to come
feedback-glance-reports-due = Reports that should have been in
feedback-glance-reports-missing = Of those missing
feedback-glance-reports-late = Of those in late
feedback-glance-response-overdue = Reports that the Landelijk Schakelpunt answers late
feedback-glance-points = Open attention points
feedback-no-projects = This workgroup has no projects.

feedback-freshness = True up to and including ledger position { $position }, recorded on { $at }. Nothing newer is known.
feedback-freshness-behind =
    True up to and including ledger position { $position }, recorded on { $at }. That is { $seconds ->
        [one] 1 second
       *[other] { $seconds } seconds
    } behind.

feedback-heading-culture = Learning culture
feedback-heading-own-block = The own building block
feedback-culture-counted = Of { $reports } accepted reports { $answered } answer the question about the learning culture; { $coded } were coded. Of other projects in the building block, { $others } have anything coded.
feedback-culture-told = yes
feedback-culture-not-told = no
feedback-column-code = About what
feedback-column-others = Other projects
feedback-block-unspecified = Unknown
feedback-block-radar-skills = Skills on the radar
feedback-block-radar-editions = Editions of the radar
feedback-block-radar-emerging = Emerging by the newest edition
feedback-block-radar-declining = Declining by the newest edition
feedback-block-interventions-planned = Interventions planned
feedback-block-interventions-running = Interventions that run
feedback-block-interventions-finished = Interventions finished
feedback-block-effects-observed = Effects of those interventions that were observed
feedback-block-measurements-published = Measurements of the learning culture that were published
