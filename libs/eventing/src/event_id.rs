//! Ids of published events: they follow from the block, the fact's place in its log, and which of the fact's events it is.

/// Most events that are made public of one fact: as many versions of a type as stand side by side.
pub const PARTS_MAX: u32 = 9;

/// The id of a fact's `part`-th event, from 1: `<block>-<place>`, and from the second on `<block>-<place>-<part>`.
#[must_use]
pub fn event_id(block: &str, log_position: u64, part: u32) -> String {
    match part {
        0 | 1 => format!("{block}-{log_position:012}"),
        part => format!("{block}-{log_position:012}-{part}"),
    }
}

/// Which of the fact's events an id names, if it is the id of one.
#[must_use]
pub fn part_of(id: &str, block: &str, log_position: u64) -> Option<u32> {
    let suffix = id.strip_prefix(&event_id(block, log_position, 1))?;
    if suffix.is_empty() {
        return Some(1);
    }
    let part = suffix.strip_prefix('-')?;
    (2..=PARTS_MAX).find(|it| part == it.to_string())
}

/// Whether an event is the first, and mostly the only one, that was made public of its fact. Who wants each fact once, in the oldest version
/// there is of it, takes these.
#[must_use]
pub fn is_first(id: &str, block: &str) -> bool {
    let place = id.get(block.len() + 1..).unwrap_or_default();
    !place.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_which_of_its_facts_events_it_is() {
        for part in 1..=PARTS_MAX {
            assert_eq!(part_of(&event_id("radar", 12, part), "radar", 12), Some(part));
        }
        assert_eq!(event_id("radar", 12, 1), "radar-000000000012");
        assert_eq!(event_id("radar", 12, 2), "radar-000000000012-2");
    }

    #[test]
    fn the_first_of_a_fact_is_told_by_its_id() {
        for block in ["radar", "a-b"] {
            assert!(is_first(&event_id(block, 12, 1), block));
            assert!(!is_first(&event_id(block, 12, 2), block));
        }
    }

    #[test]
    fn nothing_else_is_an_id() {
        for id in [
            "",
            "radar-12",
            "radar-000000000013",
            "culture-000000000012",
            "radar-000000000012-",
            "radar-000000000012-0",
            "radar-000000000012-1",
            "radar-000000000012-02",
            "radar-000000000012-10",
            "radar-000000000012-2-2",
            "radar-000000000012x",
            "radar-0000000000122",
        ] {
            assert_eq!(part_of(id, "radar", 12), None, "{id}");
        }
    }
}
