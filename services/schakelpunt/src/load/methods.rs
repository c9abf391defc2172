//! Finds the methods of the contract by name.

use std::collections::HashMap;

use prost_reflect::{DescriptorPool, MethodDescriptor};

use super::fault::Fault;
use crate::failure::Note;

/// Every method of the contract.
pub(super) struct Methods {
    full: HashMap<String, MethodDescriptor>,
    short: HashMap<String, Vec<String>>,
}

impl Methods {
    /// The methods in an encoded descriptor set.
    ///
    /// # Errors
    /// When the set cannot be read.
    pub(super) fn new(descriptors: &[u8]) -> Result<Self, prost_reflect::DescriptorError> {
        let pool = DescriptorPool::decode(descriptors)?;
        let mut methods = Self {
            full: HashMap::new(),
            short: HashMap::new(),
        };
        for service in pool.services() {
            for method in service.methods() {
                let full = format!("{}/{}", service.full_name(), method.name());
                methods
                    .short
                    .entry(method.name().to_owned())
                    .or_default()
                    .push(full.clone());
                methods.full.insert(full, method);
            }
        }
        Ok(methods)
    }

    /// The method of this full or short name.
    ///
    /// # Errors
    /// When there is none, more than one, or it streams.
    pub(super) fn find(&self, name: &str) -> Result<MethodDescriptor, Fault> {
        let name = name.trim_start_matches('/');
        let unknown = || Fault::here("CALL_UNKNOWN", Note::new("call-unknown").with("call", name));
        let full = match self.short.get(name).map(Vec::as_slice) {
            Some([only]) => only,
            Some(several) => return Err(ambiguous(name, several)),
            None => name,
        };
        let method = self.full.get(full).ok_or_else(unknown)?;
        if method.is_client_streaming() || method.is_server_streaming() {
            return Err(Fault::here(
                "CALL_STREAMS",
                Note::new("call-streams").with("call", name),
            ));
        }
        Ok(method.clone())
    }
}

fn ambiguous(name: &str, several: &[String]) -> Fault {
    let note = Note::new("call-ambiguous")
        .with("call", name)
        .with("choices", several.join(", "));
    Fault::here("CALL_AMBIGUOUS", note)
}

/// The path of a method on the wire.
pub(super) fn path(method: &MethodDescriptor) -> String {
    format!("/{}/{}", method.parent_service().full_name(), method.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> Result<String, String> {
        let methods = Methods::new(contracts::DESCRIPTORS).unwrap();
        methods
            .find(name)
            .map(|method| path(&method))
            .map_err(|fault| fault.reason().to_owned())
    }

    #[test]
    fn a_method_is_found_by_its_full_name_and_by_a_short_one_that_is_unique() {
        let path = "/schakelpunt.programme.v1.ReferenceDataService/DefineEntry";
        assert_eq!(found("DefineEntry"), Ok(path.into()));
        assert_eq!(
            found("schakelpunt.programme.v1.ReferenceDataService/DefineEntry"),
            Ok(path.into())
        );
        assert_eq!(found(path), Ok(path.into()));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert_eq!(found("DefineNothing"), Err("CALL_UNKNOWN".into()));
        assert_eq!(found(""), Err("CALL_UNKNOWN".into()));
        assert_eq!(found("ListObligations"), Err("CALL_AMBIGUOUS".into()));
        assert_eq!(found("ReadEvents"), Err("CALL_STREAMS".into()));
    }
}
