//! What it is for: the programs that git would run in this repository, listed before git runs there first.
//! In: the repository's configuration, hooks and attributes. Out: a list, its digest, and [`Consent`] to it.
//! Never: a program run, or consent carried over to a list that changed.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use git2::{Config, ConfigEntry, ConfigLevel, Repository};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{read, state};
use crate::{names::Digest, plan::hex};

/// Largest hook or program whose bytes go into the digest; of a larger one, its size and time do.
const HASHED: u64 = 1 << 20;

/// A program that git runs here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedProgram {
    /// When git runs it.
    pub kind: ProgramKind,
    /// Setting or file that names it, such as `core.fsmonitor` or `.git/hooks/pre-push`.
    pub place: String,
    /// The command or the hook's path.
    pub command: String,
    /// Whose word it is.
    pub named_by: NamedBy,
    stamp: String,
}

/// When git runs a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProgramKind {
    /// Around a commit, a push and the like.
    Hook,
    /// When a file with an attribute is read or committed.
    Filter,
    /// When a commit is signed.
    Signing,
    /// When a password is needed.
    Credential,
    /// To reach a remote.
    Transport,
    /// To ask which files changed.
    Monitor,
}

/// Whose word names a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamedBy {
    /// The repository's own configuration: must be agreed to.
    Repository,
    /// The person's or the system's configuration: shown only.
    Person,
}

/// The programs that git runs here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programs {
    /// Each of them.
    pub list: Vec<NamedProgram>,
    /// Over those that the repository names, hooks by their bytes: consent is remembered for (repository, digest).
    pub digest: Digest,
}

impl Programs {
    /// Those that must be agreed to before git runs here.
    pub fn to_agree(&self) -> impl Iterator<Item = &NamedProgram> {
        self.list.iter().filter(|program| program.named_by == NamedBy::Repository)
    }

    /// Whether there is nothing to agree to.
    pub fn is_plain(&self) -> bool {
        self.to_agree().next().is_none()
    }
}

/// The person agreed that git may run in this repository with exactly these programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    root: PathBuf,
    digest: Digest,
}

impl Consent {
    /// Made when the person agreed to the programs of `state` (or when there are none).
    pub fn given(state: &super::RepoState) -> Self {
        Self { root: state.root.clone(), digest: state.programs.digest.clone() }
    }

    /// Made from what was remembered of an earlier consent.
    pub fn remembered(root: impl Into<PathBuf>, digest: Digest) -> Self {
        Self { root: root.into(), digest }
    }

    /// Root of the repository it is for.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Digest of the programs it is for.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    pub(super) fn covers(&self, repo: &Repository, programs: &Programs) -> bool {
        self.root == state::root_of(repo) && self.digest == programs.digest
    }
}

/// Lists the programs.
pub(super) fn named(repo: &Repository) -> Result<Programs, git2::Error> {
    let root = state::root_of(repo);
    let config = repo.config()?.snapshot()?;
    let mut list = Vec::new();
    config.entries(None)?.for_each(|entry| list.extend(from_setting(&root, entry)))?;
    list.extend(hooks(repo, &config));
    list.extend(persons_filters(repo, &config));
    let mut hash = Sha256::new();
    for program in list.iter().filter(|program| program.named_by == NamedBy::Repository) {
        hash.update(format!(
            "{:?}\0{}\0{}\0{}\n",
            program.kind, program.place, program.command, program.stamp
        ));
    }
    let digest = Digest::new(hex(&hash.finalize()));
    Ok(Programs { list, digest })
}

fn is_local(level: ConfigLevel) -> bool {
    matches!(level, ConfigLevel::Local | ConfigLevel::Worktree | ConfigLevel::App)
}

fn from_setting(root: &Path, entry: &ConfigEntry<'_>) -> Option<NamedProgram> {
    if !is_local(entry.level()) || !entry.has_value() {
        return None;
    }
    let place = String::from_utf8_lossy(entry.name_bytes()).into_owned();
    let command = String::from_utf8_lossy(entry.value_bytes()).into_owned();
    let kind = kind_of(&place, &command)?;
    let stamp = command.split_whitespace().next().map(|word| stamp(&root.join(word))).unwrap_or_default();
    Some(NamedProgram { kind, place, command, named_by: NamedBy::Repository, stamp })
}

/// Whether the setting names a program that one of our git commands can run.
fn kind_of(key: &str, value: &str) -> Option<ProgramKind> {
    let (section, rest) = key.split_once('.')?;
    let last = rest.rsplit_once('.').map_or(rest, |(_, last)| last);
    let is_word = ["true", "false", "yes", "no", "on", "off", "0", "1", ""]
        .contains(&value.to_ascii_lowercase().as_str());
    match (section, last) {
        ("core", "fsmonitor") if !is_word => Some(ProgramKind::Monitor),
        ("core", "sshcommand" | "gitproxy" | "alternaterefscommand")
        | ("remote", "uploadpack" | "receivepack" | "vcs") => Some(ProgramKind::Transport),
        ("core", "askpass") => Some(ProgramKind::Credential),
        ("credential", "helper") if !value.is_empty() => Some(ProgramKind::Credential),
        ("gpg", "program" | "defaultkeycommand") => Some(ProgramKind::Signing),
        ("filter", "clean" | "smudge" | "process") if !value.is_empty() => Some(ProgramKind::Filter),
        ("hook", "command") => Some(ProgramKind::Hook),
        ("remote", "url" | "pushurl") if value.contains("::") && !value.contains("://[") => {
            Some(ProgramKind::Transport)
        }
        ("url", "insteadof" | "pushinsteadof") if rest.contains("::") => Some(ProgramKind::Transport),
        _ => None,
    }
}

