//! Who a line acts as: a role, and which of those who hold it.

use std::{fmt, str::FromStr};

use runtime::access::Grant;

/// A role, and which of those who hold it: `assessor#2` is another person than `assessor`. Without a name after `#` the same role
/// is always the same person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The role with its scope.
    pub grant: Grant,
    /// Which of those who hold it.
    pub who: Option<String>,
}

impl FromStr for Actor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (grant, who) = match text.split_once('#') {
            Some((grant, who)) => (grant, Some(who)),
            None => (text, None),
        };
        if who.is_some_and(|who| !runtime::parse::is_id(who)) {
            return Err("write letters, digits and hyphens after `#`".to_owned());
        }
        Ok(Self {
            grant: grant.parse::<Grant>().map_err(|error| error.to_string())?,
            who: who.map(str::to_owned),
        })
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.grant.fmt(formatter)?;
        self.who.iter().try_for_each(|who| write!(formatter, "#{who}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_hold_a_role_are_told_apart() {
        let second: Actor = "assessor#2".parse().unwrap();
        assert_eq!(second.who.as_deref(), Some("2"));
        assert_ne!(second, "assessor".parse().unwrap());
        assert_eq!(second.to_string(), "assessor#2");
        assert!("assessor#".parse::<Actor>().is_err());
        assert!("king#1".parse::<Actor>().is_err());
    }
}
