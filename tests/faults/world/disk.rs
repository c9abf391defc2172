//! A disk so small that it can be filled.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};

/// Room for PostgreSQL, all of its log that it may keep, the hub's tables and the broker's streams.
const MEBIBYTES: u32 = 1_800;

/// A file system in memory, mounted for the test. Unmounted when dropped.
pub(crate) struct SmallDisk {
    place: PathBuf,
    ballast: PathBuf,
}

impl SmallDisk {
    /// Mounts one; an error where that is not allowed.
    pub(crate) fn mount() -> anyhow::Result<Self> {
        let place = std::env::temp_dir().join(format!("schakelpunt-disk-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir(&place)?;
        let size = format!("size={MEBIBYTES}m,mode=755");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&place)
            .output();
        if !mounted.as_ref().is_ok_and(|output| output.status.success()) {
            let _ = std::fs::remove_dir(&place);
            anyhow::bail!("no file system can be mounted here: {mounted:?}");
        }
        let ballast = place.join("ballast");
        Ok(Self { place, ballast })
    }

    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Takes all room that is left.
    pub(crate) fn fill(&self) -> anyhow::Result<()> {
        let mut file = std::fs::File::create(&self.ballast)?;
        let piece = vec![0_u8; 1 << 16];
        while std::io::Write::write_all(&mut file, &piece).is_ok() {}
        // What is left of a page or two goes too.
        while std::io::Write::write_all(&mut file, &piece[..512]).is_ok() {}
        let length = file.metadata()?.len();
        ensure!(length > 0, "the disk was full before");
        Ok(())
    }

    /// Gives the room back.
    pub(crate) fn clear(&self) -> anyhow::Result<()> {
        std::fs::remove_file(&self.ballast).context("the ballast is gone already")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.place).status();
        let _ = std::fs::remove_dir(&self.place);
    }
}
