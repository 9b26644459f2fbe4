//! What it is for: a real repository with a bare remote and a colleague's clone, in a folder that goes away.
//! In: files, hooks, commits. Out: what git says. Never: the developer's git configuration, identity, home or clock.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

/// `work/` (the person's clone of `remote.git`, branch `main`, with one commit), `colleague/` and `person.gitconfig`.
#[derive(Debug)]
pub struct TempRepo {
    base: PathBuf,
}

impl TempRepo {
    /// A repository whose first commit holds `files` (path and text) and is pushed.
    pub fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let base = env::temp_dir().join(format!("changeover-repo-{}-{number}", std::process::id()));
        fs::create_dir_all(&base).expect("a folder for the repository");
        let base = base.canonicalize().expect("the folder is there");
        let repo = Self { base };
        let person =
            "[user]\n\tname = Ada Admin\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n";
        fs::write(repo.person_config(), person).expect("the person's configuration");
        repo.git_in(&repo.base, &["init", "--quiet", "--bare", "remote.git"]);
        repo.git_in(&repo.base, &["clone", "--quiet", "remote.git", "work"]);
        repo.git(&["symbolic-ref", "HEAD", "refs/heads/main"]);
        for (path, text) in files {
            repo.write(path, text);
        }
        repo.git(&["add", "--all"]);
        repo.git(&["commit", "--quiet", "--allow-empty", "--message=first"]);
        repo.git(&["push", "--quiet", "--set-upstream", "origin", "main"]);
        repo.git_in(&repo.base, &["clone", "--quiet", "remote.git", "colleague"]);
        repo
    }

    /// The person's work tree.
    pub fn root(&self) -> PathBuf {
        self.base.join("work")
    }

    /// The colleague's work tree.
    pub fn colleague(&self) -> PathBuf {
        self.base.join("colleague")
    }

    /// The bare remote.
    pub fn remote(&self) -> PathBuf {
        self.base.join("remote.git")
    }

    /// The file that stands for the person's `~/.gitconfig`.
    pub fn person_config(&self) -> PathBuf {
        self.base.join("person.gitconfig")
    }

    /// A path in the folder that goes away.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.base.join(name)
    }

    /// Writes a file of the work tree, folders included.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        put(&self.root().join(path), text.as_ref());
    }

    /// Reads a file of the work tree.
    pub fn read(&self, path: &str) -> String {
        String::from_utf8(fs::read(self.root().join(path)).expect("the file is there"))
            .expect("the file is text")
    }

    /// Runs git in the work tree; it must succeed. Its trimmed output.
    pub fn git(&self, args: &[&str]) -> String {
        self.git_in(&self.root(), args)
    }

    /// Runs git somewhere; it must succeed. Its trimmed output.
    pub fn git_in(&self, folder: &Path, args: &[&str]) -> String {
        let done = self.try_git(folder, args);
        assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    /// Runs git somewhere, whatever comes of it.
    pub fn try_git(&self, folder: &Path, args: &[&str]) -> Output {
        let mut command = Command::new("git");
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(folder)
            .stdin(Stdio::null())
            .env("HOME", &self.base)
            .env("GIT_CONFIG_GLOBAL", self.person_config())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z")
            .env("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z")
            .env("LC_ALL", "C")
            .args(args)
            .output()
            .expect("git runs")
    }

    /// A commit of the colleague's, pushed. Its id.
    pub fn colleague_pushes(&self, path: &str, text: &str, message: &str) -> String {
        let folder = self.colleague();
        self.git_in(&folder, &["pull", "--quiet", "--ff-only"]);
        put(&folder.join(path), text.as_bytes());
        self.git_in(&folder, &["add", "--all"]);
        let who = "--author=Carl Colleague <carl@example.org>";
        self.git_in(&folder, &["commit", "--quiet", who, &format!("--message={message}")]);
        self.git_in(&folder, &["push", "--quiet"]);
        self.git_in(&folder, &["rev-parse", "HEAD"])
    }

    /// A hook of the work tree's repository.
    pub fn hook(&self, name: &str, script: &str) {
        executable(&self.root().join(".git/hooks").join(name), script);
    }

    /// A hook of the remote.
    pub fn remote_hook(&self, name: &str, script: &str) {
        executable(&self.remote().join("hooks").join(name), script);
    }

    /// The commit that the remote's `main` has.
    pub fn remote_head(&self) -> String {
        self.git_in(&self.remote(), &["rev-parse", "refs/heads/main"])
    }

    /// The commit that is checked out.
    pub fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// `git status` for programs.
    pub fn status(&self) -> String {
        let done = self.try_git(&self.root(), &["status", "--porcelain"]);
        String::from_utf8_lossy(&done.stdout).trim_end().to_owned()
    }
}

impl Drop for TempRepo {
    fn drop(&mut self) {
        if let Err(problem) = fs::remove_dir_all(&self.base) {
            eprintln!("{} stays: {problem}", self.base.display());
        }
    }
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder");
    fs::write(path, bytes).expect("the file");
}

fn executable(path: &Path, script: &str) {
    put(path, format!("#!/bin/sh\n{script}\n").as_bytes());
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("the hook's mode");
}