/// Files of the hooks folder that git would run.
fn hooks(repo: &Repository, config: &Config) -> Vec<NamedProgram> {
    let (folder, named_by) = match config.get_entry("core.hookspath") {
        Ok(entry) => {
            let by = if is_local(entry.level()) { NamedBy::Repository } else { NamedBy::Person };
            let folder = config.get_path("core.hookspath").unwrap_or_default();
            (state::root_of(repo).join(folder), by)
        }
        Err(_) => (repo.commondir().join("hooks"), NamedBy::Repository),
    };
    let Ok(files) = fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = files.filter_map(Result::ok).map(|file| file.path()).collect();
    paths.sort();
    paths.retain(|path| is_hook(path));
    let hook = |path: PathBuf| NamedProgram {
        kind: ProgramKind::Hook,
        place: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        command: path.display().to_string(),
        named_by,
        stamp: stamp(&path),
    };
    paths.into_iter().map(hook).collect()
}

/// Whether a hook of that name is among the programs.
pub(super) fn has_hook(programs: &Programs, names: &[&str]) -> Option<String> {
    let is_one = |program: &&NamedProgram| {
        program.kind == ProgramKind::Hook && names.contains(&program.place.as_str())
    };
    programs.list.iter().find(is_one).map(|program| program.place.clone())
}

fn is_hook(path: &Path) -> bool {
    let is_named = path.extension().is_none();
    is_named && fs::metadata(path).is_ok_and(|meta| meta.is_file() && is_executable(&meta))
}

#[cfg(unix)]
fn is_executable(meta: &fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_meta: &fs::Metadata) -> bool {
    true
}

/// Filters that the repository's attributes ask for and the person's own configuration defines, such as LFS.
fn persons_filters(repo: &Repository, config: &Config) -> Vec<NamedProgram> {
    let mut found = Vec::new();
    for name in filter_names(repo) {
        for part in ["process", "clean", "smudge"] {
            let place = format!("filter.{name}.{part}");
            let Ok(entry) = config.get_entry(&place) else { continue };
            if is_local(entry.level()) || !entry.has_value() {
                continue;
            }
            let command = String::from_utf8_lossy(entry.value_bytes()).into_owned();
            let kind = ProgramKind::Filter;
            found.push(NamedProgram {
                kind,
                place,
                command,
                named_by: NamedBy::Person,
                stamp: String::new(),
            });
        }
    }
    found
}

fn filter_names(repo: &Repository) -> BTreeSet<String> {
    let root = state::root_of(repo);
    let mut files = vec![repo.commondir().join("info/attributes"), root.join(".gitattributes")];
    if let Ok(index) = repo.index() {
        let is_one = |path: &str| path.ends_with("/.gitattributes");
        files.extend(
            index
                .iter()
                .map(|entry| String::from_utf8_lossy(&entry.path).into_owned())
                .filter(|p| is_one(p))
                .map(|p| root.join(p)),
        );
    }
    let small =
        |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= HASHED);
    let texts = files.iter().filter(|path| small(path)).filter_map(|path| fs::read(path).ok());
    let mut names = BTreeSet::new();
    for text in texts {
        let text = String::from_utf8_lossy(&text);
        let words = text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        names.extend(words.filter_map(|word| word.strip_prefix("filter=")).map(str::to_owned));
    }
    names
}

/// What tells one state of a program's file from another; empty when it is no file here.
fn stamp(path: &Path) -> String {
    let Ok(meta) = fs::metadata(path) else { return String::new() };
    if !meta.is_file() {
        return String::new();
    }
    if meta.len() > HASHED {
        return format!("{} {:?}", meta.len(), meta.modified().ok());
    }
    fs::read(path).map(|bytes| read::digest(&bytes).as_str().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_name_programs_are_found_and_others_are_not() {
        assert_eq!(kind_of("core.fsmonitor", "/tmp/x"), Some(ProgramKind::Monitor));
        assert_eq!(kind_of("core.fsmonitor", "true"), None);
        assert_eq!(kind_of("credential.https://h.example.helper", "!f"), Some(ProgramKind::Credential));
        assert_eq!(kind_of("gpg.ssh.program", "x"), Some(ProgramKind::Signing));
        assert_eq!(kind_of("filter.lfs.clean", "git-lfs clean"), Some(ProgramKind::Filter));
        assert_eq!(kind_of("remote.origin.url", "ext::sh -c x"), Some(ProgramKind::Transport));
        assert_eq!(kind_of("remote.origin.url", "https://h/x"), None);
        assert_eq!(kind_of("url.ext::sh -c x.insteadof", "https://h/"), Some(ProgramKind::Transport));
        assert_eq!(kind_of("alias.st", "!rm -rf"), None);
        assert_eq!(kind_of("user.name", "x"), None);
    }
}
