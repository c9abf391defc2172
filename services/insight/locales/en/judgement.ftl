# The reasons for a judgement. Per rule: the sentence a project sees, its parts, and how the rule describes itself (-amber: when
# amber, -red: when red, -about: why).

judgement-report-overdue =
    { $count ->
        [one] One report was not handed in on time: { $reports }.
       *[other] { $count } reports were not handed in on time: { $reports }.
    }
judgement-report-overdue-progress =
    progress report { $period } (due on { $due }, now { $days ->
        [one] 1 day
       *[other] { $days } days
    } late)
judgement-report-overdue-final =
    final report { $period } (due on { $due }, now { $days ->
        [one] 1 day
       *[other] { $days } days
    } late)
judgement-report-overdue-amber = As soon as the due day has passed and no report is in
judgement-report-overdue-red = From { $redFromDays } days late, or with { $redFromReports } or more reports missing
judgement-report-overdue-about = Without a report nobody knows how the project stands. It holds after the end as well: the final report stays owed.

judgement-milestone-late =
    { $count ->
        [one] One milestone is late: { $milestones }.
       *[other] { $count } milestones are late: { $milestones }.
    }
judgement-milestone-late-item =
    ‘{ $title }’ (planned on { $due }, now { $days ->
        [one] 1 day
       *[other] { $days } days
    } late)
judgement-milestone-late-amber = From the day after the planned day, as long as the milestone is not achieved
judgement-milestone-late-red = From { $redFromDays } days late, or with { $redFromMilestones } or more milestones at once
judgement-milestone-late-about = One late milestone may be bad luck; a long delay or several at once mean that the plan no longer holds.

judgement-dependency-late =
    { $count ->
        [one] A milestone waits for another project that is behind: { $dependencies }.
       *[other] { $count } times a milestone waits for another project that is behind: { $dependencies }.
    }
judgement-dependency-late-item =
    ‘{ $own }’ (planned on { $ownDue }) waits for ‘{ $other }’ of project { $project }, which is { $days ->
        [one] 1 day
       *[other] { $days } days
    } late
judgement-dependency-late-dropped = ‘{ $own }’ (planned on { $ownDue }) waits for ‘{ $other }’ of project { $project }, but that milestone was dropped
judgement-dependency-late-amber = When a milestone of another project, on which an own milestone waits, is late or was dropped
judgement-dependency-late-red = When that own milestone moreover is planned within { $redWithinDays } days, or its day has passed
judgement-dependency-late-about = Whoever waits for another must know in time. Within that term there is hardly another way to be found.

judgement-goal-behind =
    { $count ->
        [one] One goal trails the time: { $goals }.
       *[other] { $count } goals trail the time: { $goals }.
    }
judgement-goal-behind-item = { $name } (attainment { $attainment } while { $elapsed } of the time had passed on { $until })
judgement-goal-behind-amber = When attainment trails the time that passed by more than { $abovePoints } percentage points
judgement-goal-behind-red = When it trails by more than { $redAbovePoints } percentage points in the last part ({ $lastPart }) of the project
judgement-goal-behind-about = Time is counted up to the day for which the value holds, so that like is compared with like. The direction of the indicator counts; an indicator that only describes is not judged.

judgement-budget-overrun =
    { $count ->
        [one] In one budget category more was realised than planned: { $categories }.
       *[other] In { $count } budget categories more was realised than planned: { $categories }.
    }
judgement-budget-overrun-item = { $category } ({ $realised } of { $planned })
judgement-budget-overrun-total = In total more was realised than planned: { $realised } of { $planned }.
judgement-budget-overrun-amber = When more was realised than planned in a budget category
judgement-budget-overrun-red = When more was realised than planned in total
judgement-budget-overrun-about = The budget is what was agreed. Shifting between categories asks for an explanation, exceeding the total for a decision.

judgement-silent =
    Since { $since }, { $days ->
        [one] 1 day
       *[other] { $days } days
    } ago, no report was accepted and no milestone achieved.
judgement-silent-from-start =
    Since its start on { $since }, { $days ->
        [one] 1 day
       *[other] { $days } days
    } ago, no report at all was accepted and no milestone achieved.
judgement-silent-red = When a running project has no accepted report and no achieved milestone for more than { $aboveDays } days
judgement-silent-about = A project that nobody hears of can be anywhere. The term is a year, with room to read the yearly report.

judgement-report-returned =
    { $count ->
        [one] A returned report still lies with the project: { $reports }.
       *[other] { $count } returned reports still lie with the project: { $reports }.
    }
judgement-report-returned-item =
    { $period } (returned on { $since }, { $days ->
        [one] 1 day
       *[other] { $days } days
    } ago)
judgement-report-returned-amber = When a returned report lies with the project for more than { $aboveDays } days
judgement-report-returned-about = Four weeks is half of what the Landelijk Schakelpunt (national hub) itself gets to answer.

judgement-attention-point-unanswered =
    { $count ->
        [one] One attention point is not answered yet; it has been open since { $since }, { $days ->
            [one] 1 day
           *[other] { $days } days
        } ago.
       *[other] { $count } attention points are not answered yet; the oldest has been open since { $since }, { $days ->
            [one] 1 day
           *[other] { $days } days
        } ago.
    }
judgement-attention-point-unanswered-amber = When an attention point is still open after a reporting deadline, or for more than { $aboveDays } days
judgement-attention-point-unanswered-about = The next report is to answer every attention point. A report that was in before the question was asked does not count.

judgement-milestone-slipping =
    { $count ->
        [one] One milestone is slipping: { $milestones }.
       *[other] { $count } milestones are slipping: { $milestones }.
    }
judgement-milestone-slipping-item = ‘{ $title }’ (from { $baseline } to { $due }, { $days } days later)
judgement-milestone-slipping-amber = When a milestone is planned more than { $aboveDays } days later than in the baseline
judgement-milestone-slipping-about = A revised plan keeps a milestone from being late; this rule keeps the slipping in view.

judgement-budget-behind = { $realised } of the budget was realised, while { $elapsed } of the time had passed on { $until }.
judgement-budget-behind-amber = When after { $fromElapsed } of the project's time the realised costs trail the time that passed by more than { $abovePoints } percentage points
judgement-budget-behind-about = Time is counted up to the end of the last accepted period, because the figures reach no further. Before that it is too early: projects start slowly.

judgement-observed-differs =
    { $count ->
        [one] For one indicator what was reported differs from what the Landelijk Schakelpunt observed: { $indicators }.
       *[other] For { $count } indicators what was reported differs from what the Landelijk Schakelpunt observed: { $indicators }.
    }
judgement-observed-differs-item = { $name } (reported { $reported } up to and including { $until }, observed { $observed }; allowed difference { $allowed })
judgement-observed-differs-amber = When reported and observed are further apart than the indicator allows
judgement-observed-differs-about = The observed value counts up to and including the last day of the reported period, so that like is compared with like. The allowed difference stands with the indicator: a number and a percentage of the larger of the two, the wider of which holds. An indicator without one is not compared, nor is one of which nothing was ever observed in this project.
