//! Every reason that a report can give is explained.

use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn each_is_in_the_documentation() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documentation = fs::read_to_string(here.join("../../docs/verification.md")).unwrap();
    let mut reasons = BTreeSet::new();
    for file in fs::read_dir(here.join("src/verify")).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        let quoted = source.split('"').skip(1).step_by(2);
        let is_code = |text: &&str| {
            text.len() > 3 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        };
        reasons.extend(quoted.filter(is_code).map(ToOwned::to_owned));
        // Where quotes within texts shift the halves.
        let other = source.split('"').step_by(2);
        reasons.extend(other.filter(is_code).map(ToOwned::to_owned));
    }
    assert!(reasons.len() > 60, "{reasons:?}");
    let unexplained: Vec<&String> = reasons
        .iter()
        .filter(|reason| !documentation.contains(&format!("`{reason}`")))
        .collect();
    assert_eq!(unexplained, [""; 0]);
    for word in documentation.split('`').skip(1).step_by(2) {
        let is_code = word.len() > 5 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        assert!(!is_code || reasons.contains(word), "{word} is no reason any more");
    }
}
