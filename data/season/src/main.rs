//! Writes the example season to `data/example-season/`, beside this crate, or to the folder given.

use std::{env, fs, path::PathBuf};

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../example-season"));
    let folder = env::args_os().nth(1).map_or_else(beside, PathBuf::from);
    fs::create_dir_all(&folder).with_context(|| format!("making the folder {}", folder.display()))?;
    for file in season::files() {
        let path = folder.join(file.name);
        fs::write(&path, &file.text).with_context(|| format!("writing {}", path.display()))?;
        println!("{}: {} lines", path.display(), file.text.lines().count());
    }
    Ok(())
}
