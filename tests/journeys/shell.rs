//! Commands of people on a hub, in one role after another.

use serde_json::Value;
use testkit::TestHub;

use crate::reach::Reach;

/// A hub, and commands on it in one role after another.
pub(crate) struct Shell<'a> {
    pub(crate) hub: &'a TestHub,
    pub(crate) reach: Reach<'a>,
}

impl Shell<'_> {
    /// Exit code and what was said, on standard output and on standard error.
    pub(crate) async fn run(&self, role: &str, arguments: &str) -> (i32, String) {
        let mut words: Vec<&str> = arguments.split(' ').filter(|word| !word.is_empty()).collect();
        words.extend(["--lang", "en", "--as", role]);
        let output = self.reach.command(&words).await;
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    /// What was said by a command that must succeed.
    pub(crate) async fn done(&self, role: &str, arguments: &str) -> String {
        let (code, said) = self.run(role, arguments).await;
        assert_eq!(code, 0, "{arguments}: {said}");
        said
    }

    /// A file with this in it.
    pub(crate) fn file(&self, name: &str, content: &Value) -> String {
        let path = self.hub.servers.home().join(name);
        std::fs::write(&path, content.to_string()).unwrap();
        path.display().to_string()
    }
}
