//! Everything that is wrong with an input, at once.

use std::fmt;

/// At least one fault, in the order in which they were met.
#[derive(Debug, Clone, PartialEq)]
pub struct Faults<F>(Vec<F>);

impl<F> Faults<F> {
    /// `Ok` where nothing was wrong.
    pub(crate) fn none_or(faults: Vec<F>) -> Result<(), Self> {
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Self(faults))
        }
    }

    /// The faults.
    pub fn all(&self) -> &[F] {
        &self.0
    }
}

impl<F> From<F> for Faults<F> {
    fn from(fault: F) -> Self {
        Self(vec![fault])
    }
}

impl<F> IntoIterator for Faults<F> {
    type Item = F;
    type IntoIter = std::vec::IntoIter<F>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<F: fmt::Display> fmt::Display for Faults<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            write!(formatter, "{fault}")?;
        }
        Ok(())
    }
}

impl<F: fmt::Debug + fmt::Display> std::error::Error for Faults<F> {}
