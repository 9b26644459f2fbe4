//! Programs that are started in a pod, played by the scenario's rules.

use regex::{Captures, Regex};

use crate::practice::{
    facts::Facts,
    scenario::{CommandRule, Scenario},
};

/// What a program said, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) exit: i32,
}

/// The rules of a scenario.
#[derive(Debug, Default)]
pub(super) struct Commands {
    rules: Vec<(Regex, CommandRule)>,
}

impl Commands {
    /// Reads the rules; one whose pattern is none never fits.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let read = |rule: &CommandRule| match Regex::new(&format!("(?s)^(?:{})$", rule.argv)) {
            Ok(pattern) => Some((pattern, rule.clone())),
            Err(error) => {
                tracing::warn!(%error, "a command rule of the scenario is no pattern");
                None
            }
        };
        Self { rules: scenario.commands.iter().filter_map(read).collect() }
    }

    /// Runs a program in the pod of this name; `None` when there is no such program.
    pub(super) fn run(&self, facts: &Facts, pod: &str, argv: &[String]) -> Option<Done> {
        let line = argv.join(" ");
        for (pattern, rule) in &self.rules {
            if !pod.starts_with(&rule.pod) {
                continue;
            }
            let Some(caught) = pattern.captures(&line) else { continue };
            let filled = |texts: &[String]| -> Vec<String> {
                texts.iter().map(|text| fill(pattern, &caught, text)).collect()
            };
            if facts.turn(&filled(&rule.when), &filled(&rule.remove), &filled(&rule.add)) {
                return Some(Done {
                    stdout: fill(pattern, &caught, &rule.stdout),
                    stderr: fill(pattern, &caught, &rule.stderr),
                    exit: rule.exit,
                });
            }
        }
        None
    }
}

/// The text with what the named groups caught in place of `{group}`.
fn fill(pattern: &Regex, caught: &Captures<'_>, text: &str) -> String {
    pattern.capture_names().flatten().fold(text.to_owned(), |text, name| {
        let value = caught.name(name).map_or("", |group| group.as_str());
        text.replace(&format!("{{{name}}}"), value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argv(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_database_is_renamed_once() {
        let scenario = Scenario::shipped("depot").expect("reads");
        let facts = Facts::new(scenario.facts.clone(), 1);
        let commands = Commands::new(&scenario);
        let rename = argv("psql -U postgres -c ALTER DATABASE haikudepotserver RENAME TO old");
        let run = |line: &[String]| commands.run(&facts, "postgres-1-x", line).expect("a program");
        assert_eq!(
            run(&rename),
            Done { stdout: "ALTER DATABASE\n".to_owned(), stderr: String::new(), exit: 0 }
        );
        assert!(facts.is("database old") && !facts.is("database haikudepotserver"));
        let again = run(&rename);
        assert_eq!(again.exit, 1);
        assert!(again.stderr.contains("\"haikudepotserver\" does not exist"), "{again:?}");
        assert_eq!(commands.run(&facts, "postgres-1-x", &argv("rm -rf x")), None);
        assert_eq!(commands.run(&facts, "web-1", &rename), None);
    }
}
