//! A real file system that a test can fill: a small one in memory, mounted over a folder.
//!
//! In: a folder, whose files it takes over. Out: ways to fill it to the last byte, and to make room again. Needs root;
//! elsewhere there is none, and the trial says so. It is unmounted when it is dropped.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// What fills it.
const FILLER: &str = "filler";

/// A small file system over a folder.
#[derive(Debug)]
pub struct FullDisk {
    at: PathBuf,
}

impl FullDisk {
    /// Whether this process may mount one.
    pub fn is_possible() -> bool {
        let Ok(folder) = tempfile::tempdir() else { return false };
        cfg!(target_os = "linux") && super::is_root() && mount(folder.path(), "64k").map(drop).is_ok()
    }

    /// Mounts one of this size over a folder; what lies there lies in it afterwards.
    pub fn over(folder: &Path, size: &str) -> Self {
        fs::create_dir_all(folder).expect("a folder");
        let aside = tempfile::tempdir().expect("a folder");
        copy(folder, aside.path());
        let disk = mount(folder, size).expect("a file system");
        copy(aside.path(), folder);
        disk
    }

    /// Leaves no byte.
    pub fn fill(&self) {
        let mut filler =
            File::options().create(true).append(true).open(self.at.join(FILLER)).expect("a file");
        for size in [4096, 1] {
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Makes room again.
    pub fn free(&self) {
        fs::remove_file(self.at.join(FILLER)).expect("the file");
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        // Files may still be open: it goes away with the last of them.
        Command::new("umount").arg("--lazy").arg(&self.at).status().ok();
    }
}

fn mount(folder: &Path, size: &str) -> Result<FullDisk, String> {
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", &format!("size={size},mode=0700"), "tmpfs"])
        .arg(folder)
        .output()
        .map_err(|error| error.to_string())?;
    if !mounted.status.success() {
        return Err(String::from_utf8_lossy(&mounted.stderr).into_owned());
    }
    Ok(FullDisk { at: folder.to_owned() })
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status();
    assert!(copied.is_ok_and(|status| status.success()), "{} is not copied", from.display());
}
