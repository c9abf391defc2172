//! Collects what is wrong with a request, so that all of it is told at once.

use eventing::FieldFault;

/// The faults found so far, below one path of the request.
#[derive(Debug, Default)]
pub struct Findings {
    prefix: String,
    faults: Vec<FieldFault>,
}

impl Findings {
    /// Nothing found yet; field names will be told below `prefix`, such as `plan`; empty for the request itself.
    #[must_use]
    pub fn below(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            faults: Vec::new(),
        }
    }

    /// Notes a fault in `field` unless `holds`. `expected` says what was expected and, where it helps, what was found.
    pub fn check(&mut self, holds: bool, field: impl AsRef<str>, expected: impl Into<String>) {
        if !holds {
            self.fault(field, expected);
        }
    }

    /// Notes a fault in `field`.
    pub fn fault(&mut self, field: impl AsRef<str>, expected: impl Into<String>) {
        self.faults
            .push(FieldFault::new(self.path(field.as_ref()), expected));
    }

    /// Notes a fault for each element of a list whose key an earlier element has already.
    pub fn distinct<K: Ord>(&mut self, list: &str, key_name: &str, keys: impl IntoIterator<Item = K>) {
        let mut seen = std::collections::BTreeSet::new();
        for (index, key) in keys.into_iter().enumerate() {
            self.check(
                seen.insert(key),
                format!("{list}[{index}]{key_name}"),
                "a value that no earlier element of the list has",
            );
        }
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// What was found.
    #[must_use]
    pub fn into_faults(self) -> Vec<FieldFault> {
        self.faults
    }

    /// Nothing wrong, or a refusal made of all the faults.
    ///
    /// # Errors
    /// The refusal, when anything was found.
    pub fn refuse_with<R>(self, refusal: impl FnOnce(Vec<FieldFault>) -> R) -> Result<(), R> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(refusal(self.faults))
        }
    }

    fn path(&self, field: &str) -> String {
        match (self.prefix.as_str(), field) {
            ("", field) => field.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, field) => format!("{prefix}.{field}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_the_whole_path_and_come_together() {
        let mut findings = Findings::below("plan");
        findings.check(false, "budget", "at least one line");
        findings.distinct("milestones", ".milestone_id", ["m1", "m2", "m1"]);
        let fields: Vec<_> = findings
            .into_faults()
            .into_iter()
            .map(|fault| fault.field)
            .collect();
        assert_eq!(fields, ["plan.budget", "plan.milestones[2].milestone_id"]);
    }
}
