//! A PostgreSQL server of a test's own: a folder, a port of loopback, trust. It ends with the test.
//!
//! In: PostgreSQL's programs (Debian: `postgresql`). Out: a server, and SQL run in it. Never: a server of this machine's
//! that somebody else uses, or one that is left running: `setpriv` ends it with the thread that started it.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use super::eventually;

/// `nobody`, who owns the folder when the test runs as root: the server does not run as root.
const NOBODY: u32 = 65_534;

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    server: Child,
}

/// Whether a server can be started here.
pub fn is_installed() -> bool {
    programs().is_some()
}

impl Postgres {
    /// Makes and starts a server.
    ///
    /// # Errors
    /// PostgreSQL is not installed.
    pub fn start() -> Result<Self, String> {
        let programs =
            programs().ok_or("no PostgreSQL here: neither initdb on PATH nor below /usr/lib/postgresql")?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let is_root = super::is_root();
        if is_root {
            std::os::unix::fs::chown(folder.path(), Some(NOBODY), Some(NOBODY)).expect("an owner");
        }
        let data = folder.path().join("data");
        let initdb = run(&programs, is_root, "initdb")
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .current_dir(folder.path())
            .output()
            .expect("initdb starts");
        assert!(initdb.status.success(), "{}", String::from_utf8_lossy(&initdb.stderr));
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
        let port = port.expect("a free port").port();
        let log = fs::File::create(folder.path().join("log")).expect("a log");
        let errors = log.try_clone().expect("a log");
        let server = run(&programs, is_root, "postgres")
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path())
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &port.to_string(),
                "-c",
                "fsync=off",
                "-c",
                "max_connections=40",
                "-c",
                "log_statement=all",
            ])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .expect("postgres starts");
        let started = Self { programs, folder, port, server };
        eventually("PostgreSQL", Duration::from_mins(1), || {
            let answer = started.try_sql("postgres", "SELECT 1");
            answer.map_err(|said| format!("{said}\n{}", started.log()))
        });
        Ok(started)
    }

    /// Environment with which PostgreSQL's programs reach it, as lines of KEY=VALUE.
    pub fn environment(&self) -> Vec<(String, String)> {
        let path = std::env::var("PATH").unwrap_or_default();
        vec![
            ("PATH".to_owned(), format!("{}:{path}", self.programs.display())),
            ("PGHOST".to_owned(), "127.0.0.1".to_owned()),
            ("PGPORT".to_owned(), self.port.to_string()),
            ("PGUSER".to_owned(), "postgres".to_owned()),
        ]
    }

    /// Runs SQL; rows as lines, columns with `|` between. Panics with the server's words when it fails.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        self.try_sql(database, sql).expect("SQL")
    }

    /// Runs SQL.
    ///
    /// # Errors
    /// The server's words.
    pub fn try_sql(&self, database: &str, sql: &str) -> Result<String, String> {
        let said = self.psql(database).args(["-c", sql]).output().expect("psql starts");
        text(&said)
    }

    /// Names of the databases, sorted, without the server's own.
    pub fn databases(&self) -> Vec<String> {
        let sql =
            "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1";
        self.sql("postgres", sql).lines().map(str::to_owned).collect()
    }

    /// All that is in a database, as `pg_dump` writes it; without the key that newer ones make up each time.
    pub fn dump(&self, database: &str) -> String {
        let mut dump = Command::new(self.programs.join("pg_dump"));
        let said = self.reached(&mut dump).args(["-d", database]).output().expect("pg_dump starts");
        let dump = text(&said).expect("a dump");
        dump.lines().filter(|line| !line.contains("restrict ")).collect::<Vec<_>>().join("\n")
    }

    /// An open session in a database, until the value is dropped.
    pub fn session(&self, database: &str) -> Session {
        let child = self
            .psql(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("psql starts");
        let sql = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"
        );
        eventually("a session", Duration::from_secs(20), || match self.sql("postgres", &sql).as_str() {
            "0" => Err("none".to_owned()),
            _ => Ok(()),
        });
        Session(child)
    }

    /// An open session that holds a table, so that others wait for it.
    pub fn lock(&self, database: &str, table: &str) -> Session {
        use std::io::Write as _;
        let mut session = self.session(database);
        let held = session.0.stdin.as_mut().expect("a pipe");
        writeln!(held, "BEGIN; LOCK TABLE {table};").expect("psql reads");
        let sql = format!(
            "SELECT count(*) FROM pg_locks WHERE relation = '{table}'::regclass AND mode = 'AccessExclusiveLock' AND granted"
        );
        eventually("a lock", Duration::from_secs(20), || match self.sql(database, &sql).as_str() {
            "0" => Err("none".to_owned()),
            _ => Ok(()),
        });
        session
    }

    /// What the server wrote.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn psql(&self, database: &str) -> Command {
        let mut psql = Command::new(self.programs.join("psql"));
        self.reached(&mut psql);
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]);
        psql
    }

    /// Tells a program of PostgreSQL where the server is.
    fn reached<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        program.args(["-h", "127.0.0.1", "-U", "postgres", "-p", &self.port.to_string()])
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT: sessions end, the server stops at once.
        Command::new("kill").args(["-INT", &self.server.id().to_string()]).status().ok();
        for _ in 0..100 {
            if !matches!(self.server.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// An open session; it ends when it is dropped.
#[derive(Debug)]
pub struct Session(Child);

impl Drop for Session {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn text(output: &Output) -> Result<String, String> {
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// A program of PostgreSQL as an unprivileged user, ended with the thread that starts it.
fn run(programs: &Path, is_root: bool, name: &str) -> Command {
    let program = programs.join(name);
    let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].into_iter().find(|path| Path::new(path).exists());
    let Some(setpriv) = setpriv else {
        let mut command = Command::new(program);
        if is_root {
            use std::os::unix::process::CommandExt as _;
            command.uid(NOBODY).gid(NOBODY);
        }
        return command;
    };
    let mut command = Command::new(setpriv);
    if is_root {
        let user = NOBODY.to_string();
        command.args(["--reuid", &user, "--regid", &user, "--clear-groups"]);
    }
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

/// The folder with `initdb`, `postgres`, `psql` and the others; Debian keeps them off PATH.
fn programs() -> Option<PathBuf> {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|one| one.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<PathBuf> = debian.chain(std::env::split_paths(&path)).collect();
    all.retain(|folder| {
        ["initdb", "postgres", "psql", "pg_dump"].iter().all(|name| folder.join(name).is_file())
    });
    all.into_iter().next()
}
