# An edition of the radar as a picture, as a page and as a file.

edition-heading = LLO-Radar, edition { $number }
edition-picture = LLO-Radar, edition { $number }: skills in rings
edition-state = Published on { $published }. It is about { $periods }, up to the last that was over on { $day }.
edition-summary =
    { $count ->
        [one] 1 skill:
       *[other] { $count } skills:
    } { $emerging } emerging, { $growing } growing, { $established } established, { $declining } declining and { $undecided } undecided.
edition-changes = Since the edition before, { $new } are new, { $in } moved inwards, { $out } moved outwards, and { $left } left.
edition-first = There is no earlier edition to compare with.
edition-see-table = The table on this page names them all, with their figures.
edition-skip = Skip to the table

edition-ring-emerging = Emerging
edition-ring-growing = Growing
edition-ring-established = Established
edition-ring-declining = Declining
edition-ring-undecided = Undecided

edition-meaning-emerging = Hardly named before, and now more and more
edition-meaning-growing = Named more and more
edition-meaning-established = Named as often as before
edition-meaning-declining = Named less and less
edition-meaning-undecided = Too little was read to tell; not a ring

edition-movement-new = new
edition-movement-in-from = inwards, was { $ring }
edition-movement-out-from = outwards, was { $ring }
edition-movement-same = in the same ring
edition-was = was { $ring }

edition-other-themes = Other themes
edition-legend-rings = Rings, from the middle outwards
edition-legend-themes = Themes
edition-legend-movement = Against the edition before
edition-legend-count = { $name } ({ $count })
edition-legend-new = New in the radar
edition-legend-in = Inwards: the arrow points to the middle
edition-legend-out = Outwards: the arrow points away from the middle
edition-legend-same = No sign: in the same ring as before
edition-key = The numbers
edition-departures = No longer in the radar
edition-no-departures = All skills of the edition before are in this one as well.

edition-section-note = Beforehand
edition-section-picture = The radar
edition-section-skills = The skills
edition-section-parts = Rings by theme, sector and region
edition-section-method = How this edition was made

edition-caption-skills = Skills by ring, with their figures
edition-caption-departures = Skills of the edition before that are no longer in the radar
edition-caption-parts = Rings of skills in parts of what was read, where that is enough to tell
edition-no-parts = In no theme, sector or region was enough read to give a ring.
edition-explain-columns = Growth is the factor by which mentions per word that was read increase: from one period to the next, or in one step from the earlier periods to the later. Above 1 is more, below 1 is less. The p value is the probability of at least such a trend if there were none; the q value is the same, adjusted for all that were looked at together. A dash means that too little was read.

edition-column-number = No.
edition-column-skill = Skill
edition-column-themes = Themes
edition-column-ring = Ring
edition-column-movement = Movement
edition-column-growth = Growth
edition-column-interval = 95% interval
edition-column-p = p value
edition-column-q = q value
edition-column-mentions = Mentions
edition-column-sources = Sources
edition-column-publishers = Publishers
edition-column-dissents = Dissents
edition-column-previous-ring = Ring before
edition-column-by-theme = By theme
edition-column-by-sector = By sector
edition-column-by-region = By region

edition-interval = { $low } to { $high }
edition-interval-from = from { $low }
edition-interval-to = up to { $high }

edition-method = The ring of a skill follows from how often it is named in each period in what was read, tested for a trend. Negated mentions do not count. The same sources and the same rules give the same radar. Only what at least two independent sources name, and another person has reviewed, is published.
edition-fact-rule = Rule for rings
edition-fact-test = Test
edition-fact-reading = Method of reading
edition-fact-run = Run
edition-fact-periods = Periods
edition-fact-as-of = As of
edition-fact-sources = Sources read
edition-fact-words = Words read
edition-fact-position = Position of the log

edition-periods-quarter =
    { $count ->
        [one] 1 quarter
       *[other] { $count } quarters
    }
edition-periods-half-year =
    { $count ->
        [one] 1 half-year
       *[other] { $count } half-years
    }
edition-periods-year =
    { $count ->
        [one] 1 year
       *[other] { $count } years
    }

edition-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
