//! What it is for: the folder of one practice world, which leaves nothing behind.
//! In: nothing. Out: a folder of our own, held by a lock that ends with the process. Never: another's folder.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// How the folders begin, in the system's folder for temporary files.
const PREFIX: &str = "changeover-practice-";
/// The file whose lock says that the world is in use.
const LOCK: &str = "in-use";

/// A folder that goes away with this value; after a crash, with [`sweep`] at the next start.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
    _lock: File,
}

impl Place {
    /// Makes a folder that only this user can read.
    ///
    /// # Errors
    /// It cannot be made or locked.
    pub fn new() -> io::Result<Self> {
        Self::new_in(&std::env::temp_dir())
    }

    fn new_in(parent: &Path) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        // Left alone, a folder gets whatever mode the user's mask leaves.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(parent)?;
        let lock = File::create(folder.path().join(LOCK))?;
        lock.try_lock()?;
        Ok(Self { folder, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes folders whose program is gone; how many. What cannot be removed stays for the next start.
pub fn sweep() -> usize {
    sweep_in(&std::env::temp_dir())
}

fn sweep_in(parent: &Path) -> usize {
    let Ok(entries) = fs::read_dir(parent) else { return 0 };
    let ours = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(PREFIX) && fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
    };
    let left = entries.flatten().map(|entry| entry.path()).filter(ours).filter(|path| is_left(path));
    left.filter(|path| fs::remove_dir_all(path).is_ok()).count()
}

/// Whether nobody holds the lock. A folder without one is being made at this moment, or was never ours.
fn is_left(folder: &Path) -> bool {
    match File::open(folder.join(LOCK)) {
        Ok(lock) => match lock.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        },
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_in_use_stays_and_one_whose_program_is_gone_is_swept() {
        let parent = tempfile::tempdir().expect("a folder");
        let used = Place::new_in(parent.path()).expect("made");
        let left = parent.path().join(format!("{PREFIX}left"));
        fs::create_dir(&left).expect("made");
        fs::write(left.join(LOCK), "").expect("written");
        fs::write(left.join("kubeconfig"), "token").expect("written");
        let strange = parent.path().join(format!("{PREFIX}strange"));
        fs::create_dir(&strange).expect("made");

        assert_eq!(sweep_in(parent.path()), 1);
        assert!(used.path().exists() && !left.exists() && strange.exists());
        let path = used.path().to_owned();
        drop(used);
        assert!(!path.exists(), "nothing is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = Place::new().expect("made");
        let mode = fs::metadata(place.path()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
