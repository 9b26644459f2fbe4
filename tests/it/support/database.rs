//! A database that a change acts on: a real PostgreSQL behind a pod, a backup job that dumps it, a restore job.
//!
//! In: its name. Out: manifests whose pods run PostgreSQL's own programs on this machine, and the rows as they are.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::postgres::Postgres;

/// Rows of the table before the change.
pub const ROWS: &str = "100";

/// What the application's pods write when they start.
const MIGRATES: &str = "Starting the application
Flyway: Current version of schema \"public\": 41
Flyway: Migrating schema \"public\" to version \"42 - colour of items\"
Flyway: Successfully applied 1 migration to schema \"public\"
@300ms Started in 12.4 seconds
";

/// A server with one database, and a store for its dumps; both go away with this value.
#[derive(Debug)]
pub struct Database {
    /// The server.
    pub postgres: Postgres,
    name: &'static str,
    store: TempDir,
}

/// How the restore job is set up.
#[derive(Debug, Clone, Copy)]
pub enum Restore {
    Right,
    WrongPassphrase,
    FailedDownload,
}

impl Database {
    /// A server with a database of this name, which a role of this name owns and which has a table `item`.
    ///
    /// # Errors
    /// PostgreSQL is not installed.
    pub fn start(name: &'static str) -> Result<Self, String> {
        let postgres = Postgres::start()?;
        postgres.sql("postgres", &format!("CREATE ROLE {name} LOGIN"));
        postgres.sql("postgres", &format!("CREATE DATABASE {name} OWNER {name}"));
        let table = format!(
            "CREATE TABLE item AS SELECT id, 'item ' || id AS name FROM generate_series(1, {ROWS}) id"
        );
        postgres.sql(name, &table);
        let store = tempfile::tempdir().expect("a folder");
        Ok(Self { postgres, name, store })
    }

    /// The Deployment `postgres`, in whose pod PostgreSQL's programs reach the server.
    pub fn pod(&self) -> Value {
        deployment("postgres", &self.postgres.environment())
    }

    /// A CronJob that dumps the database into the store.
    pub fn backup(&self) -> Value {
        let env = variables(&self.environment(Restore::Right));
        let pod = json!({"metadata": {"annotations": {"test.changeover/run": "local"}}, "spec": {
            "restartPolicy": "Never", "containers": [{"name": "backup", "image": "pgbackup:1",
                "command": ["/bin/sh", script("backup.sh")], "args": ["backup", self.name], "env": env}]}});
        let name = format!("{}-backup", self.name);
        json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name}, "spec": {
            "schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"backoffLimit": 0, "template": pod}}}})
    }

    /// The restore job as it lies in the repository: aimed at another database, with no limit of retries.
    pub fn restore_job(&self, restore: Restore) -> String {
        let env = self.environment(restore);
        let env = env.iter().map(|(name, value)| format!("        - {{name: {name}, value: \"{value}\"}}\n"));
        let env = env.collect::<Vec<_>>().concat();
        format!(
            "# Brings a backup back. Look at the database's name before you use it.\n\
             apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: restore\nspec:\n  template:\n    metadata:\n      \
             annotations:\n        test.changeover/run: local\n    spec:\n      restartPolicy: Never\n      containers:\n      \
             - name: restore\n        image: pgbackup:1\n        command: [\"/bin/sh\", \"{}\"]\n        \
             args: [\"restore\", \"other\"]   # which database\n        env:\n{env}",
            script("restore.sh"),
        )
    }

    /// For manifests that stay as they are: backup and restore run here, and the application says that it migrates.
    pub fn programs(&self, application: &str, backup: &str, restore: Restore) -> Value {
        let local = |name: &str, how: Restore| {
            let mut env = self.environment(how);
            env.push(("SAYS".to_owned(), "245.32 MiB".to_owned()));
            let run = format!("local /bin/sh {}", script(name));
            json!({"run": run, "exec-env": lines(&env)}).to_string()
        };
        let mut data = json!({"restore": local("restore.sh", restore)});
        for (pods, program) in [
            (backup.to_owned(), local("backup.sh", Restore::Right)),
            (format!("{application}-"), json!({"logs": MIGRATES}).to_string()),
        ] {
            data.as_object_mut().expect("a map").insert(pods, program.into());
        }
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "pod-programs"}, "data": data})
    }

    /// What the new version does to the database when it starts.
    pub fn migrate(&self) {
        let sql = "ALTER TABLE item ADD COLUMN colour text; INSERT INTO item VALUES (0, 'new', 'red')";
        self.postgres.sql(self.name, sql);
    }

    /// What the scripts of backup and restore need.
    fn environment(&self, restore: Restore) -> Vec<(String, String)> {
        let store = self.store.path().display().to_string();
        let download =
            if matches!(restore, Restore::FailedDownload) { "/nowhere".to_owned() } else { store.clone() };
        let passphrase = if matches!(restore, Restore::WrongPassphrase) { "wrong" } else { "right" };
        let mut env = self.postgres.environment();
        env.extend([
            ("STORE".to_owned(), store),
            ("DOWNLOAD".to_owned(), download),
            ("PASSPHRASE".to_owned(), passphrase.to_owned()),
        ]);
        env
    }

    /// All that is in each database of the server, as `pg_dump` writes it.
    pub fn contents(&self) -> Vec<(String, String)> {
        let databases = self.postgres.databases().into_iter();
        databases.map(|name| (name.clone(), self.postgres.dump(&name))).collect()
    }
}

/// A Deployment of one pod; with an environment its programs run for real.
pub fn deployment(name: &str, env: &[(String, String)]) -> Value {
    let annotations =
        if env.is_empty() { json!({}) } else { json!({"test.changeover/exec-env": lines(env)}) };
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": {"replicas": 1,
        "selector": {"matchLabels": {"app": name}}, "template": {
            "metadata": {"labels": {"app": name}, "annotations": annotations},
            "spec": {"containers": [{"name": name, "image": format!("{name}:1")}]}}}})
}

fn lines(env: &[(String, String)]) -> String {
    env.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("\n")
}

fn script(name: &str) -> String {
    format!("{}/tests/fixtures/database/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn variables(env: &[(String, String)]) -> Vec<Value> {
    env.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}
