//! How the hub's blocks are spread over processes.

/// A way to run the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Ledger, insight and exchange each their own process, the blocks with a development clock another.
    Separate,
    /// Each of these processes twice.
    Doubled,
    /// `schakelpunt up` on servers that are given.
    Whole,
}

/// What a world is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) layout: Layout,
    /// On a disk that can be filled.
    pub(crate) small_disk: bool,
}

impl Layout {
    pub(crate) const ALL: [Self; 3] = [Self::Separate, Self::Doubled, Self::Whole];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Separate => "separate",
            Self::Doubled => "doubled",
            Self::Whole => "whole",
        }
    }

    /// Name and blocks of each process.
    pub(crate) fn processes(self) -> Vec<(String, &'static [&'static str])> {
        // Programme and transitions share a process: the development clock, which these rounds hold, belongs to one.
        const SEPARATE: [&[&str]; 4] = [
            &["programme", "transitions"],
            &["ledger"],
            &["insight"],
            &["exchange"],
        ];
        let named = |copy: u32| {
            SEPARATE
                .iter()
                .map(move |blocks| (format!("{}-{copy}", blocks[0]), *blocks))
        };
        match self {
            Self::Separate => named(1).collect(),
            Self::Doubled => named(1).chain(named(2)).collect(),
            Self::Whole => vec![(
                "up-1".to_owned(),
                &["programme", "transitions", "ledger", "insight", "exchange"],
            )],
        }
    }
}
