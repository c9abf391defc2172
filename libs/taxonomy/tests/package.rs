//! A whole package, read from the folder that `TAXONOMY_PACKAGE` names: how long it takes, and what is told of it.
//!
//! `TAXONOMY_PACKAGE=path cargo test -p taxonomy --release --test package -- --ignored --nocapture`

use std::time::Instant;

use taxonomy::{Import, Scheme, Version};

#[test]
#[ignore = "needs a package, and measures"]
fn a_whole_package_is_read() {
    let folder = std::env::var("TAXONOMY_PACKAGE").expect("TAXONOMY_PACKAGE names the folder of a package");
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "csv" || end == "ttl"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(path).unwrap(),
            )
        })
        .collect();
    files.sort();
    let mut times = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let mut import = Import::new(
            Scheme::parse("esco").unwrap(),
            Some(Version::parse("1.1.1").unwrap()),
        );
        for (name, content) in &files {
            import.add(name, content.as_slice());
        }
        let read = import.finish().unwrap_or_else(|rejected| panic!("{rejected}"));
        times.push(begun.elapsed());
        if times.len() == 1 {
            let release = &read.release;
            println!(
                "{} concepts, {} labels",
                release.concepts().len(),
                release.label_count()
            );
            println!("remarks: {:?}\n{}", read.remarks.counts(), read.remarks);
        }
    }
    println!("{times:?}");
}
