//! A block's own settings: the section of the configuration that bears its name, such as `[ledger]`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

use contracts::rules::METHODS;
use eventing::FieldFault;
use figment::{Figment, providers::Serialized};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{BadConfiguration, Settings};

/// The sections of a configuration, by block.
pub(super) type Sections = BTreeMap<String, Map<String, Value>>;

/// What the configuration says about one block. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Section {
    block: String,
    given: Map<String, Value>,
    development: bool,
    keys: PathBuf,
    read: Arc<AtomicBool>,
}

impl Settings {
    /// The section of a block; empty when the configuration has none.
    #[must_use]
    pub fn section(&self, block: &str) -> Section {
        let keys = self.identity.service_key.parent().unwrap_or(Path::new(""));
        Section {
            block: block.to_owned(),
            given: self.sections.get(block).cloned().unwrap_or_default(),
            development: self.is_development(),
            keys: keys.to_owned(),
            read: Arc::default(),
        }
    }

    /// Sets a key of a block's section, unless it is set: for who starts what the block needs.
    pub fn set_in_section(&mut self, block: &str, key: &str, value: Value) {
        let section = self.sections.entry(block.to_owned()).or_default();
        section.entry(key).or_insert(value);
    }
}

impl Section {
    /// A section as it would be read from a file, for tests and tools. Files with keys lie in `keys`.
    #[must_use]
    pub fn of(block: &str, given: Map<String, Value>, development: bool, keys: &Path) -> Self {
        Self {
            block: block.to_owned(),
            given,
            development,
            keys: keys.to_owned(),
            read: Arc::default(),
        }
    }

    /// The section as the block's own type; what is not given is as in its `Default`. The type should refuse unknown
    /// fields. A text, as the environment gives it, is also read as JSON or as a list separated by commas where the
    /// setting is no text.
    ///
    /// # Errors
    /// Every key that is unknown or has a value of a wrong form.
    pub fn read<T: Default + Serialize + DeserializeOwned>(&self) -> Result<T, BadConfiguration> {
        self.read.store(true, Ordering::Relaxed);
        let (mut faults, mut taken) = (Vec::new(), Map::new());
        for (key, value) in &self.given {
            match fitting::<T>(key, value) {
                Ok(value) => {
                    taken.insert(key.clone(), value);
                }
                Err(error) => faults.extend(error.into_iter().map(|one| self.of_figment(&one))),
            }
        }
        if !faults.is_empty() {
            return Err(BadConfiguration(faults));
        }
        over_default::<T>(&taken)
            .map_err(|errors| BadConfiguration(errors.into_iter().map(|one| self.of_figment(&one)).collect()))
    }

    fn of_figment(&self, error: &figment::Error) -> FieldFault {
        let path = error.path.join(".");
        let key = if path.is_empty() {
            String::new()
        } else {
            format!(".{path}")
        };
        FieldFault::new(format!("{}{key}", self.block), error.kind.to_string())
    }

    /// A fault of one of its keys.
    pub fn fault(&self, key: &str, expected: impl Into<String>) -> FieldFault {
        FieldFault::new(format!("{}.{key}", self.block), expected)
    }

    /// Whether this is a development installation.
    #[must_use]
    pub fn is_development(&self) -> bool {
        self.development
    }

    /// Whether a key is given.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.given.contains_key(key)
    }

    /// The whole section, as it was given.
    #[must_use]
    pub fn given(&self) -> &Map<String, Value> {
        &self.given
    }

    /// A file beside the keys of the installation.
    #[must_use]
    pub fn beside_keys(&self, file: &str) -> PathBuf {
        self.keys.join(file)
    }

    /// Refuses settings that nobody reads: they would be believed to have an effect.
    ///
    /// # Errors
    /// Each key of a section whose block has no settings.
    pub fn refuse_unread(&self) -> Result<(), BadConfiguration> {
        if self.read.load(Ordering::Relaxed) || self.given.is_empty() {
            return Ok(());
        }
        let fault = |key: &String| self.fault(key, "nothing: this block has no settings of its own");
        Err(BadConfiguration(self.given.keys().map(fault).collect()))
    }
}

/// The form of a value that the type takes.
fn fitting<T: Default + Serialize + DeserializeOwned>(
    key: &str,
    value: &Value,
) -> Result<Value, Box<figment::Error>> {
    let fits = |value: &Value| over_default::<T>(&Map::from_iter([(key.to_owned(), value.clone())]));
    let refused = match fits(value) {
        Ok(_) => return Ok(value.clone()),
        Err(error) => error,
    };
    let Value::String(text) = value else {
        return Err(refused);
    };
    let list = || Value::from(text.split(',').map(str::trim).collect::<Vec<_>>());
    [serde_json::from_str(text).ok(), Some(list())]
        .into_iter()
        .flatten()
        .find(|value| fits(value).is_ok())
        .ok_or(refused)
}

fn over_default<T: Default + Serialize + DeserializeOwned>(
    given: &Map<String, Value>,
) -> Result<T, Box<figment::Error>> {
    Figment::from(Serialized::defaults(T::default()))
        .merge(Serialized::defaults(given))
        .extract()
        .map_err(Box::new)
}

/// Takes the sections of blocks out of a configuration.
pub(super) fn take(whole: &mut Map<String, Value>) -> Sections {
    let named = whole
        .keys()
        .filter(|key| is_block(key))
        .cloned()
        .collect::<Vec<_>>();
    let mut sections = Sections::new();
    for block in named {
        if let Some(Value::Object(_)) = whole.get(&block)
            && let Some(Value::Object(section)) = whole.remove(&block)
        {
            sections.insert(block, section);
        }
    }
    sections
}

/// Whether the contract has calls of a block of that name.
fn is_block(name: &str) -> bool {
    static BLOCKS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let package = |path: &String| {
            path.strip_prefix("/schakelpunt.")?
                .split('.')
                .next()
                .map(str::to_owned)
        };
        METHODS.keys().filter_map(package).collect()
    });
    BLOCKS.iter().any(|block| block == name)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Example {
        names: Vec<String>,
        seconds: u32,
        text: String,
        file: Option<PathBuf>,
    }

    fn section(given: Value) -> Section {
        let Value::Object(given) = given else {
            panic!("an object")
        };
        Section::of("ledger", given, true, Path::new("keys"))
    }

    #[test]
    fn what_is_not_given_is_as_by_default_and_texts_are_read_as_what_is_wanted() {
        let read: Example = section(json!({"names": "a, b", "seconds": "5", "text": "007"}))
            .read()
            .unwrap();
        let expected = Example {
            names: vec!["a".into(), "b".into()],
            seconds: 5,
            text: "007".into(),
            file: None,
        };
        assert_eq!(read, expected);
        assert_eq!(section(json!({})).read::<Example>().unwrap(), Example::default());
    }

    #[test]
    fn all_faults_of_a_section_are_told_at_once() {
        let section = section(json!({"seconds": "soon", "naems": [], "text": 4}));
        let faults = section.read::<Example>().unwrap_err().0;
        let keys: Vec<_> = faults.into_iter().map(|fault| fault.field).collect();
        assert_eq!(keys, ["ledger.naems", "ledger.seconds", "ledger.text"]);
    }

    #[test]
    fn settings_that_nobody_reads_are_refused() {
        let section = section(json!({"text": "x"}));
        assert!(section.refuse_unread().is_err());
        section.read::<Example>().unwrap();
        assert!(section.clone().refuse_unread().is_ok());
    }

    #[test]
    fn only_blocks_of_the_contract_have_sections() {
        let mut whole = Map::from_iter([
            ("ledger".to_owned(), json!({"origin": "x"})),
            ("lejder".to_owned(), json!({"origin": "x"})),
        ]);
        assert_eq!(take(&mut whole).into_keys().collect::<Vec<_>>(), ["ledger"]);
        assert!(whole.contains_key("lejder"));
    }
}
